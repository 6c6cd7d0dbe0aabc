// Changes of a draft as decisions: each gives a new policy, so that every one can be undone. Levels follow the order of the ladder by themselves: a
// letter stands one higher than the letter before it, a call where that letter stands. Days change places with the steps, so the ladder goes on rising.
import type { Policy, Step } from "#lib/format/policy.ts";

export const withStep = (policy: Policy, id: string, change: Partial<Step>): Policy => ({ ...policy, steps: policy.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) });

export function renumbered(steps: readonly Step[]): Step[] {
  let level = 0;
  return steps.map((step) => {
    if (step.kind === "task") return { ...step, level };
    const courtesy = level === 0 && step.kind === "message" && step.timing.due !== undefined && step.timing.due <= 0;
    if (!courtesy) level = Math.min(9, level + 1);
    return { ...step, level };
  });
}

/** Up (-1) or down (+1) by one place. */
export function movedStep(policy: Policy, id: string, by: -1 | 1): Policy {
  const at = policy.steps.findIndex((step) => step.id === id);
  const to = at + by;
  const [here, there] = [policy.steps[at], policy.steps[to]];
  if (!here || !there) return policy;
  const steps = policy.steps.with(to, { ...here, timing: there.timing }).with(at, { ...there, timing: here.timing });
  return { ...policy, steps: renumbered(steps) };
}

/** A step earlier or later; one that counts from nothing begins to count from the due date. */
export const shiftedDay = (policy: Policy, id: string, by: number): Policy => {
  const step = policy.steps.find((one) => one.id === id);
  if (!step) return policy;
  const due = Math.max(-60, Math.min(720, (step.timing.due ?? 0) + by));
  return withStep(policy, id, { timing: { ...step.timing, due } });
};

export function addedStep(policy: Policy, after: string | undefined, name: string): { readonly policy: Policy; readonly id: string } {
  const at = after === undefined ? policy.steps.length - 1 : policy.steps.findIndex(({ id }) => id === after);
  const before = policy.steps[at];
  let n = policy.steps.length + 1;
  while (policy.steps.some(({ id }) => id === `s${n}`)) n++;
  const [from, to] = [before?.timing.due ?? 0, policy.steps[at + 1]?.timing.due];
  const due = to === undefined ? from + 7 : Math.max(from + 1, Math.floor((from + to) / 2));
  const step: Step = {
    id: `s${n}`, name, level: 0, kind: "message", timing: { due: Math.max(1, due) }, channels: ["email"], fallbacks: [], template: "reminder-1", tone: "neutral", to: ["accounts-payable"],
    escalateTo: ["other", "buyer", "management"], copyTo: [], attachments: ["overdue-invoices"], minimum: [], skippable: false, approval: false, charges: "none",
  };
  return { policy: { ...policy, steps: renumbered(policy.steps.toSpliced(at + 1, 0, step)) }, id: step.id };
}

/** Whoever stands on the step goes on at the letter before it, unless somebody says otherwise. */
export function removedStep(policy: Policy, id: string, inForce: Policy | undefined): Policy {
  const at = policy.steps.findIndex((step) => step.id === id);
  const gone = policy.steps[at];
  if (!gone || policy.steps.length === 1) return policy;
  const left = policy.steps.toSpliced(at, 1);
  const before = policy.steps.slice(0, at).findLast(({ kind }) => kind === "message")?.id ?? "";
  const stands = inForce !== undefined && gone.kind !== "task" && inForce.steps.some((step) => step.id === id);
  const mapping = policy.mapping.map((one) => (one.to === id ? { ...one, to: before } : one));
  return { ...policy, steps: renumbered(left), mapping: stands ? mapped(mapping, inForce, id, before) : mapping };
}

/** Back where it stood, whatever else was changed since; not a second time when it is there again. */
export function restoredStep(policy: Policy, before: Policy, id: string): Policy {
  const at = before.steps.findIndex((step) => step.id === id);
  const back = before.steps[at];
  if (!back || policy.steps.some((step) => step.id === id)) return policy;
  return { ...policy, steps: renumbered(policy.steps.toSpliced(at, 0, back)), mapping: before.mapping };
}

export const mapped = (mapping: Policy["mapping"], { id: policy, version }: Policy, from: string, to: string): Policy["mapping"] => [
  ...mapping.filter((one) => !(one.policy === policy && one.version === version && one.from === from)),
  { policy, version, from, to },
];
