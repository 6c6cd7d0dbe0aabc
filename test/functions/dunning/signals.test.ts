// What happens around a customer, through its door: noted, imported, dealt with; whose reminders wait for it, and who may not.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Payment } from "#domain/cash-application/payment.ts";
import { paymentStore } from "#functions/store/payment.ts";
import { openDunningDesk, TENANT, type Person } from "#test/world/dunning-desk.ts";

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
beforeAll(async () => {
  desk = await openDunningDesk(async () => (await import("#functions/dunning/api.ts")).handler);
  desk.at("2026-03-09T05:00:00.000Z");
  for (const [id, name] of [["cus_arnaud", "Moulins Arnaud"], ["cus_besse", "Besse"], ["cus_cordier", "Cordier"]] as const) await desk.debtor({ id, name, owes: [{ number: `F-${name}`, minor: 120_000n, dueOn: "2026-03-02" }], email: `jeanne@${id.slice(4)}.example`, phone: "+33 4 11" });
  await desk.debtor({ id: "cus_foreign", name: "Foreign", collector: "somebody else", owes: [{ number: "FF-1", minor: 120_000n, dueOn: "2026-03-02" }], email: "f@foreign.example" });
  await desk.publish();
}, 60_000);
afterAll(() => desk?.close());

const note = (customer: string, body: object, person: Person = "camille") => desk.api(person, "POST /dunning/signals", { customer, on: "2026-03-09", ...body });
const preview = async (customer: string) => (await desk.api("helene", "POST /dunning/runs", { simulate: true, customers: [customer] })).json.items[0];

test("an answer that nobody has read holds the reminder, says which, and lets it go when it was read", async () => {
  expect((await preview("cus_arnaud")).outcome).toBe("sends");
  const { status, json } = await note("cus_arnaud", { kind: "unread-reply", note: "asks for a copy" });
  expect([status, json.byName]).toEqual([201, "camille"]);
  expect(await preview("cus_arnaud")).toMatchObject({ outcome: "waits", reasons: [{ code: "context-rule", rule: "answer-first", signal: "unread-reply", on: "2026-03-09", until: "2026-03-11", effect: "hold" }], notices: [{ to: "collector" }] });
  expect((await desk.api("camille", `POST /dunning/signals/${json.id}/end`, { customer: "cus_arnaud" })).json).toMatchObject({ endedOn: "2026-03-09" });
  expect((await preview("cus_arnaud")).outcome).toBe("sends");
  expect((await desk.api("camille", `POST /dunning/signals/${json.id}/end`, { customer: "cus_arnaud" })).json.code).toBe("signal.ended");
});

test("whoever said that he is away is not written to until he is back", async () => {
  const { json } = await note("cus_arnaud", { kind: "out-of-office", contact: "Jeanne@arnaud.example", expectedOn: "2026-03-12" });
  expect(await preview("cus_arnaud")).toMatchObject({ outcome: "waits", reasons: [{ code: "contact-away", until: "2026-03-12" }] });
  await desk.api("camille", `POST /dunning/signals/${json.id}/end`, { customer: "cus_arnaud" });
});

test("a file is read row by row: what is good is taken once, what is not comes back with its line", async () => {
  const csv = "customer;kind;on;expected_on;amount;currency;note\ncus_besse;payment-announced;2026-03-06;2026-03-12;1200.00;EUR;by phone\ncus_nobody;complaint;2026-03-06;;;;\ncus_besse;rumour;2026-03-06;;;;\ncus_besse;complaint;6 March;;;;\ncus_besse;new-order;2026-03-20;;;;\ncus_besse;new-order;2026-03-06;;12,5;EUR;\n";
  const { json } = await desk.api("helene", "POST /dunning/signals/import", { csv });
  expect(json).toEqual({ added: 1, known: 0, rejected: [
    { line: 3, code: "customer.unknown", field: "customer" }, { line: 4, code: "signal-file.kind-unknown", field: "kind" }, { line: 5, code: "signal-file.date-unreadable", field: "on" },
    { line: 6, code: "signal.in-the-future", field: "on" }, { line: 7, code: "signal-file.amount-unreadable", field: "amount" },
  ] });
  expect((await desk.api("helene", "POST /dunning/signals/import", { csv })).json).toMatchObject({ added: 0, known: 1 });
  expect(await preview("cus_besse")).toMatchObject({ outcome: "waits", reasons: [{ rule: "payment-on-its-way", until: "2026-03-17", minor: "120000", currency: "EUR" }] });
  expect((await desk.api("helene", "POST /dunning/signals/import", { csv: "code;what\n1;2\n" })).json.rejected).toEqual([{ line: 1, code: "signal-file.column-missing", field: "customer" }]);
});

test("money that the bank has told and no clerk has posted yet holds the reminder of its likely sender", async () => {
  const payment: Payment = {
    id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 120_000n, bookedOn: "2026-03-06", text: "VIR CORDIER", kind: "transfer", statement: { fileName: "s.xml", format: "camt", runId: "run_1", line: 1 },
    status: "proposed", allocated: 0n, allocations: [], notes: [], receivedAt: "2026-03-06T06:00:00Z", version: 1,
    decision: { outcome: "propose", confidence: 0.8, reasons: [], evidence: [], proposals: [{ customerId: "cus_cordier", lines: [], adjustments: [], confidence: 0.8, reasons: [] }], decidedAt: "2026-03-06T06:00:00Z", engine: 1 },
  } as unknown as Payment;
  expect((await preview("cus_cordier")).outcome).toBe("sends");
  await paymentStore(TENANT).create(payment, []);
  expect(await preview("cus_cordier")).toMatchObject({ outcome: "waits", reasons: [{ rule: "payment-just-received", on: "2026-03-06", minor: "120000" }], notices: [{ to: "cash-applier" }] });
  const { items } = (await desk.api("camille", "GET /dunning/signals?customer=cus_cordier")).json;
  expect(items).toMatchObject([{ kind: "payment-received", derived: true, amount: { amount: "1200.00", currency: "EUR" } }]);
});

test("who may not note does not, and a foreign customer is as if he were not there", async () => {
  expect(await Promise.all((["paul", "elise"] as const).map(async (person) => (await note("cus_besse", { kind: "complaint" }, person)).status))).toEqual([403, 403]);
  expect((await desk.api("camille", "POST /dunning/signals/import", { csv: "customer;kind;on\ncus_besse;complaint;2026-03-06\n" })).status).toBe(403);
  expect((await note("cus_foreign", { kind: "complaint" })).json.code).toBe("customer.unknown");
  expect((await note("cus_besse", { kind: "complaint" }, "ines")).json.code).toBe("customer.unknown");
  expect((await desk.api("camille", "GET /dunning/signals?customer=cus_foreign")).json.code).toBe("customer.unknown");
  expect((await note("cus_besse", { kind: "payment-received" })).json.code).toBe("signal.not-by-hand");
  expect((await note("cus_besse", { kind: "payment-announced", expectedOn: "2026-06-30" })).json.code).toBe("signal.expected-too-far");
});
