// A payment at nine must not become a reminder at ten.
import { expect, test } from "vitest";
import { bounced, claim, delivered, approve, plannedMessage, sent, stopped } from "#domain/dunning/message.ts";
import { decideAgain } from "#domain/dunning/decide-again.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import { renewed } from "#domain/dunning/account.ts";
import type { DunningAccount, Message } from "#domain/dunning/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { account, hold, line, mark, planOf, promise, situation, standard, world, type Case } from "#test/world/dunning.ts";

const NINE = "2026-03-09T08:00:00Z";
const prepared = prepare(standard);
const lines = [line(), line({ number: "F-2", openMinor: 50_000n })];
const fine = <T>(answer: T): Exclude<T, { type: "Refused" }> => {
  if (isRefused(answer)) throw new Error(answer.code);
  return answer as Exclude<T, { type: "Refused" }>;
};

function planned(given: Omit<Case, "on"> & { on?: string } = {}): { message: Message; account: DunningAccount } {
  const [first] = planOf({ lines, on: "2026-03-09", ...given }).messages;
  const { message, accounts } = plannedMessage(first!, [given.account ?? account()], { digest: (text) => text.length.toString(), now: "2026-03-09T05:00:00Z" });
  return { message, account: accounts[0]! };
}

const again = (own: Omit<Case, "on">, now = NINE) => {
  const { message, account: busy } = planned();
  return decideAgain(message, situation({ lines, account: busy, ...own }), prepared, world(now, own.facts));
};

test("nothing has changed: it goes, with what was planned", () => {
  expect(again({})).toMatchObject({ decision: "send", changes: [], message: { step: "r1", totals: [{ claimedMinor: 150_000n }] } });
});

test("approved days later, before the window of that day opens: it waits for the window and goes in it", () => {
  const { message, account: busy } = planned();
  const late = decideAgain(message, situation({ lines, account: busy }), prepared, world("2026-03-11T05:30:00Z"));
  expect(late).toMatchObject({ decision: "wait", slot: { sendOn: "2026-03-11", notBefore: "2026-03-11T07:30:00Z" } });
  expect(decideAgain(message, situation({ lines, account: busy }), prepared, world("2026-03-11T08:00:00Z"))).toMatchObject({ decision: "send" });
});

test("one of two invoices was paid meanwhile: the message goes without it, and says so", () => {
  expect(again({ lines: [lines[0]!] })).toMatchObject({ decision: "send", changes: [{ code: "left-out", number: "F-2" }], message: { totals: [{ claimedMinor: 100_000n }] } });
});

test("a part was paid: the rest is asked for", () => {
  expect(again({ lines: [{ ...lines[0]!, openMinor: 40_000n }, lines[1]!] })).toMatchObject({ decision: "send", changes: [{ code: "amount-changed", number: "F-1", before: "100000", after: "40000" }] });
});

test.each<[string, Omit<Case, "on">, string[]]>([
  ["everything was paid", { lines: [] }, ["settled", "settled"]],
  ["everything is disputed", { lines: lines.map((one) => ({ ...one, disputedMinor: one.openMinor })) }, ["dispute", "dispute", "dispute", "dispute"]],
  ["he promised to pay", { promises: [promise({ payOn: "2026-03-20", lines: lines.map(({ key, openMinor }) => ({ key, minor: openMinor })) })] }, ["promise"]],
  ["somebody put it on hold", { holds: [hold({ reason: "manual", until: "2026-03-31" })] }, ["manual"]],
  ["everything was paused", { facts: { pauses: [hold({ reason: "paused", scope: { of: "everything" } })] } }, ["paused"]],
  ["the bank's file is late", { facts: { stale: [{ source: "src_bank", state: "late", asOf: "2026-03-06", entityIds: [] }] } }, ["stale-data"]],
  ["a payment arrived that nobody has matched", { signals: [{ kind: "payment-received", on: "2026-03-09" }] }, ["context-rule"]],
  ["what is left is too little to write about", { lines: [{ ...lines[0]!, openMinor: 2000n }] }, ["below-minimum-total"]],
])("%s: it stops, and says why", (_what, own, codes) => {
  const answer = again(own);
  expect(answer.decision).toBe("stop");
  if (answer.decision === "stop") for (const code of codes) expect(answer.reasons.map((reason) => reason.code)).toContain(code);
});

test("the policy was published anew: the message of the old version stops, the next run plans by the new one", () => {
  const { message, account: busy } = planned();
  expect(decideAgain(message, situation({ lines, account: busy }), prepare({ ...standard, version: 2 }), world(NINE))).toMatchObject({ decision: "stop", reasons: [{ code: "policy-changed", version: 2 }] });
});

test("the queue was slow and the morning is over: it waits for tomorrow's window, also across the change of the clock", () => {
  expect(again({}, "2026-03-09T11:00:00Z")).toMatchObject({ decision: "wait", slot: { sendOn: "2026-03-10", notBefore: "2026-03-10T07:30:00Z" } });
  expect(again({}, "2026-03-27T12:00:00Z")).toMatchObject({ decision: "wait", slot: { sendOn: "2026-03-30", notBefore: "2026-03-30T06:30:00Z" } });
});

test("what was approved may shrink, not grow", () => {
  const big = [line({ openMinor: 30_000_000n })];
  const { message, account: busy } = planned({ lines: big });
  const approved = fine(approve(message, { id: "usr_helene", mayApprove: true }, "usr_camille", NINE));
  expect(decideAgain(approved, situation({ lines: [line({ openMinor: 29_000_000n })], account: busy }), prepared, world(NINE)).decision).toBe("send");
  expect(decideAgain(approved, situation({ lines: [line({ openMinor: 31_000_000n })], account: busy }), prepared, world(NINE))).toMatchObject({ decision: "stop", reasons: [{ code: "above-maximum" }] });
});

test("whoever started the run does not approve it, nor does anybody without the right", () => {
  const { message } = planned({ lines: [line({ openMinor: 30_000_000n })] });
  expect(approve(message, { id: "usr_camille", mayApprove: true }, "usr_camille", NINE)).toMatchObject({ code: "message.needs-another-approver" });
  expect(approve(message, { id: "usr_sam", mayApprove: false }, "usr_camille", NINE)).toMatchObject({ code: "message.needs-another-approver" });
  expect(claim(message, NINE, NINE)).toMatchObject({ code: "message.not-sendable" });
});

test("of two workers one has the message; a claim whose worker died is taken up when its lease is over", () => {
  const { message } = planned();
  const claimed = fine(claim(message, NINE, "2026-03-09T08:15:00Z"));
  expect(claim(claimed, "2026-03-09T08:10:00Z", NINE)).toMatchObject({ code: "message.not-sendable" });
  expect(fine(claim(claimed, "2026-03-09T08:15:00Z", "2026-03-09T08:30:00Z")).state).toMatchObject({ attempt: 2 });
});

test("delivered: the level rises and counts from the day it was meant for; a bounce raises nothing and frees the step", () => {
  const { message, account: busy } = planned({ on: "2026-03-09" });
  const claimed = fine(claim(message, NINE, NINE));
  const out = sent(claimed, [busy], NINE, "2026-03-09", "ref");
  const arrived = delivered(out.message, out.accounts, NINE, "2026-03-09");
  expect(arrived.accounts[0]).toMatchObject({ settled: 1, underWay: [], contacts: [{ on: "2026-03-09" }], marks: [{ step: "r1", level: 1, countsFrom: "2026-03-07" }, { step: "r1" }] });
  const back = bounced(out.message, out.accounts, NINE, true, "unknown user");
  expect(back.accounts[0]).toMatchObject({ settled: 1, underWay: [], marks: [] });
  expect(delivered(arrived.message, arrived.accounts, NINE, "2026-03-10").accounts).toEqual([]);
});

test("a letter that took four days gives those days to the debtor", () => {
  const { message, account: busy } = planned();
  const arrived = delivered(fine(claim(message, NINE, NINE)), [busy], "2026-03-13T09:00:00Z", "2026-03-13");
  expect(arrived.accounts[0]!.marks[0]).toMatchObject({ countsFrom: "2026-03-11", deliveredOn: "2026-03-13" });
});

test("stopped: nothing has climbed, and the same step can be planned again as a message of its own", () => {
  const { message, account: busy } = planned();
  const { accounts } = stopped(message, [busy], NINE, [{ code: "manual" }]);
  expect(planned({ account: accounts[0]! }).message).toMatchObject({ step: "r1", cycle: "1.1" });
});

test("nothing is overdue any more: the spell is over and the next delay begins at R1; what is under way is waited for", () => {
  const late = account({ marks: [mark("r2", "2026-03-20"), mark("courtesy", "2026-03-20", { key: "itm_F-2~1", level: 0 })], settled: 3 });
  expect(renewed(late, [line({ dueOn: "2026-03-20" })], "2026-03-30")).toBe(late);
  expect(renewed(late, [line({ number: "F-2", dueOn: "2026-04-20" })], "2026-03-30")).toMatchObject({ cycle: 2, settled: 0, marks: [{ key: "itm_F-2~1" }], pastCycles: ["2026-03-30"] });
  const busy = account({ ...late, underWay: [{ messageId: "msg_1", group: "cus_quillery", kind: "message", step: "r3", keys: [] }] });
  expect(renewed(busy, [], "2026-03-30")).toBe(busy);
});
