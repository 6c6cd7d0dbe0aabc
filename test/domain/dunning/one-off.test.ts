// Messages by hand: what stands against them, what may be passed over and by whose leave, and the last look before they go.
import { expect, test } from "vitest";
import { decideAgain } from "#domain/dunning/decide-again.ts";
import { plannedMessage } from "#domain/dunning/message.ts";
import { planOneOff, type Writing } from "#domain/dunning/one-off.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { contact, hold, line, mark, account, party, promise, situation, standard, world, type Case } from "#test/world/dunning.ts";

const ON = "2026-03-11";
const words: Writing = { by: "usr_camille", batch: "b1", kind: "reminder-1", template: "reminder-1", approvals: [] };
const templates = new Map([["reminder-1", ["fr", "en"]], ["statement", ["fr"]], ["formal-notice", ["fr"]], ["courtesy", ["fr"]]]);
type Own = Omit<Case, "on" | "at" | "policy"> & { readonly writing?: Partial<Writing>; readonly now?: string };
const decided = ({ writing, facts, now = `${ON}T08:00:00Z`, ...own }: Own = {}) => planOneOff(situation(own), prepare(standard), world(now, { templates, ...facts }), { ...words, ...writing });
const sent = (own?: Own) => {
  const made = decided(own);
  if (!("planned" in made)) throw new Error(JSON.stringify(made.excluded));
  return made.planned;
};
const left = (own?: Own): string[] => {
  const made = decided(own);
  return "excluded" in made ? made.excluded.map(({ code }) => code) : ["sent"];
};

test("a reminder by hand asks for what is late, in the reader's language, and raises no level", () => {
  const planned = sent({ account: account({ marks: [mark("r2", "2026-03-01")] }), lines: [line(), line({ number: "F-2", dueOn: "2026-04-02" })] });
  expect([planned.kind, planned.language, planned.level, planned.lines.map(({ number, part, level }) => `${number} ${part} ${level}`)]).toEqual(["one-off", "fr", 2, ["F-1 listed 2"]]);
  const { accounts } = plannedMessage(planned, [account()], { digest: (text) => text, now: `${ON}T08:00:00Z` });
  expect(accounts).toEqual([]);
});

test("a statement by hand tells all that is open, what is late and what is not", () => {
  expect(sent({ writing: { kind: "statement", template: "statement" }, lines: [line(), line({ number: "F-2", dueOn: "2026-04-02" })] }).lines.map(({ number }) => number)).toEqual(["F-1", "F-2"]);
});

test.each<[string, Own, string]>([
  ["the switch is thrown", { facts: { pauses: [{ ...hold({ reason: "paused" }), scope: { of: "everything" } }] } }, "paused"],
  ["a source is stale", { facts: { stale: [{ source: "src_bank", state: "late", asOf: "2026-03-01", entityIds: [] }] } }, "stale-data"],
  ["he is insolvent", { debtor: party({ flags: ["insolvency"] }) }, "insolvency"],
  ["he is a VIP", { holds: [hold({ reason: "vip" })] }, "vip"],
  ["all of it is promised", { promises: [promise({ payOn: "2026-03-20" })] }, "promise"],
  ["all of it is disputed", { lines: [line({ disputedMinor: 100_000n })] }, "dispute"],
  ["he was written to two days ago", { account: account({ contacts: [{ group: "cus_quillery", on: "2026-03-09" }] }) }, "quiet-days"],
  ["his address complained", { debtor: party({ addressGap: "street" as const, contacts: [contact({ unusable: { email: "complained" } })] }) }, "no-usable-contact"],
  ["nobody wrote the text in his language", { debtor: party({ country: "DE", contacts: [contact({ language: "de" })] }) }, "no-template-language"],
  ["nothing is late", { lines: [line({ dueOn: "2026-04-30" })] }, "nothing-asked"],
])("nobody is written to by hand when %s, and is told why", (_what, own, code) => {
  expect(left(own)).toContain(code);
});

const passing = (...codes: string[]) => ({ override: { codes, why: "he asked for it" } });

test.each<[string, Own]>([
  ["vip", { holds: [hold({ reason: "vip" })] }],
  ["promise", { promises: [promise({ payOn: "2026-03-20" })] }],
  ["manual", { holds: [hold({ reason: "manual", scope: { of: "line", key: "itm_F-1~1" } })] }],
  ["quiet-days", { account: account({ contacts: [{ group: "cus_quillery", on: "2026-03-09" }] }) }],
  ["stale-data", { facts: { stale: [{ source: "src_bank", state: "late", asOf: "2026-03-01", entityIds: [] }] } }],
  ["unapplied-credit", { lines: [line(), line({ number: "P-1", kind: "payment", openMinor: -200_000n })] }],
])("%s may be passed over with a reason, and then somebody else approves", (code, own) => {
  expect(decided(own)).toMatchObject({ mayOverride: [code] });
  expect(sent({ ...own, writing: passing(code) }).approvals).toContainEqual({ code: "overridden", what: code, why: "he asked for it" });
});

test.each<[string, Own]>([
  ["paused", { facts: { pauses: [{ ...hold({ reason: "paused" }), scope: { of: "everything" } }] } }],
  ["insolvency", { debtor: party({ flags: ["insolvency"] }) }],
  ["legal-hand-off", { holds: [hold({ reason: "legal-hand-off" })] }],
  ["dispute", { lines: [line({ disputedMinor: 100_000n })] }],
])("%s is passed over by nobody, whatever reason is given", (code, own) => {
  expect(left({ ...own, writing: passing(code) })).toContain(code);
  expect(decided(own)).toMatchObject({ mayOverride: [] });
});

test("a formal notice by hand, and one above the limit, wait for somebody else", () => {
  expect(sent({ writing: { kind: "formal-notice", template: "formal-notice" }, debtor: party({ contacts: [contact({ role: "management" })] }) })).toMatchObject({ tone: "formal", daysToPay: 8, approvals: [{ code: "legal-letter" }] });
  expect(sent({ lines: [line({ openMinor: 30_000_000n })] }).approvals).toMatchObject([{ code: "above-maximum" }]);
});

const kept = (own?: Own): Message => ({ ...sent(own), id: "msg_1", createdAt: ON, state: { status: "planned" }, version: 1, manual: { by: words.by, batch: words.batch, kind: words.kind, approvals: [], ...own?.writing } });
const again = (message: Message, { facts, now = `${ON}T08:00:00Z`, ...own }: Own) => decideAgain(message, situation(own), prepare(standard), world(now, { templates, ...facts }));

test.each<[string, Own, string]>([
  ["nothing has changed", {}, "send"],
  ["he has paid a part: the rest is asked for", { lines: [line({ openMinor: 40_000n })] }, "send"],
  ["he has paid", { lines: [] }, "stop"],
  ["somebody held him meanwhile", { holds: [hold({ reason: "vip" })] }, "stop"],
  ["the window is over for today", { now: `${ON}T18:00:00Z` }, "wait"],
])("seconds before it goes, a message by hand is decided again: %s", (_what, own, decision) => {
  expect(again(kept(), own).decision).toBe(decision);
});

test("what somebody approved goes; what has grown above the limit since does not", () => {
  const message: Message = { ...kept(), state: { status: "approved", by: "usr_helene", at: ON } };
  expect(again(message, {}).decision).toBe("send");
  expect(again(message, { lines: [line({ openMinor: 30_000_000n })] })).toMatchObject({ decision: "stop", reasons: [{ code: "above-maximum" }] });
});
