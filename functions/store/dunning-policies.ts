// Policies and their versions. A draft is changed as often as one likes; what is published is never changed again, only retired by the next version.
import type { policyStateSchema } from "#domain/dunning/policy/schema.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import type * as z from "zod";
import type { DunningFact } from "#events/dunning.ts";
import type { policyEntity } from "#functions/store/dunning-records.ts";
import { storedFact } from "#functions/store/fact.ts";
import { packed, unpacked } from "#functions/store/packed.ts";
import { all, attempted, type Saved } from "#functions/store/request.ts";

export type KeptPolicy = {
  readonly policy: Policy;
  readonly state: z.infer<typeof policyStateSchema>;
  /** Who changed it last: somebody else publishes it. */
  readonly changedBy: string;
  readonly changedAt: string;
  readonly publishedBy?: string;
  readonly publishedAt?: string;
  readonly revision: number;
};

export const policyShelf = (tenant: string, policies: ReturnType<typeof policyEntity>) => ({
  policies: async (): Promise<KeptPolicy[]> => (await policies.query.primary({ tenant }).go({ ...all, consistent: true })).data.map(keptOf),
  policyVersions: async (id: string): Promise<KeptPolicy[]> => (await policies.query.primary({ tenant, id }).go({ ...all, consistent: true })).data.map(keptOf).filter(({ policy }) => policy.id === id).toSorted((a, b) => a.policy.version - b.policy.version),
  savePolicy: (kept: KeptPolicy, facts: readonly DunningFact[] = []): Promise<Saved> => {
    const { id, version } = kept.policy;
    const row = { tenant, id, number: numberKey(version), state: kept.state, revision: kept.revision + 1, content: packed(kept), ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}) };
    return attempted(() => (kept.revision > 0 ? policies.put(row).where(({ revision }, { eq }) => eq(revision, kept.revision)).go() : policies.create(row).go()));
  },
});

const numberKey = (version: number): string => String(version).padStart(6, "0");
function keptOf({ revision, content }: { readonly revision: number; readonly content: unknown }): KeptPolicy {
  const kept = unpacked<KeptPolicy>(content);
  const steps = kept.policy.steps.map((step) => ({ ...step, attachments: step.attachments.filter((one) => !gone.has(one)) }));
  return { ...kept, policy: { ...kept.policy, steps }, revision };
}
/** Kinds of attachment that could be chosen once, and that nothing was ever attached for. */
const gone: ReadonlySet<string> = new Set(["terms", "proof-of-delivery", "order", "bank-details", "history"]);
