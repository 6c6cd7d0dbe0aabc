// The next run before it happens: the same books, the same rules, nothing saved. Everybody is previewed shard by shard, as a run would go.
import { seesMessage } from "#domain/access/scope.ts";
import type { CustomerFile } from "#domain/dunning/group.ts";
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import { renewed } from "#domain/dunning/account.ts";
import { nextRunDay } from "#domain/dunning/next-run.ts";
import { plan } from "#domain/dunning/plan.ts";
import { differences, previewRow, summarize, type PreviewChange, type PreviewRow } from "#domain/dunning/preview.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import type { dunningRoutes } from "#domain/dunning/routes.ts";
import type { World } from "#domain/dunning/world.ts";
import type { CustomerId } from "#domain/id.ts";
import { refused } from "#domain/refusal.ts";
import { houseOf, policiesInForce, situationsUnder, worldNow, type Books } from "#functions/dunning/books.ts";
import { filesOf } from "#functions/dunning/files.ts";
import type { House } from "#functions/dunning/customer-file.ts";
import { everyPart, partName } from "#functions/dunning/everybody.ts";
import { amount, presentRow } from "#functions/dunning/present.ts";
import { visibleRows } from "#functions/dunning/run-answers.ts";
import type { RunLog } from "#functions/dunning/run-log.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";

type Row = { readonly row: PreviewRow; readonly policy: Policy };
type Reading = { readonly books: Books; readonly house: House; readonly policies: readonly Policy[]; readonly world: World; readonly caller: Caller };

export const previewAnswers = (booksOf: (tenant: string) => Books, logOf: (tenant: string) => RunLog): Pick<Handlers<typeof dunningRoutes>, "POST /dunning/runs"> => ({
  "POST /dunning/runs": async ({ body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const [house, policies] = await Promise.all([houseOf(books), policiesAsked(books, body.draft)]);
    if (!policies) return refused("policy.unknown");
    const [home] = house.entities;
    const on = body.on ?? (home ? nextRunDay(now, home, policies) : now.slice(0, 10));
    const world = await worldNow(books, now, on);
    const reading: Reading = { books, house, policies, world, caller };
    const comparing = body.compare && !body.customers ? { log: logOf(caller.tenant), on, changes: [], days: new Set<string>() } satisfies Comparing : undefined;
    const page = body.customers ? { found: await rowsOf(reading, body.customers) } : await everyPart(books.ledger, body.cursor ?? "0", async (ids, part) => {
      const rows = await rowsOf(reading, ids, partName(part));
      if (comparing) await compare(rows, partName(part), comparing, reading);
      return rows;
    });
    const { outcomes, held } = summarize(page.found.map(({ row }) => row));
    return {
      on, items: page.found.map(({ row, policy }) => presentRow(row, policy, body.customers !== undefined)), outcomes,
      held: held.map(({ overdue, ...one }) => ({ ...one, overdue: overdue.map(({ minor, currency }) => amount(minor, currency)) })),
      stale: world.stale.map(({ source, state, asOf }) => ({ code: "stale-data", source, state, asOf })),
      ...(comparing ? { changes: comparing.changes, ...(comparing.days.size > 0 ? { comparedWith: [...comparing.days].toSorted().at(-1)! } : {}) } : {}),
      ...("nextCursor" in page && page.nextCursor !== undefined ? { nextCursor: page.nextCursor } : {}),
    };
  },
});

type Comparing = { readonly log: RunLog; readonly on: string; readonly changes: PreviewChange[]; readonly days: Set<string> };

/** What is different from the last real run of the same part of the customers. */
async function compare(rows: readonly Row[], part: string, { log, on, changes, days }: Comparing, { books, caller }: Reading): Promise<void> {
  const before = await log.before(on, part);
  if (!before) return;
  days.add(before.on);
  changes.push(...differences(rows.map(({ row }) => row), (await visibleRows(before.rows, books, caller)).map(({ row }) => row)));
}

async function policiesAsked(books: Books, draft: Policy["id"] | undefined): Promise<Policy[] | undefined> {
  const published = await policiesInForce(books);
  if (!draft) return published;
  const last = (await books.dunning.policyVersions(draft)).at(-1);
  const policy = last?.policy ?? defaultPolicies.find(({ id }) => id === draft);
  return policy && [...published.filter(({ id }) => id !== draft), policy];
}

async function rowsOf({ books, house, policies, world, caller }: Reading, ids: readonly CustomerId[], part?: string): Promise<Row[]> {
  const { files, customers } = await filesOf(books, ids, house, world.now);
  const seen = files.filter(({ party, lines }) => seesMessage(caller.scope, lines.map(({ entityId }) => entityId), customers.get(party.id)!));
  const fresh = seen.map((file): CustomerFile => ({ ...file, account: renewed(file.account, file.lines, world.local(file.party.timeZone).date) }));
  const asked = await situationsUnder(policies, fresh, books, house, part);
  return asked.map(({ situation, prepared }) => ({ row: previewRow(situation, plan(situation, prepared, world), world.local(situation.addressee.timeZone).date), policy: prepared.policy }));
}
