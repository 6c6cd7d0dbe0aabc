// Policies: read, drafted, and published by somebody else than who drafted them.
import { checkPolicy } from "#domain/dunning/check.ts";
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import { known } from "#domain/dunning/interest/rates.ts";
import type { dunningRoutes } from "#domain/dunning/routes.ts";
import { refused } from "#domain/refusal.ts";
import { policyPublished } from "#events/dunning.ts";
import { namesOf, type Books } from "#functions/dunning/books.ts";
import { policyFromJson, presentPolicy, type Around } from "#functions/dunning/present.ts";
import { writtenLanguages } from "#functions/dunning/templates.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import type { KeptPolicy } from "#functions/store/dunning-policies.ts";

type Routes = "GET /dunning/policies" | "GET /dunning/policies/{id}" | "PUT /dunning/policies/{id}" | "POST /dunning/policies/{id}/publication" | "GET /dunning/rates" | "PUT /dunning/rates";

const references = ["ecb", "bundesbank", "boe", "oenb", "nbp", "norway", "fr-legal"] as const;

export const policyAnswers = (booksOf: (tenant: string) => Books): Pick<Handlers<typeof dunningRoutes>, Routes> => ({
  "GET /dunning/policies": async ({ caller }) => {
    const books = booksOf(caller.tenant);
    const [kept, around] = await Promise.all([books.dunning.policies(), aroundOf(books)]);
    const byId = Map.groupBy(kept, ({ policy }) => policy.id);
    const items = [...byId.values()].flatMap((versions) => shown(versions).map((one) => presentPolicy(one, around, inForce(versions)?.policy)));
    return { items: [...items, ...defaultPolicies.filter(({ id }) => !byId.has(id)).map((policy) => unkept(policy, around))] };
  },

  "GET /dunning/policies/{id}": async ({ params, caller }) => {
    const books = booksOf(caller.tenant);
    const [versions, around] = await Promise.all([books.dunning.policyVersions(params.id), aroundOf(books)]);
    const ladder = defaultPolicies.find(({ id }) => id === params.id);
    if (versions.length === 0) return ladder ? { versions: [unkept(ladder, around)] } : refused("policy.unknown");
    return { versions: versions.map((one) => presentPolicy(one, around, inForce(versions)?.policy)) };
  },

  "PUT /dunning/policies/{id}": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const { dunning } = books;
    const versions = await dunning.policyVersions(params.id);
    const last = versions.at(-1);
    const draft = last?.state === "draft" ? last : undefined;
    if ((draft?.revision ?? 0) !== body.revision) return refused("policy.changed-meanwhile", { revision: draft?.revision ?? 0 });
    const policy = { ...policyFromJson(body.policy), id: params.id, version: draft?.policy.version ?? (last?.policy.version ?? 0) + 1 };
    const kept: KeptPolicy = { policy, state: "draft", changedBy: caller.user.id, changedAt: now, revision: body.revision };
    if ((await dunning.savePolicy(kept)) !== "saved") return refused("policy.changed-meanwhile");
    return presentPolicy({ ...kept, revision: kept.revision + 1 }, await aroundOf(books), inForce(versions)?.policy);
  },

  "POST /dunning/policies/{id}/publication": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const { dunning } = books;
    const versions = await dunning.policyVersions(params.id);
    const draft = versions.at(-1);
    if (!draft) return refused("policy.unknown");
    if (draft.state !== "draft") return refused("policy.no-draft", { state: draft.state });
    if (draft.revision !== body.revision) return refused("policy.changed-meanwhile", { revision: draft.revision });
    if (draft.changedBy === caller.user.id) return refused("policy.needs-another-publisher");
    const before = inForce(versions);
    const problems = checkPolicy(draft.policy, { templates: await writtenLanguages(books), ...(before ? { previous: before.policy } : {}) });
    if (problems.length > 0) return refused("policy.not-publishable", { problems: JSON.stringify(problems) });
    const next: KeptPolicy = { ...draft, state: "published", publishedBy: caller.user.id, publishedAt: now };
    const { id, version, name } = next.policy;
    const fact = { name: policyPublished.name, occurredAt: now, actor: { type: "user" as const, id: caller.user.id, name: caller.user.name }, data: { policyId: id, version, name } };
    if ((await dunning.savePolicy(next, [fact])) !== "saved") return refused("policy.changed-meanwhile");
    // Of two published versions the newer is in force (inForce), so a crash between the two writes changes nothing.
    if (before) await dunning.savePolicy({ ...before, state: "retired" });
    return presentPolicy({ ...next, revision: next.revision + 1 }, await aroundOf(books));
  },

  "GET /dunning/rates": async ({ caller }) => {
    const confirmed = await booksOf(caller.tenant).dunning.confirmations();
    const said = confirmed.map(({ reference, halfYear, hundredths }) => ({ reference: reference as string, halfYear, hundredths, standing: "confirmed" as const }));
    const has = new Set(said.map(({ reference, halfYear }) => `${reference} ${halfYear}`));
    const found = references.flatMap((reference) => [...known(reference)].filter(([halfYear]) => !has.has(`${reference} ${halfYear}`)).map(([halfYear, rate]) => ({ reference, halfYear, ...rate })));
    return { items: [...said, ...found].toSorted((a, b) => (a.reference === b.reference ? (a.halfYear < b.halfYear ? 1 : -1) : a.reference < b.reference ? -1 : 1)) };
  },

  "PUT /dunning/rates": async ({ body, caller, now }) => {
    await booksOf(caller.tenant).dunning.confirmRate({ ...body, by: caller.user.id, on: now.slice(0, 10) });
    return { ...body, standing: "confirmed" as const };
  },
});

/** A ladder that comes with Quittance and that nobody has made his own yet. */
const unkept = (policy: Policy, around: Around) => presentPolicy({ policy, state: "draft", changedBy: "", changedAt: "", revision: 0 }, around);
async function aroundOf(books: Books): Promise<Around> {
  const [names, templates] = await Promise.all([namesOf(books), writtenLanguages(books)]);
  return { names, templates };
}
const inForce = (versions: readonly KeptPolicy[]): KeptPolicy | undefined => versions.findLast(({ state }) => state === "published");
/** The one in force, and the draft of the next. */
const shown = (versions: readonly KeptPolicy[]): KeptPolicy[] => [inForce(versions), versions.at(-1)?.state === "draft" ? versions.at(-1) : undefined].filter((one) => one !== undefined);
