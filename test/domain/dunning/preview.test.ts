import { expect, test } from "vitest";
import { afterCall, holdsAfter, rankCalls, type Call } from "#domain/dunning/call.ts";
import { placeHold, releaseHold } from "#domain/dunning/hold.ts";
import { lateClaim, reinstate, waive } from "#domain/dunning/interest/claim.ts";
import { packs } from "#domain/dunning/interest/packs.ts";
import { nextRunDay } from "#domain/dunning/next-run.ts";
import { differences, previewRow, summarize } from "#domain/dunning/preview.ts";
import { money } from "#domain/money.ts";
import { account, hold, line, mark, party, planOf, situation, type Case } from "#test/world/dunning.ts";

const row = (name: string, given: Case) => {
  const debtor = party({ ...given.debtor, id: `cus_${name}`, name });
  return previewRow(situation({ ...given, debtor }), planOf({ ...given, debtor }), given.on);
};
const ON = "2026-03-20";
const tonight = [
  row("Quillery", { on: ON, account: account({ marks: [mark("r1", "2026-03-09")] }) }),
  row("Ferranze", { on: ON }),
  row("Norvane", { on: ON, debtor: party({ flags: ["insolvency"] }) }),
  row("Aldric", { on: ON, lines: [line({ openMinor: 4210n })] }),
  row("Halvard", { on: ON, lines: [line({ dueOn: "2026-04-30" })] }),
];

test("the preview says how many get a message, and what holds the others back, with the money", () => {
  expect(summarize(tonight)).toEqual({
    outcomes: { sends: 2, part: 0, approval: 0, calls: 0, waits: 0, held: 2, nothing: 1 },
    held: [
      { code: "below-minimum-total", count: 1, overdue: [{ currency: "EUR", minor: 4210n }] },
      { code: "insolvency", count: 1, overdue: [{ currency: "EUR", minor: 100_000n }] },
    ],
  });
});

test("the difference from yesterday: who is new, who is gone, whose step has changed", () => {
  const yesterday = [row("Quillery", { on: ON }), row("Halvard", { on: ON }), row("Norvane", { on: ON, debtor: party({ flags: ["vip"] }) })];
  expect(differences(tonight, yesterday).map(({ change, name }) => `${change} ${name}`)).toEqual(["changed Quillery", "new Ferranze", "gone Halvard"]);
  expect(differences(tonight, tonight)).toEqual([]);
});

test.each([
  ["before the hours are over it is today", "2026-03-20T07:00:00Z", "2026-03-20"],
  ["on a Friday at noon it is Monday", "2026-03-20T11:30:00Z", "2026-03-23"],
  ["on a Sunday it is Monday", "2026-03-22T07:00:00Z", "2026-03-23"],
  ["before a holiday it is the day after", "2026-04-30T12:00:00Z", "2026-05-04"],
])("the next run: %s", (_what, now, on) => {
  expect(nextRunDay(now, { timeZone: "Europe/Paris", calendar: "FR" }, [{ window: { from: "08:30", to: "11:30", weekdays: [1, 2, 3, 4, 5] } }])).toBe(on);
});

const eur = (minor: bigint, days: number) => ({ currency: "EUR", minor, days });
const call = (messageId: string, own: Partial<Call> = {}): Call => ({ messageId, level: 1, owed: [eur(100_000n, 12)], brokenPromises: 0, dueOn: "2026-03-16", tries: 0, ...own });
const measure = { currency: "EUR", rates: [{ from: "USD", to: "EUR", rate: "0.9", on: "2026-03-01" }], today: "2026-03-16" };
const order = (calls: readonly Call[]) => rankCalls(calls, measure).map(({ call: { messageId } }) => messageId);

test("calls are ranked: broken promises first, then what is overdue by how long, in our own currency; tomorrow's are not in today's list", () => {
  const calls = [
    call("small"), call("large", { owed: [eur(900_000n, 12)] }), call("broken", { brokenPromises: 1, owed: [eur(100n, 1)] }), call("old", { owed: [eur(100_000n, 95)] }), call("tomorrow", { dueOn: "2026-03-17" }),
    call("dollars", { owed: [{ currency: "USD", minor: 900_000n, days: 12 }] }), call("no rate", { owed: [{ currency: "JPY", minor: 90_000_000n, days: 90 }] }), call("high", { level: 3 }),
  ];
  expect(order(calls)).toEqual(["broken", "large", "dollars", "old", "high", "small", "no rate"]);
});

test("a call says why it stands where it does", () => {
  const [first] = rankCalls([call("one", { brokenPromises: 2, tries: 1, owed: [eur(5_000n, 3), { currency: "JPY", minor: 9n, days: 40 }] })], measure);
  expect(first?.reasons).toEqual([{ code: "call.broken-promise", count: 2 }, { code: "call.amount", minor: "5000", currency: "EUR" }, { code: "call.oldest", days: 40 }, { code: "call.level", level: 1 }, { code: "call.tried", times: 1 }, { code: "call.no-rate", currency: "JPY" }]);
});

test.each([
  ["he promised", { outcome: "promised" } as const, 0, { next: { done: true }, also: ["promise"] }],
  ["nobody answered on a Friday: Monday", { outcome: "no-answer" } as const, 0, { next: { done: false, on: "2026-03-16" }, also: [] }],
  ["nobody answered the second time: two working days", { outcome: "left-message" } as const, 1, { next: { done: false, on: "2026-03-17" }, also: [] }],
  ["nobody ever answers: somebody mends the number", { outcome: "no-answer" } as const, 2, { next: { done: true }, also: ["mend-contact"] }],
  ["call back on the 20th", { outcome: "call-back", on: "2026-03-20" } as const, 0, { next: { done: false, on: "2026-03-20" }, also: [] }],
  ["call back last week", { outcome: "call-back", on: "2026-03-06" } as const, 0, { type: "Refused", code: "call.date-in-the-past", values: { on: "2026-03-06" } }],
  ["he has paid, two days ago", { outcome: "payment-announced", on: "2026-03-11" } as const, 0, { next: { done: true }, also: ["announced-payment"] }],
  ["he will pay next year", { outcome: "payment-announced", on: "2027-01-04" } as const, 0, { type: "Refused", code: "signal.expected-too-far", values: { expectedOn: "2027-01-04" } }],
  ["he was reached, and that is all", { outcome: "reached" } as const, 1, { next: { done: true }, also: [] }],
  ["he refuses to pay", { outcome: "refused" } as const, 0, { next: { done: true }, also: ["escalate"] }],
])("after the call: %s", (_what, outcome, tries, then) => {
  expect(afterCall({ tries }, outcome, "2026-03-13", "FR")).toEqual(then);
});

test.each([
  ["today, a Friday: until Wednesday", "2026-03-13", "2026-03-18"],
  ["for next Wednesday: until Monday after it", "2026-03-18", "2026-03-23"],
  ["the day before yesterday: three working days after that", "2026-03-11", "2026-03-16"],
  ["a month ago: one working day to look for it", "2026-02-13", "2026-03-16"],
])("what was paid %s reminders of it wait", (_what, on, until) => {
  expect(holdsAfter({ outcome: "payment-announced", on }, ["itm_1~1", "itm_2~1"], "usr_camille", "2026-03-13", "FR")).toMatchObject([{ scope: { key: "itm_1~1" }, reason: "announced-payment", until }, { scope: { key: "itm_2~1" }, until }]);
});

const collector = { id: "usr_camille", mayReleaseLegal: false, maySwitch: false };
const manager = { id: "usr_helene", mayReleaseLegal: true, maySwitch: true };

test("a hold ends by itself or has an owner; what the bank says is not set by hand; only a manager pauses everything", () => {
  expect(placeHold(hold({ reason: "vip" }), collector)).toMatchObject({ code: "hold.needs-end-or-owner" });
  expect(placeHold(hold({ reason: "vip", until: "2026-06-30" }), collector)).toMatchObject({ reason: "vip" });
  expect(placeHold(hold({ reason: "manual", until: "2026-06-30" }), collector)).toMatchObject({ code: "hold.needs-note" });
  expect(placeHold(hold({ reason: "stale-data", until: "2026-06-30" }), collector)).toMatchObject({ code: "hold.not-by-hand" });
  const everything = hold({ reason: "paused", scope: { of: "everything" }, owner: "usr_helene", note: "the new bank account is printed wrong" });
  expect([placeHold(everything, collector), placeHold(everything, manager)]).toMatchObject([{ code: "hold.needs-manager" }, { reason: "paused" }]);
});

test("a hold is lifted from today on; insolvency is not lifted by a collector", () => {
  const release = (reason: "vip" | "insolvency", by: typeof collector) => releaseHold(hold({ reason, owner: "usr_camille" }), by, "2026-03-20", "2026-03-19");
  expect([release("vip", collector), release("insolvency", collector), release("insolvency", manager)]).toMatchObject([{ until: "2026-03-19" }, { code: "hold.needs-manager" }, { until: "2026-03-19" }]);
  expect(releaseHold(hold({ reason: "vip", until: "2026-03-01" }), manager, "2026-03-20", "2026-03-19")).toMatchObject({ code: "hold.over" });
});

test("interest of a message: figures per currency, and none without a rate that we know", () => {
  const debts = [{ principal: money(1_000_000n, "EUR"), dueOn: "2025-07-31", until: "2025-09-14" }, { principal: money(50_000n, "USD"), dueOn: "2025-07-31", until: "2025-09-14" }];
  const claim = lateClaim(packs.FR!, debts, "2025-09-14", { mode: "displayed" }, []);
  expect(claim.amounts.map(({ interest, recovery }) => `${interest.minor} ${interest.currency} + ${recovery.minor}`)).toEqual(["14979 EUR + 8000", "749 USD + 0"]);
  expect(claim.rate).toEqual({ percent: "12.15", confirmed: false });
  const sure = lateClaim(packs.FR!, debts, "2025-09-14", { mode: "claimed" }, [{ reference: "ecb", halfYear: "2025-07-01", hundredths: 215, by: "usr_admin", on: "2025-07-02" }]);
  expect(sure.rate).toEqual({ percent: "12.15", confirmed: true });
  expect(lateClaim(packs.FR!, [{ ...debts[0]!, until: "2026-07-14" }], "2026-07-14", { mode: "claimed" }, []).amounts).toEqual([]);
});

test("a claim is waived with a reason by who may, and can be taken up again; an invoiced one cannot", () => {
  const by = { id: "usr_helene", mayWaive: true };
  expect(waive({ mode: "claimed" }, "commercial gesture", by, "2026-03-20")).toEqual({ mode: "waived", reason: "commercial gesture", by: "usr_helene", on: "2026-03-20" });
  expect([waive({ mode: "claimed" }, " ", by, "2026-03-20"), waive({ mode: "claimed" }, "x", { ...by, mayWaive: false }, "2026-03-20"), waive({ mode: "invoiced", number: "I-1" }, "x", by, "2026-03-20")]).toMatchObject([{ code: "interest.waiver-needs-reason" }, { code: "interest.may-not-waive" }, { code: "interest.not-open" }]);
  expect([reinstate({ mode: "waived", reason: "x", by: "y", on: "2026-03-20" }, "claimed"), reinstate({ mode: "claimed" }, "claimed")]).toMatchObject([{ mode: "claimed" }, { code: "interest.not-waived" }]);
});
