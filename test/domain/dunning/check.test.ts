import { expect, test } from "vitest";
import { checkPolicy } from "#domain/dunning/check.ts";
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import { policySchema, type Policy, type Step } from "#domain/dunning/policy/schema.ts";
import { standard, templates } from "#test/world/dunning.ts";

const check = (policy: Policy, previous?: Policy) => checkPolicy(policy, { templates, ...(previous ? { previous } : {}) });
const codes = (policy: Policy, previous?: Policy) => check(policy, previous).map(({ code, step, language }) => [code, step, language].filter(Boolean).join(" "));
const changed = (id: string, own: Partial<Step>): Policy => ({ ...standard, steps: standard.steps.map((step) => (step.id === id ? { ...step, ...own } : step)) });
const ruled = (own: Partial<Policy["rules"][number]>): Policy => ({ ...standard, rules: [{ id: "rule-1", when: { signal: "complaint", withinDays: 3, business: true }, fromLevel: 1, effect: { kind: "hold" }, task: "none", ...own }] });
const without = (...ids: string[]): Policy => ({ ...standard, steps: standard.steps.filter(({ id }) => !ids.includes(id)) });

test.each(defaultPolicies.map((policy) => [policy.name, policy] as const))("the ladder that we ship, %s, may be published", (_name, policy) => {
  expect(check(policy)).toEqual([]);
  expect(policySchema.parse(policy)).toEqual(policy);
});

test.each<[string, Policy, string[]]>([
  ["a ladder that does not rise", changed("r2", { level: 1 }), ["policy.ladder-not-rising r2"]],
  ["a ladder that falls", changed("r3", { level: 1 }), ["policy.ladder-not-rising r3"]],
  ["a call that would raise the level", changed("call", { level: 2 }), ["policy.task-raises-level call"]],
  ["a step that nothing triggers", changed("r2", { timing: {} }), ["policy.step-without-trigger r2"]],
  ["a first step that waits for the step before", changed("r1", { timing: { previous: 3 } }), ["policy.first-step-needs-date r1"]],
  ["a reminder before the due date", changed("r1", { timing: { due: -2 } }), ["policy.reminder-before-due r1"]],
  ["a courtesy note after the due date", changed("courtesy", { timing: { due: 3 } }), ["policy.courtesy-after-due courtesy"]],
  ["days that go back", changed("r3", { timing: { due: 18 } }), ["policy.days-not-rising r3"]],
  ["a step after the hand-off", { ...standard, steps: [...standard.steps, { ...standard.steps[3]!, id: "r9", level: 9, timing: { due: 90 } }] }, ["policy.step-after-hand-off r9"]],
  ["a formal notice that gives no time to pay", changed("formal", { daysToPay: undefined }), ["policy.formal-notice-without-deadline formal"]],
  ["a formal notice that gives two days", changed("formal", { daysToPay: 2 }), ["policy.formal-notice-without-deadline formal"]],
  ["a step named twice", { ...standard, steps: [...standard.steps.slice(0, 6), { ...standard.steps[6]!, id: "r1" }] }, ["policy.step-twice r1"]],
  ["a message without a text", changed("r1", { template: undefined }), ["policy.step-without-template r1"]],
  ["a text that does not exist", changed("r1", { template: "r1-new" }), ["policy.unknown-template r1"]],
  ["a language that a text lacks", { ...standard, languages: ["fr", "it"] }, ["courtesy", "r1", "r2", "r3", "formal"].map((step) => `policy.language-missing ${step} it`)],
  ["a window that ends before it begins", { ...standard, window: { ...standard.window, from: "12:00" } }, ["policy.window-empty"]],
  ["a Friday without a minute", { ...standard, window: { ...standard.window, fridayTo: "08:00" } }, ["policy.friday-empty"]],
  ["a closure that ends before it begins", { ...standard, closures: [{ from: "2026-08-20", to: "2026-08-01" }] }, ["policy.closure-backwards"]],
  ["a minimum above the maximum", { ...standard, minimumTotal: [{ minor: 99_000_000n, currency: "EUR" }] }, ["policy.minimum-above-maximum"]],
  ["a currency with two thresholds", { ...standard, minimumItem: [...standard.minimumItem, { minor: 1n, currency: "EUR" }] }, ["policy.currency-twice"]],
  ["serial payers who start at a step that there is not", { ...standard, serialLate: { cycles: 3, startAt: "r7" } }, ["policy.unknown-step r7"]],
  ["two rules that say the same", { ...standard, rules: [...standard.rules.slice(0, 1), ...standard.rules.slice(0, 1)] }, ["policy.rule-twice"]],
  ["a rule from a level that no step has", ruled({ fromLevel: 9 }), ["policy.rule-above-ladder"]],
  ["a rule that skips where nothing may be skipped", ruled({ fromLevel: 3, effect: { kind: "skip" } }), ["policy.rule-skips-nothing"]],
  ["only courtesy", without("r1", "call", "r2", "r3", "formal", "hand-off"), ["policy.no-reminder", "policy.unknown-step r2"]],
  ["a call that R2 always overtakes", changed("call", { timing: { due: 12, previous: 40 } }), ["policy.step-unreachable call"]],
])("refuses %s", (_what, policy, reasons) => {
  expect(codes(policy)).toEqual(reasons);
});

test("who stands on a step of the version in force must know where he stands in the next", () => {
  const { serialLate: _s, ...next } = { ...without("r2"), version: 2 };
  expect(codes(next, standard)).toEqual(["policy.step-unmapped"]);
  expect(codes({ ...next, mapping: [{ policy: standard.id, version: 1, from: "r2", to: "r1" }] }, standard)).toEqual([]);
  expect(codes({ ...next, mapping: [{ policy: standard.id, version: 1, from: "r2", to: "r5" }] }, standard)).toEqual(["policy.mapped-to-unknown-step"]);
});

test("everything that is wrong is said, not only the first", () => {
  expect(codes({ ...changed("r2", { level: 1, template: "gone" }), window: { ...standard.window, from: "12:00" } })).toEqual(["policy.ladder-not-rising r2", "policy.window-empty", "policy.unknown-template r2"]);
});
