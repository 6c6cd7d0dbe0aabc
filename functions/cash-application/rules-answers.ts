// The rules and tolerances of automatic posting: drafted, measured (measure-rules.ts, by the fact that the draft carries), and published by somebody else.
import type * as z from "zod";
import { draftOf, checkRules, houseRules, inForce, rulesKey, type KeptRules } from "#domain/cash-application/matching/rules.ts";
import type { Outcome } from "#domain/cash-application/matching/outcome.ts";
import type { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import type { outcomeJson, rulesVersionJson } from "#domain/cash-application/matching/schema.ts";
import { money, toJson } from "#domain/money.ts";
import { refused } from "#domain/refusal.ts";
import { matchingRulesDrafted, matchingRulesPublished } from "#events/cash-application.ts";
import type { MemoryStores } from "#functions/cash-application/memory-answers.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";

type Routes = "GET /matching-rules" | "PUT /matching-rules/draft" | "POST /matching-rules/measurement" | "POST /matching-rules/publication";

export const rulesAnswers = (of: (tenant: string) => MemoryStores): Pick<Handlers<typeof matchingRoutes>, Routes> => ({
  "GET /matching-rules": async ({ caller }) => {
    const versions = await of(caller.tenant).memory.rules();
    const all = versions.some(({ version }) => version === 0) ? versions : [houseRules, ...versions];
    return { items: all.toReversed().map((one) => presentRules(one, versions)) };
  },

  "PUT /matching-rules/draft": async ({ body, caller, now }) => {
    const { memory, ledger } = of(caller.tenant);
    const wrong = checkRules(body.rules);
    if (wrong) return wrong;
    const debtors = [...new Set(body.rules.debtors.map(({ customerId }) => customerId))];
    if ((await ledger.customers(debtors)).length < debtors.length) return refused("customer.unknown");
    const versions = await memory.rules();
    const draft = draftOf(versions);
    if ((draft?.revision ?? 0) !== body.revision) return refused("matching-rules.changed-meanwhile", { revision: draft?.revision ?? 0 });
    const next: KeptRules = { version: draft?.version ?? Math.max(0, ...versions.map(({ version }) => version)) + 1, state: "draft", revision: body.revision, rules: body.rules, changedBy: caller.user.id, changedAt: now, measurement: { state: "measuring", at: now, of: rulesKey(body.rules) } };
    if ((await memory.saveRules(next, [drafted(next, caller, now)])) === "conflict") return refused("matching-rules.changed-meanwhile");
    return presentRules({ ...next, revision: next.revision + 1 }, versions);
  },

  "POST /matching-rules/measurement": async ({ caller, now }) => {
    const { memory } = of(caller.tenant);
    const versions = await memory.rules();
    const asked = draftOf(versions) ?? inForce(versions);
    const next: KeptRules = { ...asked, measurement: { state: "measuring", at: now, of: rulesKey(asked.rules) } };
    if ((await memory.saveRules(next, [drafted(next, caller, now)])) === "conflict") return refused("matching-rules.changed-meanwhile");
    return presentRules({ ...next, revision: next.revision + 1 }, versions);
  },

  "POST /matching-rules/publication": async ({ body, caller, now }) => {
    const { memory } = of(caller.tenant);
    const versions = await memory.rules();
    const draft = draftOf(versions);
    if (!draft) return refused("matching-rules.no-draft");
    if (draft.revision !== body.revision) return refused("matching-rules.changed-meanwhile", { revision: draft.revision });
    if (draft.changedBy === caller.user.id) return refused("matching-rules.needs-another-publisher");
    if (draft.measurement?.state !== "measured" || draft.measurement.of !== rulesKey(draft.rules)) return refused("matching-rules.not-measured", { state: draft.measurement?.state ?? "none" });
    if ((draft.measurement.against?.length ?? 0) > 0 && !body.despite) return refused("matching-rules.measured-against", { reason: draft.measurement.against![0]!.code });
    const next: KeptRules = { ...draft, state: "published", publishedBy: caller.user.id, publishedAt: now, ...(body.despite ? { despite: body.despite } : {}) };
    const fact = { name: matchingRulesPublished.name, occurredAt: now, actor: userOf(caller), data: { version: next.version } } as const;
    if ((await memory.saveRules(next, [fact])) === "conflict") return refused("matching-rules.changed-meanwhile");
    // Of two published versions the newer is in force, so a crash between the two writes changes nothing.
    const before = inForce(versions);
    if (before.revision > 0) await memory.saveRules({ ...before, state: "retired" });
    return presentRules({ ...next, revision: next.revision + 1 }, [...versions, next]);
  },
});

const userOf = ({ user }: Caller) => ({ type: "user" as const, id: user.id, name: user.name });
const drafted = ({ version }: KeptRules, caller: Caller, now: string) => ({ name: matchingRulesDrafted.name, occurredAt: now, actor: userOf(caller), data: { version } }) as const;

function presentRules({ version, state, revision, rules, changedBy, changedAt, publishedBy, publishedAt, measurement }: KeptRules, versions: readonly KeptRules[]): z.input<typeof rulesVersionJson> {
  const retired = state === "published" && version < inForce(versions).version;
  const { of: _of, inForce: before, proposed, changes, against, ...told } = measurement ?? { of: "", state: "failed" as const, at: "" };
  return {
    version, state: retired ? "retired" : state, revision, rules, ...(changedBy ? { changedBy } : {}), ...(changedAt ? { changedAt } : {}), ...(publishedBy ? { publishedBy } : {}), ...(publishedAt ? { publishedAt } : {}),
    ...(measurement
      ? {
          measurement: {
            ...told, ...(before ? { inForce: presentOutcome(before) } : {}), ...(proposed ? { proposed: presentOutcome(proposed) } : {}), ...(against ? { against: [...against] } : {}),
            ...(changes ? { changes: changes.map(({ amount, currency, ...change }) => ({ ...change, amount: toJson(money(amount, currency)) })) } : {}),
          },
        }
      : {}),
  };
}

const presentOutcome = ({ value, precision, threshold, ...counts }: Outcome): z.input<typeof outcomeJson> => ({ ...counts, precision: { ...precision }, threshold: { ...threshold }, value: value.map(({ currency, minor }) => toJson(money(minor, currency))) });
