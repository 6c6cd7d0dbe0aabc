// Five ladders to begin with. They follow what French companies do between businesses (a neutral first word some days after the due date, a call, a
// firmer letter with the salesperson in copy, a last reminder at a month, the formal notice at six weeks, then the hand-off) and what differs for those
// who are handled with care, those who are not, public buyers, and sums that are worth no letter. They are data: a tenant copies and changes them.
import { call, courtesyNote, firstReminder, formalNotice, handOff, lastReminder, secondReminder, usualPolicy } from "#domain/dunning/defaults/step.ts";
import type { ContextRule, Policy } from "#domain/dunning/policy/schema.ts";

const euros = (amount: number): Policy["minimumTotal"] => [{ minor: BigInt(amount) * 100n, currency: "EUR" }];

/** What happens around a debtor, and what it changes, in the order of a collector's common sense. */
export const usualRules: readonly ContextRule[] = [
  { id: "payment-just-received", when: { signal: "payment-received", withinDays: 3, business: true }, fromLevel: 0, effect: { kind: "hold" }, task: "cash-applier" },
  { id: "payment-on-its-way", when: { signal: "payment-announced", withinDays: 3, business: true }, fromLevel: 0, effect: { kind: "hold" }, task: "none" },
  { id: "answer-first", when: { signal: "unread-reply", withinDays: 2, business: true }, fromLevel: 0, effect: { kind: "hold" }, task: "collector" },
  { id: "nobody-there", when: { signal: "out-of-office", withinDays: 1, business: true }, fromLevel: 0, effect: { kind: "hold" }, task: "none" },
  { id: "document-first", when: { signal: "document-requested", withinDays: 10, business: false }, fromLevel: 0, effect: { kind: "hold" }, task: "collector" },
  { id: "order-while-late", when: { signal: "new-order", withinDays: 1, business: true }, fromLevel: 3, effect: { kind: "hold" }, task: "salesperson" },
  { id: "kind-to-buyers", when: { signal: "new-order", withinDays: 7, business: false }, fromLevel: 1, effect: { kind: "tone", tone: "helpful" }, task: "none" },
  { id: "complaint-first", when: { signal: "complaint", withinDays: 14, business: false }, fromLevel: 1, effect: { kind: "approve" }, task: "collector" },
  { id: "risk-grows", when: { signal: "score-down", withinDays: 30, business: false }, fromLevel: 1, effect: { kind: "sooner", days: 3 }, task: "credit-manager" },
  { id: "cover-cut", when: { signal: "insurer-cut", withinDays: 30, business: false }, fromLevel: 1, effect: { kind: "sooner", days: 5 }, task: "credit-manager" },
];

const standard: Policy = {
  ...usualPolicy, id: "pol_standard-fr", name: "Standard France", rules: [...usualRules],
  serialLate: { cycles: 4, startAt: "r2" },
  steps: [
    courtesyNote({ timing: { due: -5 }, minimum: euros(10_000) }),
    firstReminder({ timing: { due: 5 } }),
    call({ timing: { due: 12, previous: 5 }, minimum: euros(2000) }),
    secondReminder({ timing: { due: 18, previous: 6 } }),
    lastReminder({ timing: { due: 30, previous: 8 } }),
    formalNotice({ timing: { due: 42, previous: 10 } }),
    handOff({ timing: { due: 52, previous: 10 } }),
  ],
};

const gentle: Policy = {
  ...usualPolicy, id: "pol_gentle", name: "Gentle", appliesTo: { customers: [], segments: ["vip", "key-account"], entities: [], countries: [] }, quietDays: 10, graceDays: 7, priority: 10,
  rules: [...usualRules, { id: "a-person-looks", when: { signal: "new-order", withinDays: 30, business: false }, fromLevel: 2, effect: { kind: "approve" }, task: "none" }],
  steps: [
    courtesyNote({ timing: { due: -3 }, minimum: euros(5000) }),
    firstReminder({ timing: { due: 8 }, tone: "helpful", copyTo: ["collector"] }),
    call({ timing: { due: 15 }, minimum: euros(1000) }),
    secondReminder({ timing: { due: 25, previous: 12 }, tone: "neutral", approval: true, charges: "none" }),
    lastReminder({ timing: { due: 45, previous: 15 }, tone: "firm", channels: ["email"], approval: true }),
  ],
};

const strict: Policy = {
  ...usualPolicy, id: "pol_strict", name: "Strict", appliesTo: { customers: [], segments: ["risky"], entities: [], countries: [] }, quietDays: 3, graceDays: 2, priority: 10, rules: [...usualRules],
  steps: [
    courtesyNote({ timing: { due: -7 } }),
    firstReminder({ timing: { due: 2 }, tone: "firm", charges: "displayed" }),
    call({ timing: { due: 5 }, minimum: euros(500) }),
    secondReminder({ timing: { due: 9, previous: 5 }, tone: "final", copyTo: ["salesperson", "management"] }),
    lastReminder({ timing: { due: 16, previous: 5 }, charges: "claimed" }),
    formalNotice({ timing: { due: 25, previous: 8 } }),
    handOff({ timing: { due: 35, previous: 8 } }),
  ],
};

/** A public buyer pays through Chorus Pro: what was not made available there cannot be late, nobody is called a bad payer, and interest is claimed, for it is due by law. */
const publicSector: Policy = {
  ...usualPolicy, id: "pol_public", name: "Public sector, Chorus Pro", appliesTo: { customers: [], segments: ["public"], entities: [], countries: ["FR"] }, unit: "contract", quietDays: 7, graceDays: 5, priority: 10, languages: ["fr"],
  closures: [], rules: [...usualRules],
  steps: [
    firstReminder({ timing: { due: 8, invoice: 30 }, tone: "helpful" }),
    call({ timing: { due: 15 }, minimum: euros(1000) }),
    secondReminder({ timing: { due: 25, previous: 12 }, charges: "claimed" }),
    lastReminder({ timing: { due: 45, previous: 15 }, charges: "claimed", copyTo: ["manager"], daysToPay: 15 }),
    formalNotice({ timing: { due: 75, previous: 20 }, daysToPay: 30 }),
  ],
};

/** Nothing below fifteen euros, e-mail only, no call, no letter: what it costs must stay below what it brings. */
const small: Policy = {
  ...usualPolicy, id: "pol_small", name: "Small amounts", appliesTo: { customers: [], segments: ["small"], entities: [], countries: [] }, priority: 10, quietDays: 10, graceDays: 7, rules: [...usualRules],
  minimumItem: euros(5), minimumTotal: euros(15),
  steps: [
    firstReminder({ timing: { due: 10 }, fallbacks: [] }),
    secondReminder({ timing: { due: 25, previous: 12 }, fallbacks: [], copyTo: [], attachments: ["statement"], charges: "none" }),
    lastReminder({ timing: { due: 45, previous: 15 }, channels: ["email"], copyTo: [], charges: "displayed" }),
  ],
};

export const defaultPolicies: readonly Policy[] = [standard, gentle, strict, publicSector, small];
