// The golden table: a situation, and the message or the reasoned silence that follows from it. Unless a row says otherwise, Quillery Frères of Lyon owes
// F-1 over 1,000 euros, due on Monday 2 March 2026, under the policy "Standard France": note −5 (over 10,000), R1 +5, call +12 (over 2,000), R2 +18 and 6
// after R1, R3 +30 and 8 after, formal notice +42 and 10 after, hand-off +52 and 10 after; grace 3, quiet days 5, mornings of working days.
import { expect, test } from "vitest";
import type { Policy, Step } from "#domain/dunning/policy/schema.ts";
import { account, contact, hold, line, mark, party, planOf, promise, signal, standard, type Case } from "#test/world/dunning.ts";
import { told } from "./told.ts";

type Row = readonly [situation: string, given: Case, then: string];
const euros = (amount: number): bigint => BigInt(amount) * 100n;
const at = (step: string, on: string, own = {}) => account({ marks: [mark(step, on)], ...own });
const changed = (id: string, own: Partial<Step>) => ({ ...standard, steps: standard.steps.map((step) => (step.id === id ? { ...step, ...own } : step)) });
const two = [line(), line({ number: "F-2", dueOn: "2026-03-20" })];
const r1Sent = account({ underWay: [{ messageId: "msg_1", group: "cus_quillery", kind: "message", step: "r1", keys: ["itm_F-1~1"] }] });

const firstSteps: Row[] = [
  ["not due yet", { on: "2026-02-20" }, "nothing until 2026-03-07"],
  ["due today: not late", { on: "2026-03-02" }, "nothing until 2026-03-07"],
  ["one day late: within the grace", { on: "2026-03-03" }, "nothing until 2026-03-07"],
  ["four days late: the first reminder comes on day 5", { on: "2026-03-06" }, "nothing until 2026-03-07"],
  ["day 5 is a Saturday: Monday", { on: "2026-03-07" }, "waits by waits-for-slot weekend 2026-03-09"],
  ["day 7, a Monday: the first reminder", { on: "2026-03-09" }, "sends r1 by email about F-1"],
  ["day 40 and never reminded: still the first step, not the last", { on: "2026-04-13" }, "sends r1 by email about F-1"],
  ["a year late and never reminded: the first step", { on: "2027-03-01" }, "sends r1 by email about F-1"],
  ["5 days before, 1,000 euros: too small for a courtesy note", { on: "2026-02-25" }, "nothing until 2026-03-07"],
  ["5 days before, 12,000 euros: a courtesy note", { on: "2026-02-25", lines: [line({ openMinor: euros(12_000) })] }, "sends courtesy by email about F-1"],
  ["2 days before, the note was missed: it still has a sense", { on: "2026-02-27", lines: [line({ openMinor: euros(12_000) })] }, "sends courtesy by email about F-1"],
  ["the day after: a missed courtesy note is not caught up", { on: "2026-03-03", lines: [line({ openMinor: euros(12_000) })] }, "nothing until 2026-03-07"],
  ["a courtesy note was sent: not again", { on: "2026-02-27", lines: [line({ openMinor: euros(12_000) })], account: at("courtesy", "2026-02-25") }, "nothing until 2026-03-07"],
  ["nothing open at all", { on: "2026-03-09", lines: [] }, "nothing"],
  ["paid in full", { on: "2026-03-09", lines: [line({ minor: euros(1000), openMinor: 0n })] }, "nothing"],
  ["paid in part: the rest is asked for", { on: "2026-03-09", lines: [line({ minor: euros(1000), openMinor: euros(300) })] }, "sends r1 by email about F-1"],
  ["two instalments: only the late one climbs", { on: "2026-03-09", lines: [line(), line({ instalment: 2, dueOn: "2026-04-02" })] }, "sends r1 by email about F-1"],
];

const climbing: Row[] = [
  ["R1 five days ago: R2 needs day 18", { on: "2026-03-16", account: at("r1", "2026-03-09") }, "nothing until 2026-03-20"],
  ["day 18, six days after R1: R2 with the salesperson in copy", { on: "2026-03-20", account: at("r1", "2026-03-09") }, "sends r2 by email about F-1"],
  ["R1 came late, on day 16: R2 six days later, not on day 18", { on: "2026-03-20", account: at("r1", "2026-03-18") }, "nothing until 2026-03-24"],
  ["R1 on day 16: R2 on day 22", { on: "2026-03-24", account: at("r1", "2026-03-18") }, "sends r2 by email about F-1"],
  ["R2 done: R3 on day 30 by e-mail and letter", { on: "2026-04-01", account: at("r2", "2026-03-20") }, "sends r3 by email+letter about F-1"],
  ["R2 was sent three days ago: R3 waits for its 8 days", { on: "2026-04-01", account: at("r2", "2026-03-30") }, "nothing until 2026-04-07"],
  ["R3 done: the formal notice is looked at by a person", { on: "2026-04-13", account: at("r3", "2026-04-01") }, "approval formal by registered-letter about F-1 if approved: step-needs-approval"],
  ["formal notice out: no friendly reminder any more, the hand-off", { on: "2026-04-27", account: at("formal", "2026-04-14") }, "approval hand-off by hand-off about F-1 if approved: step-needs-approval"],
  ["handed off: the ladder ends", { on: "2026-06-15", account: at("hand-off", "2026-04-27") }, "nothing"],
  ["R1 is on its way: nothing until it has arrived", { on: "2026-03-20", account: r1Sent }, "waits by message-under-way"],
  ["R1 bounced: the same step again", { on: "2026-03-10", account: account({ settled: 1 }) }, "sends r1 by email about F-1"],
  ["R1 partly paid meanwhile: R2 for the rest, no restart", { on: "2026-03-20", lines: [line({ minor: euros(1000), openMinor: euros(400) })], account: at("r1", "2026-03-09") }, "sends r2 by email about F-1"],
  ["a call is due at 3,000 euros, R1 done", { on: "2026-03-16", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09") }, "calls call by phone about F-1"],
  ["no call for 1,000 euros", { on: "2026-03-16", account: at("r1", "2026-03-09") }, "nothing until 2026-03-20"],
  ["the call was made: it is made once, and the level has not risen", { on: "2026-03-17", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09", { tasks: [{ key: "itm_F-1~1", step: "call", on: "2026-03-16" }] }) }, "nothing until 2026-03-20"],
  ["after the call R2 comes on its day", { on: "2026-03-20", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09", { tasks: [{ key: "itm_F-1~1", step: "call", on: "2026-03-16" }] }) }, "sends r2 by email about F-1"],
  ["a call that R2 has overtaken is not made", { on: "2026-03-23", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09") }, "sends r2 by email about F-1"],
  ["a call waits for an answer: no second one", { on: "2026-03-16", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09", { underWay: [{ messageId: "msg_2", group: "cus_quillery", kind: "task", step: "call", keys: ["itm_F-9~1"] }] }) }, "nothing until 2026-03-20"],
  ["an open call does not hold R2", { on: "2026-03-20", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09", { tasks: [{ key: "itm_F-1~1", step: "call", on: "2026-03-16" }], underWay: [{ messageId: "msg_2", group: "cus_quillery", kind: "task", step: "call", keys: ["itm_F-1~1"] }] }) }, "sends r2 by email about F-1"],
  ["often late: starts at R2", { on: "2026-03-20", account: account({ pastCycles: ["2025-06-01", "2025-08-01", "2025-11-01", "2026-02-01"] }) }, "sends r2 by email about F-1"],
  ["often late, but years ago: starts at R1", { on: "2026-03-20", account: account({ pastCycles: ["2021-06-01", "2021-08-01", "2022-11-01", "2023-02-01"] }) }, "sends r1 by email about F-1"],
];

const time: Row[] = [
  ["R1 was moved from Saturday to Monday: R2's days count from Saturday", { on: "2026-03-20", policy: changed("r2", { timing: { previous: 13 } }), account: at("r1", "2026-03-07", { marks: [mark("r1", "2026-03-07", { deliveredOn: "2026-03-09" })] }) }, "sends r2 by email about F-1"],
  ["Good Friday is a working day in Lyon", { on: "2026-04-03", lines: [line({ dueOn: "2026-03-27" })] }, "sends r1 by email about F-1"],
  ["Good Friday is none in Strasbourg", { on: "2026-04-03", debtor: party({ region: "FR-67" }), lines: [line({ dueOn: "2026-03-27" })] }, "waits by waits-for-slot holiday 2026-04-07"],
  ["Good Friday is none in Berlin", { on: "2026-04-03", debtor: party({ country: "DE", language: "de" }), lines: [line({ dueOn: "2026-03-27" })] }, "waits by waits-for-slot holiday 2026-04-07"],
  ["Easter Monday: Tuesday", { on: "2026-04-06", lines: [line({ dueOn: "2026-03-27" })] }, "waits by waits-for-slot holiday 2026-04-07"],
  ["Labour Day: Monday", { on: "2026-05-01", lines: [line({ dueOn: "2026-04-20" })] }, "waits by waits-for-slot holiday 2026-05-04"],
  ["the day of Germany, not of France", { on: "2025-10-03", lines: [line({ dueOn: "2025-09-20" })] }, "sends r1 by email about F-1"],
  ["the day of Germany, in Munich", { on: "2025-10-03", debtor: party({ country: "DE", region: "BY" }), lines: [line({ dueOn: "2025-09-20" })] }, "waits by waits-for-slot holiday 2025-10-06"],
  ["the 21st of July in Brussels", { on: "2026-07-21", debtor: party({ country: "BE" }), lines: [line({ dueOn: "2026-07-01" })] }, "waits by waits-for-slot holiday 2026-07-22"],
  ["Thanksgiving in New York", { on: "2026-11-26", at: "10:00", debtor: party({ country: "US", timeZone: "America/New_York", language: "en" }), lines: [line({ dueOn: "2026-11-01" })] }, "waits by waits-for-slot holiday 2026-11-27"],
  ["noon in Paris: the morning is over", { on: "2026-03-09", at: "11:00", lines: [line()] }, "waits by waits-for-slot window-over 2026-03-10"],
  ["noon in Paris is the early morning in New York", { on: "2026-03-09", at: "11:00", debtor: party({ country: "US", timeZone: "America/New_York", language: "en" }) }, "sends r1 by email about F-1"],
  ["the same instant is tomorrow in Tokyo", { on: "2026-03-06", at: "20:00", debtor: party({ country: "JP", timeZone: "Asia/Tokyo", language: "en" }) }, "waits by waits-for-slot weekend 2026-03-09"],
  ["the morning of the change to summer time", { on: "2026-03-30", at: "06:00", lines: [line({ dueOn: "2026-03-20" })] }, "sends r1 by email about F-1"],
  ["Friday evening is closed earlier", { on: "2026-03-13", at: "15:30", policy: { ...standard, window: { ...standard.window, to: "18:00", fridayTo: "12:00" } } }, "waits by waits-for-slot window-over 2026-03-16"],
  ["Thursday evening is open", { on: "2026-03-12", at: "15:30", policy: { ...standard, window: { ...standard.window, to: "18:00", fridayTo: "12:00" } } }, "sends r1 by email about F-1"],
  ["closed for August by the policy", { on: "2026-08-10", policy: { ...standard, closures: [{ from: "2026-08-03", to: "2026-08-21" }] }, lines: [line({ dueOn: "2026-07-01" })] }, "waits by waits-for-slot closure 2026-08-24"],
  ["written to two days ago: five quiet days", { on: "2026-03-11", account: account({ contacts: [{ group: "cus_quillery", on: "2026-03-09" }] }) }, "waits by quiet-days 2026-03-14"],
  ["written to six days ago: quiet days are over", { on: "2026-03-16", account: account({ contacts: [{ group: "cus_quillery", on: "2026-03-10" }] }) }, "sends r1 by email about F-1"],
  ["a new invoice is late, the old one was written about yesterday: quiet", { on: "2026-03-10", lines: two.map((one) => ({ ...one, dueOn: "2026-03-02" })), account: at("r1", "2026-03-09", { contacts: [{ group: "cus_quillery", on: "2026-03-09" }] }) }, "waits by quiet-days 2026-03-14"],
];

const holds: Row[] = [
  ["all of it is disputed", { on: "2026-03-09", lines: [line({ disputedMinor: euros(1000) })] }, "held by dispute"],
  ["400 of 1,000 are disputed: 600 are asked for", { on: "2026-03-09", lines: [line({ disputedMinor: euros(400) })] }, "sends r1 by email about F-1(asks 600)"],
  ["one of two is disputed: the other goes", { on: "2026-03-27", lines: [line({ disputedMinor: euros(1000) }), two[1]!] }, "part r1 by email about F-2 without F-1 (dispute)"],
  ["promised until the 12th, two days' grace", { on: "2026-03-13", promises: [promise()] }, "held by promise"],
  ["the promise's last day of grace", { on: "2026-03-16", promises: [promise()] }, "held by promise"],
  ["the promise was broken yesterday", { on: "2026-03-17", promises: [promise()] }, "sends r1 by email about F-1"],
  ["half is promised: the other half is asked for", { on: "2026-03-11", promises: [promise({ lines: [{ key: "itm_F-1~1", minor: euros(500) }] })] }, "sends r1 by email about F-1(asks 500)"],
  ["a superseded promise holds nothing", { on: "2026-03-11", promises: [promise({ ended: { as: "superseded", on: "2026-03-10", why: "a later one" } })] }, "sends r1 by email about F-1"],
  ["a payment plan is kept to", { on: "2026-03-09", holds: [hold({ reason: "payment-plan", until: "2026-05-29" })] }, "held by payment-plan 2026-05-29"],
  ["a direct debit will be drawn on the 12th", { on: "2026-03-09", lines: [line({ collection: { by: "direct-debit", on: "2026-03-12" } })] }, "held by direct-debit"],
  ["the direct debit was drawn, the bank has three days to tell", { on: "2026-03-17", lines: [line({ collection: { by: "direct-debit", on: "2026-03-12" } })] }, "held by direct-debit"],
  ["the direct debit did not arrive", { on: "2026-03-18", lines: [line({ collection: { by: "direct-debit", on: "2026-03-12" } })] }, "sends r1 by email about F-1"],
  ["a direct debit without a day", { on: "2026-06-01", lines: [line({ collection: { by: "direct-debit" } })] }, "held by direct-debit"],
  ["a bill of exchange in portfolio", { on: "2026-03-09", lines: [line({ collection: { by: "bill-in-progress", on: "2026-03-31" } })] }, "held by bill-in-progress"],
  ["the platform says: payment sent", { on: "2026-03-09", lines: [line({ acceptance: "payment-announced" })] }, "held by announced-payment"],
  ["the buyer was not given the invoice yet", { on: "2026-03-09", lines: [line({ acceptance: "not-available" })] }, "held by not-accepted"],
  ["the buyer suspended the invoice", { on: "2026-03-09", lines: [line({ acceptance: "suspended" })] }, "held by not-accepted"],
  ["the platform rejected the invoice: mend it, do not remind", { on: "2026-03-09", lines: [line({ acceptance: "rejected" })] }, "held by not-accepted"],
  ["in insolvency: declare the claim, do not remind", { on: "2026-03-09", debtor: party({ flags: ["insolvency"] }) }, "held by insolvency"],
  ["a company of the group", { on: "2026-03-09", debtor: party({ flags: ["intercompany"] }) }, "held by intercompany"],
  ["a name on the VIP list", { on: "2026-03-09", debtor: party({ flags: ["vip"] }) }, "held by vip"],
  ["with the lawyer", { on: "2026-03-09", debtor: party({ flags: ["legal-hand-off"] }) }, "held by legal-hand-off"],
  ["held by hand until the 31st", { on: "2026-03-09", holds: [hold({ reason: "manual", until: "2026-03-31", owner: "usr_camille" })] }, "held by manual 2026-03-31"],
  ["the hold ended yesterday", { on: "2026-04-01", holds: [hold({ reason: "manual", until: "2026-03-31" })] }, "sends r1 by email about F-1"],
  ["the hold begins tomorrow", { on: "2026-03-09", holds: [hold({ reason: "manual", from: "2026-03-10" })] }, "sends r1 by email about F-1"],
  ["STOP on one invoice: the other goes", { on: "2026-03-27", lines: two, holds: [hold({ reason: "manual", scope: { of: "line", key: "itm_F-1~1" } })] }, "part r1 by email about F-2 without F-1 (manual)"],
  ["250 of it announced: 750 are asked for", { on: "2026-03-09", holds: [hold({ reason: "announced-payment", scope: { of: "amount", key: "itm_F-1~1", minor: euros(250) } })] }, "sends r1 by email about F-1(asks 750)"],
  ["two reasons are both told", { on: "2026-03-09", debtor: party({ flags: ["vip"] }), holds: [hold({ reason: "manual", until: "2026-03-31" })] }, "held by manual 2026-03-31, vip"],
  ["the bank's statements are old", { on: "2026-03-09", facts: { stale: [{ source: "src_bank", state: "late", asOf: "2026-03-05", entityIds: [] }] } }, "held by stale-data"],
  ["the ledger of another company is old", { on: "2026-03-09", facts: { stale: [{ source: "src_uk", state: "late", asOf: "2026-03-05", entityIds: ["ent_uk"] }] } }, "sends r1 by email about F-1"],
  ["everything is paused", { on: "2026-03-09", facts: { pauses: [hold({ reason: "paused", scope: { of: "everything" }, owner: "usr_helene" })] } }, "held by paused"],
  ["this policy is paused", { on: "2026-03-09", facts: { pauses: [hold({ reason: "paused", scope: { of: "policy", policyId: standard.id } })] } }, "held by paused"],
  ["another policy is paused", { on: "2026-03-09", facts: { pauses: [hold({ reason: "paused", scope: { of: "policy", policyId: "pol_other" } })] } }, "sends r1 by email about F-1"],
  ["held, but nothing would be due", { on: "2026-02-20", debtor: party({ flags: ["vip"] }) }, "nothing by vip until 2026-03-07"],
];

const amounts: Row[] = [
  ["42 euros in all: below 50", { on: "2026-03-09", lines: [line({ openMinor: 4210n })] }, "held by below-minimum-total"],
  ["50 euros exactly", { on: "2026-03-09", lines: [line({ openMinor: 5000n })] }, "sends r1 by email about F-1"],
  ["a residue of 9 euros is no reason to write", { on: "2026-03-09", lines: [line({ openMinor: 900n })] }, "nothing"],
  ["a residue of 9 euros is listed beside a real one", { on: "2026-03-27", lines: [line({ openMinor: 900n }), two[1]!] }, "sends r1 by email about F-2 listing F-1(level 0)"],
  ["six of 9 euros: still no reason", { on: "2026-03-09", lines: [1, 2, 3, 4, 5, 6].map((n) => line({ number: `F-${n}`, openMinor: 900n })) }, "nothing"],
  ["260,000 euros: above the maximum, a person approves", { on: "2026-03-09", lines: [line({ openMinor: euros(260_000) })], account: account({ marks: [] }) }, "approval r1 by email about F-1 if approved: above-maximum"],
  ["dollars, for which no maximum is named: a person approves", { on: "2026-03-09", lines: [line({ currency: "USD" })] }, "approval r1 by email about F-1 if approved: no-maximum-for-currency"],
  ["unapplied cash covers it: apply it first", { on: "2026-03-09", lines: [line(), line({ number: "P-1", kind: "payment", openMinor: -euros(1000) })] }, "held by unapplied-credit"],
  ["a credit note of a fifth is listed and subtracted", { on: "2026-03-09", lines: [line(), line({ number: "CN-1", kind: "credit-note", openMinor: -euros(200) })] }, "sends r1 by email about F-1 less CN-1"],
  ["credits of half, where the policy says half", { on: "2026-03-09", policy: { ...standard, creditsHoldPercent: 50 }, lines: [line(), line({ number: "CN-1", kind: "credit-note", openMinor: -euros(500) })] }, "held by unapplied-credit"],
  ["a credit in dollars does not pay euros", { on: "2026-03-09", lines: [line(), line({ number: "P-1", kind: "payment", currency: "USD", openMinor: -euros(1000) })] }, "sends r1 by email about F-1"],
  ["what is left after the credit is below the minimum", { on: "2026-03-09", lines: [line({ openMinor: euros(100) }), line({ number: "CN-1", kind: "credit-note", openMinor: -euros(60) })] }, "held by below-minimum-total"],
  ["three currencies: three subtotals, one message", { on: "2026-03-09", policy: { ...standard, maximumTotal: [] }, lines: [line(), line({ number: "F-2", currency: "USD" }), line({ number: "F-3", currency: "GBP" })] }, "sends r1 by email about F-1 F-2 F-3"],
  ["pounds are covered by a credit, euros go", { on: "2026-03-09", policy: { ...standard, maximumTotal: [] }, lines: [line(), line({ number: "F-2", currency: "GBP" }), line({ number: "P-1", kind: "payment", currency: "GBP", openMinor: -euros(2000) })] }, "part r1 by email about F-1 without F-2 (unapplied-credit)"],
  ["a step with a minimum that may not be skipped waits", { on: "2026-03-09", policy: changed("r1", { minimum: [{ minor: euros(5000), currency: "EUR" }] }) }, "nothing"],
  ["a step with a minimum that may be skipped is passed over", { on: "2026-03-23", policy: changed("r1", { minimum: [{ minor: euros(5000), currency: "EUR" }], skippable: true }) }, "sends r2 by email about F-1"],
];

const people: Row[] = [
  ["nobody for accounts payable: the buyer", { on: "2026-03-09", debtor: party({ contacts: [contact({ role: "buyer", id: "con_b" })] }) }, "sends r1 by email about F-1"],
  ["no e-mail address at all: a letter", { on: "2026-03-09", debtor: party({ contacts: [] }) }, "sends r1 by letter about F-1"],
  ["neither e-mail nor address", { on: "2026-03-09", debtor: party({ contacts: [], addressGap: "street" as const }) }, "held by no-usable-contact, no-postal-address"],
  ["the address bounced: a letter", { on: "2026-03-09", debtor: party({ contacts: [contact({ unusable: { email: "bounced" } })] }) }, "sends r1 by letter about F-1"],
  ["he complained about our mail: a letter", { on: "2026-03-09", debtor: party({ contacts: [contact({ unusable: { email: "complained" } })] }) }, "sends r1 by letter about F-1"],
  ["she is away, her colleague is not", { on: "2026-03-09", debtor: party({ contacts: [contact({ unusable: { email: "out-of-office" } }), contact({ id: "con_2", name: "Luc" })] }) }, "sends r1 by email about F-1"],
  ["R3 without a postal address: by e-mail alone", { on: "2026-04-01", debtor: party({ addressGap: "street" as const }), account: at("r2", "2026-03-20") }, "sends r3 by email about F-1"],
  ["R3 after a bounce: by letter alone", { on: "2026-04-01", debtor: party({ contacts: [contact({ unusable: { email: "bounced" } })] }), account: at("r2", "2026-03-20") }, "sends r3 by letter about F-1"],
  ["a formal notice without an address is not sent any other way", { on: "2026-04-13", debtor: party({ addressGap: "street" as const }), account: at("r3", "2026-04-01") }, "held contact-formal by phone about F-1 by no-postal-address"],
  ["a call without a number is left out", { on: "2026-03-16", debtor: party({ contacts: [{ id: "con_ap", name: "Anne", role: "accounts-payable", email: "a@b.example" }] }), lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09") }, "nothing until 2026-03-20"],
  ["a Dutch customer, no Dutch text: refused, never English in silence", { on: "2026-03-09", debtor: party({ country: "NL", language: "nl" }) }, "held by no-template-language"],
  ["the contact reads English, the company French", { on: "2026-03-09", debtor: party({ contacts: [contact({ language: "en" })] }) }, "sends r1 by email about F-1"],
  ["no language known in Belgium: nobody guesses", { on: "2026-03-09", debtor: party({ country: "BE", language: undefined }) }, "held by no-template-language"],
  ["no language known in Germany: German", { on: "2026-03-09", debtor: party({ country: "DE", language: undefined }) }, "sends r1 by email about F-1"],
  ["the template was taken away", { on: "2026-03-09", facts: { templates: new Map() } }, "held by no-template-language"],
];

const around: Row[] = [
  ["a payment came in yesterday and is not matched yet", { on: "2026-03-10", signals: [signal("payment-received", "2026-03-09")] }, "waits by context-rule"],
  ["the payment came four working days ago", { on: "2026-03-13", signals: [signal("payment-received", "2026-03-09")] }, "sends r1 by email about F-1"],
  ["he wrote, and nobody has read it", { on: "2026-03-10", signals: [signal("unread-reply", "2026-03-09")] }, "waits by context-rule"],
  ["nobody read it for three working days: the reminder goes, the collector was told", { on: "2026-03-13", signals: [signal("unread-reply", "2026-03-09")] }, "sends r1 by email about F-1"],
  ["he waits for a copy of the invoice", { on: "2026-03-12", signals: [signal("document-requested", "2026-03-09")] }, "waits by context-rule"],
  ["a new order: R1 goes all the same", { on: "2026-03-10", signals: [signal("new-order", "2026-03-09")] }, "sends r1 by email about F-1"],
  ["a new order: R3 waits a day for the salesperson", { on: "2026-04-02", account: at("r2", "2026-03-20"), signals: [signal("new-order", "2026-04-01")] }, "waits by context-rule"],
  ["a complaint: a person looks first", { on: "2026-03-10", signals: [signal("complaint", "2026-03-05")] }, "approval r1 by email about F-1 if approved: context-rule"],
  ["the score fell: R2 comes three days sooner", { on: "2026-03-17", account: at("r1", "2026-03-09"), signals: [signal("score-down", "2026-03-10")] }, "sends r2 by email about F-1"],
  ["the insurer cut his cover: R1 five days sooner, but never within the grace", { on: "2026-03-04", signals: [signal("insurer-cut", "2026-03-01")] }, "nothing until 2026-03-05"],
  ["a signal of tomorrow is none", { on: "2026-03-09", signals: [signal("payment-received", "2026-03-10")] }, "sends r1 by email about F-1"],
];

const order = (effect: Policy["rules"][number]["effect"], fromLevel = 0): Policy => ({ ...standard, rules: [{ id: "order", when: { signal: "new-order", withinDays: 7, business: false }, fromLevel, effect, task: "none" }] });
const ordered = { on: "2026-03-09", signals: [signal("new-order", "2026-03-06")] };
const noNumber = contact({ phone: undefined as never });

const context: Row[] = [
  ["he announced a payment for the 12th: nothing until three working days after it", { on: "2026-03-16", signals: [signal("payment-announced", "2026-03-09", { expectedOn: "2026-03-12" })] }, "waits by context-rule"],
  ["the announced payment did not come: the reminder goes", { on: "2026-03-18", signals: [signal("payment-announced", "2026-03-09", { expectedOn: "2026-03-12" })] }, "sends r1 by email about F-1"],
  ["a payment announced without a day: three working days", { on: "2026-03-13", signals: [signal("payment-announced", "2026-03-09")] }, "sends r1 by email about F-1"],
  ["everybody there is away until Thursday: the day after his return", { on: "2026-03-13", signals: [signal("out-of-office", "2026-03-09", { expectedOn: "2026-03-12" })] }, "waits by context-rule"],
  ["back at work for two working days", { on: "2026-03-16", signals: [signal("out-of-office", "2026-03-09", { expectedOn: "2026-03-12" })] }, "sends r1 by email about F-1"],
  ["the score rose: the ladder is what it was", { ...ordered, signals: [signal("score-up", "2026-03-06")] }, "sends r1 by email about F-1"],
  ["a rule delays: R1 four days later", { ...ordered, policy: order({ kind: "later", days: 4 }) }, "nothing until 2026-03-11"],
  ["a rule delays, and the days are over", { ...ordered, on: "2026-03-11", policy: order({ kind: "later", days: 4 }) }, "sends r1 by email about F-1"],
  ["a rule delays from R2 on: R1 goes", { ...ordered, policy: order({ kind: "later", days: 4 }, 2) }, "sends r1 by email about F-1"],
  ["the rule's week is over: R1 as ever", { ...ordered, on: "2026-03-16", policy: order({ kind: "later", days: 20 }) }, "sends r1 by email about F-1"],
  ["one rule hurries, another delays: what is left of both", { ...ordered, on: "2026-03-07", policy: { ...order({ kind: "later", days: 4 }), rules: [...order({ kind: "later", days: 4 }).rules, { id: "risk", when: { signal: "new-order", withinDays: 7, business: false }, fromLevel: 0, effect: { kind: "sooner", days: 1 }, task: "none" }] } }, "nothing until 2026-03-10"],
  ["a rule softens: the same step, helpful", { ...ordered, policy: order({ kind: "tone", tone: "helpful" }) }, "sends r1 by email about F-1"],
  ["a rule skips: the courtesy note is left out", { on: "2026-02-25", lines: [line({ openMinor: euros(12_000) })], signals: [signal("new-order", "2026-02-24")], policy: order({ kind: "skip" }) }, "nothing until 2026-03-07"],
  ["a rule skips: the call is left out", { on: "2026-03-16", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09"), signals: [signal("new-order", "2026-03-13")], policy: order({ kind: "skip" }) }, "nothing until 2026-03-20"],
  ["a rule skips: a step that may not be skipped is sent", { ...ordered, policy: order({ kind: "skip" }) }, "sends r1 by email about F-1"],
  ["phone instead: a call is made, the message waits", { ...ordered, policy: order({ kind: "call" }) }, "waits call-r1 by phone about F-1 by context-rule"],
  ["phone instead, and the call was made: the message still waits for the rule", { ...ordered, policy: order({ kind: "call" }), account: account({ tasks: [{ key: "itm_F-1~1", step: "call-r1", on: "2026-03-09" }] }) }, "waits by context-rule"],
  ["phone instead, a week later: the message goes", { ...ordered, on: "2026-03-16", policy: order({ kind: "call" }), account: account({ tasks: [{ key: "itm_F-1~1", step: "call-r1", on: "2026-03-09" }] }) }, "sends r1 by email about F-1"],
  ["phone instead without a number: the message goes", { ...ordered, policy: order({ kind: "call" }), debtor: party({ contacts: [noNumber] }) }, "sends r1 by email about F-1"],
  ["phone instead on a Saturday: nobody calls", { ...ordered, on: "2026-03-07", policy: { ...order({ kind: "call" }), graceDays: 1, steps: standard.steps.map((step) => (step.id === "r1" ? { ...step, timing: { due: 3 } } : step)) } }, "waits by context-rule"],
];

const post: Row[] = [
  ["a bounce, and a town is no address: somebody calls for a contact", { on: "2026-03-09", debtor: party({ addressGap: "street", contacts: [contact({ unusable: { email: "bounced" } })] }) }, "held contact-r1 by phone about F-1 by no-usable-contact, no-postal-address"],
  ["a bounce, no address, no number: held, and everything that is missing is said", { on: "2026-03-09", debtor: party({ addressGap: "postcode", contacts: [contact({ phone: undefined as never, unusable: { email: "bounced" } })] }) }, "held by no-usable-contact, no-postal-address"],
  ["the letter came back from there: no other is printed", { on: "2026-03-09", debtor: party({ addressGap: "returned", contacts: [contact({ unusable: { email: "bounced" } })] }) }, "held contact-r1 by phone about F-1 by no-usable-contact, no-postal-address"],
  ["the call for a contact was made: it is not made again", { on: "2026-03-10", debtor: party({ addressGap: "street", contacts: [contact({ unusable: { email: "bounced" } })] }), account: account({ tasks: [{ key: "itm_F-1~1", step: "contact-r1", on: "2026-03-09" }] }) }, "held by no-usable-contact, no-postal-address"],
  ["nobody can be written to about a sum that nobody writes about: no call either", { on: "2026-03-09", lines: [line({ openMinor: euros(20) })], debtor: party({ addressGap: "street", contacts: [contact({ unusable: { email: "bounced" } })] }) }, "held by no-usable-contact, no-postal-address"],
  ["she is away until the 12th and nobody else is there: no letter, the step waits", { on: "2026-03-09", debtor: party({ contacts: [contact({ awayUntil: "2026-03-12" })] }) }, "waits by contact-away 2026-03-12"],
  ["she is back", { on: "2026-03-13", debtor: party({ contacts: [contact({ awayUntil: "2026-03-12" })] }) }, "sends r1 by email about F-1"],
  ["she is away, the buyer is not: he receives it", { on: "2026-03-09", debtor: party({ contacts: [contact({ awayUntil: "2026-03-12" }), contact({ id: "con_b", role: "buyer" })] }) }, "sends r1 by email about F-1"],
];

const together: Row[] = [
  ["two late invoices: one message", { on: "2026-03-27", lines: two }, "sends r1 by email about F-1 F-2"],
  ["one at R1 already, one new: each climbs one step, the message is at the higher", { on: "2026-03-27", lines: two, account: at("r1", "2026-03-09") }, "sends r2 by email about F-1 F-2(r1)"],
  ["one climbs, the other is listed at the level that it has", { on: "2026-03-27", lines: two, account: at("r2", "2026-03-24") }, "sends r1 by email about F-2 listing F-1(level 2)"],
  ["one per level: two messages on one day, each with its own", { on: "2026-03-27", policy: { ...standard, grouping: "one-per-level" }, lines: two, account: at("r1", "2026-03-09") }, "sends r1 by email about F-2 and r2 by email about F-1"],
  ["one per level: what is under way at R2 does not hold R1", { on: "2026-03-27", policy: { ...standard, grouping: "one-per-level" }, lines: two, account: at("r1", "2026-03-09", { underWay: [{ messageId: "msg_1", group: "cus_quillery", kind: "message", step: "r2", keys: ["itm_F-1~1"] }] }) }, "sends r1 by email about F-2"],
  ["switched to one message while R2 is under way: it waits for it", { on: "2026-03-27", lines: two, account: at("r1", "2026-03-09", { underWay: [{ messageId: "msg_1", group: "cus_quillery", kind: "message", step: "r2", keys: ["itm_F-1~1"] }] }) }, "waits by message-under-way"],
  ["switched to per payer while the debtor's message is under way: it waits", { on: "2026-03-27", group: "cus_payer", lines: two, account: at("r1", "2026-03-09", { underWay: [{ messageId: "msg_1", group: "cus_quillery", kind: "message", step: "r2", keys: ["itm_F-1~1"] }] }) }, "waits by message-under-way"],
  ["not due items beside, if the policy lists them", { on: "2026-03-09", policy: { ...standard, listNotDue: true }, lines: two }, "sends r1 by email about F-1"],
  ["a courtesy note joins the reminder of the same day", { on: "2026-03-16", lines: [line(), line({ number: "F-2", openMinor: euros(12_000), dueOn: "2026-03-20" })] }, "sends r1 by email about F-1 F-2(courtesy)(asks 0)"],
  ["the leading item is paid: what is left is at its own step", { on: "2026-03-27", lines: [two[1]!], account: at("r2", "2026-03-20") }, "sends r1 by email about F-2"],
];

const changes: Row[] = [
  ["a new version, the step kept its name: the level holds", { on: "2026-03-20", policy: { ...standard, version: 2 }, account: at("r1", "2026-03-09") }, "sends r2 by email about F-1"],
  ["another policy that says what R1 of the old one means", { on: "2026-03-20", policy: { ...standard, id: "pol_new", mapping: [{ policy: standard.id, version: 1, from: "r1", to: "r2" }] }, account: at("r1", "2026-03-09") }, "nothing until 2026-04-01"],
  ["another policy that begins anew for R1", { on: "2026-03-20", policy: { ...standard, id: "pol_new", mapping: [{ policy: standard.id, version: 1, from: "r1", to: "" }] }, account: at("r1", "2026-03-09") }, "sends r1 by email about F-1"],
  ["another policy that says nothing: nobody guesses", { on: "2026-03-20", policy: { ...standard, id: "pol_new" }, account: at("r1", "2026-03-09") }, "held by level-unmapped"],
  ["entry by age, only for what was late before: straight to R2", { on: "2026-03-31", policy: { ...standard, entry: { overdueBefore: "2026-03-10", notAbove: "r2" } } }, "sends r2 by email about F-1"],
  ["entry by age, and a later invoice: that one begins at R1", { on: "2026-03-31", policy: { ...standard, entry: { overdueBefore: "2026-03-10", notAbove: "r2" } }, lines: two }, "sends r2 by email about F-1 F-2(r1)"],
  ["entry by age never goes above what it names", { on: "2026-06-30", policy: { ...standard, entry: { overdueBefore: "2026-03-10", notAbove: "r2" } } }, "sends r2 by email about F-1"],
];

const bases: Row[] = [
  ["counted from the invoice's day alone: its fortieth", { on: "2026-03-11", policy: changed("r1", { timing: { invoice: 40 } }) }, "nothing until 2026-03-12"],
  ["counted from the invoice's day alone, on that day", { on: "2026-03-12", policy: changed("r1", { timing: { invoice: 40 } }) }, "sends r1 by email about F-1"],
  ["counted from the invoice's day, which comes before the due date: never within the grace", { on: "2026-03-03", policy: changed("r1", { timing: { invoice: 20 } }) }, "nothing until 2026-03-05"],
  ["due date and invoice's day both: the later of them", { on: "2026-03-09", policy: changed("r1", { timing: { due: 5, invoice: 45 } }) }, "nothing until 2026-03-17"],
  ["due date and invoice's day both, when both have passed", { on: "2026-03-17", policy: changed("r1", { timing: { due: 5, invoice: 45 } }) }, "sends r1 by email about F-1"],
  ["the previous step alone: whatever the due date says", { on: "2026-03-13", policy: changed("r2", { timing: { previous: 4 } }), account: at("r1", "2026-03-09") }, "sends r2 by email about F-1"],
  ["the invoice's day and the previous step both: the later of them", { on: "2026-03-20", policy: changed("r2", { timing: { invoice: 45, previous: 14 } }), account: at("r1", "2026-03-09") }, "nothing until 2026-03-23"],
  ["all three together, and the due date is the last", { on: "2026-03-20", policy: changed("r2", { timing: { due: 25, invoice: 45, previous: 6 } }), account: at("r1", "2026-03-09") }, "nothing until 2026-03-27"],
  ["three weeks without a run: the step that was missed, and only that", { on: "2026-04-13", account: at("r1", "2026-03-09") }, "sends r2 by email about F-1"],
  ["what was caught up yesterday is not followed by the step after it", { on: "2026-04-14", account: at("r2", "2026-04-13") }, "nothing until 2026-04-21"],
];

const moreHolds: Row[] = [
  ["somebody noted that his contact is gone", { on: "2026-03-09", holds: [hold({ reason: "bounced-contact", owner: "usr_camille" })] }, "held by bounced-contact"],
  ["somebody noted that he waits for a document", { on: "2026-03-09", holds: [hold({ reason: "document-requested", until: "2026-03-20" })] }, "held by document-requested 2026-03-20"],
  ["somebody noted an answer that is still to be read", { on: "2026-03-09", holds: [hold({ reason: "unread-reply", until: "2026-03-11" })] }, "held by unread-reply 2026-03-11"],
  ["the buyer refused the invoice", { on: "2026-03-09", lines: [line({ acceptance: "refused" })] }, "held by not-accepted"],
  ["the buyer refused one invoice, the other is accepted", { on: "2026-03-27", lines: [line({ acceptance: "refused" }), two[1]!] }, "part r1 by email about F-2 without F-1 (not-accepted)"],
  ["a direct debit for one, a transfer for the other", { on: "2026-03-27", lines: [line({ collection: { by: "direct-debit" } }), two[1]!] }, "part r1 by email about F-2 without F-1 (direct-debit)"],
  ["a dispute and a promise together take all of it", { on: "2026-03-11", lines: [line({ disputedMinor: euros(400) })], promises: [promise({ lines: [{ key: "itm_F-1~1", minor: euros(600) }] })] }, "held by dispute, promise"],
  ["a dispute and a promise together leave a rest: it is asked for", { on: "2026-03-11", lines: [line({ disputedMinor: euros(400) })], promises: [promise({ lines: [{ key: "itm_F-1~1", minor: euros(350) }] })] }, "sends r1 by email about F-1(asks 250)"],
  ["in dispute at R2: the level waits where it is", { on: "2026-04-01", lines: [line({ disputedMinor: euros(1000) })], account: at("r2", "2026-03-20") }, "held by dispute"],
  ["the dispute is settled: the next step, not the first", { on: "2026-04-01", account: at("r2", "2026-03-20"), lines: [line({ disputedMinor: 0n })] }, "sends r3 by email+letter about F-1"],
  ["in insolvency the formal notice is held as well", { on: "2026-04-13", debtor: party({ flags: ["insolvency"] }), account: at("r3", "2026-04-01") }, "held by insolvency"],
  ["a hold keeps a call back too", { on: "2026-03-16", lines: [line({ openMinor: euros(3000) })], account: at("r1", "2026-03-09"), holds: [hold({ reason: "manual", until: "2026-03-31" })] }, "nothing by manual 2026-03-31 until 2026-03-20"],
];

const table = [...firstSteps, ...climbing, ...time, ...holds, ...amounts, ...people, ...around, ...context, ...post, ...together, ...changes, ...bases, ...moreHolds];

test("the table is large enough to be believed", () => {
  expect(table.length).toBeGreaterThanOrEqual(120);
  expect(new Set(table.map(([situation]) => situation)).size).toBe(table.length);
});

test.each(table)("%s", (_situation, given, then) => {
  expect(told(planOf(given))).toBe(then);
});

test("every instalment has a verdict, and each that stays out says why", () => {
  for (const [situation, given] of table) {
    const { lines } = planOf(given);
    const open = (given.lines ?? [line()]).filter(({ openMinor }) => openMinor !== 0n);
    expect(lines.map(({ key }) => key).toSorted(), situation).toEqual(open.map(({ key }) => key).toSorted());
    for (const { verdict, reasons } of lines) if (verdict === "excluded" || verdict === "waits" || verdict === "listed") expect(reasons.length, situation).toBeGreaterThan(0);
  }
});

test("no reminder asks for more than is overdue: what is only announced beside it is not owed yet", () => {
  let reminders = 0;
  for (const [situation, given] of table) {
    for (const { level, totals } of planOf(given).messages.filter((message) => message.level > 0 && message.kind === "message")) {
      reminders += 1;
      for (const { claimedMinor, overdueMinor, currency } of totals) expect(claimedMinor <= overdueMinor, `${situation}: level ${level} ${currency}`).toBe(true);
    }
  }
  expect(reminders).toBeGreaterThan(40);
});
