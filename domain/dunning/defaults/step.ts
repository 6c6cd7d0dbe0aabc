// The steps that ladders are made of, each with what is usual for it, so that a ladder says only what is its own.
import type { Policy, Step } from "#domain/dunning/policy/schema.ts";

type Own = Partial<Omit<Step, "timing">> & Pick<Step, "timing">;

const usual = {
  kind: "message", channels: ["email"], fallbacks: [], to: ["accounts-payable"], escalateTo: ["other", "buyer", "management"], copyTo: [], attachments: [],
  minimum: [], skippable: false, approval: false, charges: "none",
} as const satisfies Partial<Step>;

const made = (of: Omit<Step, keyof typeof usual> & Partial<Step>): Step => ({ ...usual, fallbacks: [], escalateTo: [...usual.escalateTo], to: [...usual.to], copyTo: [], attachments: [], minimum: [], channels: [...usual.channels], ...of });

export const courtesyNote = (own: Own): Step => made({ id: "courtesy", name: "Courtesy note", level: 0, tone: "courtesy", template: "courtesy", skippable: true, ...own });
export const firstReminder = (own: Own): Step =>
  made({ id: "r1", name: "First reminder", level: 1, tone: "neutral", template: "reminder-1", fallbacks: ["letter"], attachments: ["overdue-invoices"], ...own });
export const call = (own: Own): Step => made({ id: "call", name: "Call", level: 1, kind: "task", tone: "helpful", channels: ["phone"], escalateTo: ["other", "buyer", "management"], skippable: true, ...own });
export const secondReminder = (own: Own): Step =>
  made({ id: "r2", name: "Second reminder", level: 2, tone: "firm", template: "reminder-2", fallbacks: ["letter"], copyTo: ["salesperson"], attachments: ["overdue-invoices", "statement"], charges: "displayed", ...own });
export const lastReminder = (own: Own): Step =>
  made({ id: "r3", name: "Last reminder", level: 3, tone: "final", template: "reminder-3", channels: ["email", "letter"], copyTo: ["salesperson", "manager", "management"], attachments: ["overdue-invoices", "statement"], charges: "displayed", daysToPay: 8, ...own });
/** By registered letter, looked at by a person: what it says is final, and what follows it is not another reminder. */
export const formalNotice = (own: Own): Step =>
  made({ id: "formal", name: "Formal notice", level: 4, tone: "formal", template: "formal-notice", channels: ["registered-letter"], to: ["management", "legal"], escalateTo: ["accounts-payable", "other"], attachments: ["overdue-invoices", "statement"], charges: "claimed", daysToPay: 8, approval: true, ...own });
export const handOff = (own: Own): Step =>
  made({ id: "hand-off", name: "Hand-off", level: 5, kind: "hand-off", tone: "formal", channels: ["hand-off"], to: ["legal"], attachments: ["overdue-invoices", "statement"], charges: "claimed", approval: true, ...own });

/** What a ladder leaves unsaid: everybody, one message per debtor, weekday mornings, a week of silence after each contact. */
export const usualPolicy = {
  version: 1, appliesTo: { customers: [], segments: [], entities: [], countries: [] }, priority: 0, unit: "debtor", grouping: "one-message", languages: ["fr", "en"],
  window: { from: "08:30", to: "11:30", weekdays: [1, 2, 3, 4, 5] }, quietDays: 5, graceDays: 3, closures: [],
  minimumItem: [{ minor: 1000n, currency: "EUR" }], minimumTotal: [{ minor: 5000n, currency: "EUR" }], maximumTotal: [{ minor: 25_000_000n, currency: "EUR" }],
  creditsHoldPercent: 100, listNotDue: false, mapping: [],
} satisfies Partial<Policy>;
