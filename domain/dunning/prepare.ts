// A policy made ready for many debtors: steps by their place on the ladder, thresholds by currency, and what the marks of other versions mean here.
import type { ContextRule, Policy, Step, Thresholds } from "#domain/dunning/policy/schema.ts";
import type { Mark } from "#domain/dunning/schema.ts";

export type Rung = {
  readonly at: number;
  readonly step: Step;
  /** Courtesy notes go before the due date or not at all. */
  readonly courtesy: boolean;
  readonly task: boolean;
  readonly minimum: ReadonlyMap<string, bigint>;
};
export type Prepared = {
  readonly policy: Policy;
  readonly rungs: readonly Rung[];
  readonly byId: ReadonlyMap<string, Rung>;
  readonly minimumItem: ReadonlyMap<string, bigint>;
  readonly minimumTotal: ReadonlyMap<string, bigint>;
  readonly maximumTotal: ReadonlyMap<string, bigint>;
  readonly rules: readonly ContextRule[];
  /** The rung that a mark stands on; -1 is the ground, undefined that nobody said what the step of the other policy means here. */
  readonly rungOf: (mark: Mark) => number | undefined;
};

export function prepare(policy: Policy): Prepared {
  const rungs = policy.steps.map((step, at): Rung => ({ at, step, courtesy: step.level === 0 && step.kind === "message", task: step.kind === "task", minimum: byCurrency(step.minimum) }));
  const byId = new Map(rungs.map((rung) => [rung.step.id, rung]));
  const mapped = new Map(policy.mapping.map(({ policy: id, version, from, to }) => [`${id}@${version}#${from}`, to]));
  const rungOf = ({ policyId, policyVersion, step }: Mark): number | undefined => {
    const to = mapped.get(`${policyId}@${policyVersion}#${step}`);
    if (to !== undefined) return to === "" ? -1 : byId.get(to)?.at;
    // A step that kept its name in a later version of the same policy is the same step.
    return policyId === policy.id ? byId.get(step)?.at : undefined;
  };
  return {
    policy, rungs, byId, rungOf,
    minimumItem: byCurrency(policy.minimumItem),
    minimumTotal: byCurrency(policy.minimumTotal),
    maximumTotal: byCurrency(policy.maximumTotal),
    rules: policy.rules,
  };
}

const byCurrency = (thresholds: Thresholds): ReadonlyMap<string, bigint> => new Map(thresholds.map(({ currency, minor }) => [currency, minor]));
