// The log of real runs: what was decided that morning, and what became of each message since. Whose rows one sees is decided today, not then.
import { seesMessage } from "#domain/access/scope.ts";
import type { runRoutes } from "#domain/dunning/desk/routes.ts";
import { summarize } from "#domain/dunning/preview.ts";
import type { Books } from "#functions/dunning/books.ts";
import { amount, presentRow } from "#functions/dunning/present.ts";
import { businessDay } from "#functions/dunning/promises.ts";
import type { LoggedRow, RunLog } from "#functions/dunning/run-log.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";

const PAGE = 200;

export const runAnswers = (booksOf: (tenant: string) => Books, logOf: (tenant: string) => RunLog): Handlers<typeof runRoutes> => ({
  "GET /dunning/runs": async ({ caller, now }) => ({ items: await logOf(caller.tenant).days(await businessDay(booksOf(caller.tenant), now)) }),

  "GET /dunning/runs/{on}": async ({ params, query, caller }) => {
    const [books, log] = [booksOf(caller.tenant), logOf(caller.tenant)];
    const parts = await log.parts(params.on);
    const rows: LoggedRow[] = [];
    let at = Number(query.cursor) || 0;
    while (at < parts.length && rows.length < PAGE) rows.push(...(await log.part(parts[at++]!)));
    const seen = await visibleRows(rows, books, caller);
    const { outcomes, held } = summarize(seen.map(({ row }) => row));
    return {
      on: params.on, items: await Promise.all(seen.map((logged) => withState(logged, books))), outcomes,
      held: held.map(({ overdue, ...one }) => ({ ...one, overdue: overdue.map(({ minor, currency }) => amount(minor, currency)) })), ...(at < parts.length ? { nextCursor: String(at) } : {}),
    };
  },
});

/** Only customers of whom the caller may see every entity that the row speaks of. */
export async function visibleRows(rows: readonly LoggedRow[], { ledger }: Pick<Books, "ledger">, caller: Caller): Promise<LoggedRow[]> {
  const customers = new Map((await ledger.customers([...new Set(rows.map(({ row }) => row.debtorId))])).map((customer) => [customer.id as string, customer]));
  return rows.filter(({ row, entities }) => {
    const customer = customers.get(row.debtorId);
    return customer !== undefined && seesMessage(caller.scope, entities, customer);
  });
}

async function withState({ row, policyId, policyVersion, messages }: LoggedRow, { dunning }: Books) {
  const known = await Promise.all(messages.map((id) => dunning.message(id)));
  return { ...presentRow(row, { id: policyId, version: policyVersion }, false), sent: known.flatMap((message) => (message ? [{ id: message.id, state: message.state }] : [])) };
}
