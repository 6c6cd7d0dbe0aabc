// A direct debit that came back: its invoice is open again without anybody's hand, once, however often it is told and wherever the machine dies.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Debit } from "#domain/cash-application/debits/debit.ts";
import { received } from "#domain/cash-application/payment.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { isRefused } from "#domain/refusal.ts";
import { handler } from "#functions/cash-application/matching-api.ts";
import { postingStores } from "#functions/cash-application/order.ts";
import { applyPayment, reopenPayment } from "#functions/cash-application/post.ts";
import { takeReturns } from "#functions/cash-application/return-payment.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import { bankDebitStore } from "#functions/store/bank-debit.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

const TENANT = "returns";
let dynamo: DynamoDb;
const stores = () => ({ ...postingStores(TENANT), debits: bankDebitStore(TENANT) });
const deed = { by: { type: "user", id: "usr_camille", name: "Camille" }, now: "2026-03-03T09:00:00.000Z", causedBy: "act_1" } as const;
const when = { now: "2026-03-06T09:00:00.000Z", causedBy: "evt_2" };
const debit = (n: number, change: Partial<Debit> = {}): Debit => ({ id: `dbt_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1000_00n, bookedOn: "2026-03-05", kind: "return", reversal: false, text: "REJET", endToEndId: `SDD-2026-000${n}`, returnReason: "AM04", statement: { fileName: "f", runId: "run_2", line: n }, state: "open", version: 0, ...change });
const ordinary = (n: number, change: Partial<Debit>): Debit => {
  const { returnReason: _none, ...plain } = debit(n, change);
  return plain;
};
const api = (user: string, request: string, body?: unknown) => ask(handler, request, { as: { tenant: TENANT, user: `usr_${user}` }, body });
const openOf = async (n: number) => (await stores().ledger.itemsByIds(arnaud.id, [`itm_${n}`]))[0]!.openMinor;

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.POWERTOOLS_LOG_LEVEL = "CRITICAL";
  const all = stores();
  await all.ledger.putEntity({ id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  for (const [name, role] of [["camille", "cash-applier"], ["alain", "accountant"]] as const) await accessStore(TENANT).putUser({ id: `usr_${name}`, email: `${name}@us.example`, name, role, language: "en", entityIds: [] });
  await all.ledger.saveCustomer(arnaud, undefined);
  for (const n of [1, 2]) {
    const told = reconcile(undefined, invoiceRecord({ id: `itm_${n}`, number: `FA-${n}`, minor: 1000_00n }), { runId: "run_0", asOf: "2026-01-31", now: deed.now, digest });
    if ("item" in told) await all.ledger.saveItem(told.item, undefined, told.facts);
    await all.payments.create(received({ id: `pay_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1000_00n, bookedOn: "2026-03-02", payerIban: "FR7611", endToEndId: `SDD-2026-000${n}`, text: `FA-${n}`, kind: "direct-debit", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: n } }), []);
    const done = await applyPayment(all, `pay_${n}`, 0, { customerId: arnaud.id, lines: [{ itemId: `itm_${n}`, customerId: arnaud.id, number: `FA-${n}`, cleared: 1000_00n }], adjustments: [] }, deed);
    if (isRefused(done)) throw new Error(done.code);
  }
}, 90_000);
afterAll(() => dynamo?.close());

test("the invoice is open again and the receipt is off the account; told again, or cut off before the debit knew, nothing happens twice", async () => {
  const all = stores();
  await all.debits.create(debit(1));
  expect(await openOf(1)).toBe(0n);
  const dying = { ...all, debits: { ...all.debits, save: () => Promise.reject(new Error("the machine died")) } };
  await expect(takeReturns(dying, "ent_fr", when)).rejects.toThrow("died");
  expect(await all.debits.create(debit(1))).toBe("conflict");
  for (let again = 0; again < 2; again++) await takeReturns(all, "ent_fr", when);
  expect(await openOf(1)).toBe(1000_00n);
  const account = await all.ledger.items(arnaud.id);
  expect(account.reduce((sum, { openMinor }) => sum + openMinor, 0n)).toBe(1000_00n);
  expect(await all.payments.payment("pay_1")).toMatchObject({ status: "set-aside", allocated: 0n, returned: { debitId: "dbt_1", on: "2026-03-05" }, allocations: [{ takenBack: { reason: "AM04 · REJET", by: { type: "rule" } } }] });
  expect(await all.debits.debit("dbt_1")).toMatchObject({ state: "returned", paymentId: "pay_1", version: 1 });
  expect(await reopenPayment(all, "pay_1", (await all.payments.payment("pay_1"))!.version, deed)).toMatchObject({ code: "payment.returned" });
});

test("what names nothing waits with its candidates; a clerk says which it was, an accountant may only look; a fee is laid aside by itself", async () => {
  const all = stores();
  await all.debits.create(debit(2, { endToEndId: "NOTPROVIDED", iban: "FR7611" }));
  await all.debits.create(ordinary(3, { kind: "fee", minor: 12_00n }));
  await all.debits.create(ordinary(4, { kind: "credit-transfer", text: "LOYER", minor: 900_00n }));
  await takeReturns(all, "ent_fr", when);
  expect((await api("alain", "GET /bank-debits?entity=ent_fr")).json.items.map(({ id, next }: { id: string; next: string }) => [id, next])).toEqual([["dbt_2", "link-payment"], ["dbt_4", "look-closer"]]);
  expect((await api("alain", "GET /bank-debits/dbt_2/candidates")).json.items).toMatchObject([{ id: "pay_2" }]);
  const { version } = (await all.payments.payment("pay_2"))!;
  expect((await api("alain", "POST /bank-debits/dbt_2/return", { payment: "pay_2", paymentVersion: version, version: 0 })).status).toBe(403);
  expect((await api("camille", "POST /bank-debits/dbt_4/return", { payment: "pay_2", paymentVersion: version, version: 0 })).json.code).toBe("debit.other-amount");
  expect((await api("camille", "POST /bank-debits/dbt_2/return", { payment: "pay_2", paymentVersion: version, version: 0 })).json).toMatchObject({ debit: { state: "returned" }, payment: { status: "set-aside", returned: { debitId: "dbt_2" } } });
  expect(await openOf(2)).toBe(1000_00n);
  expect((await all.debits.debit("dbt_3"))?.setAside?.reason).toBe("fee");
  expect((await api("camille", "POST /bank-debits/dbt_4/set-aside", { reason: "our rent", version: 0 })).json).toMatchObject({ state: "set-aside", setAside: { reason: "our rent" } });
  expect((await api("camille", "POST /bank-debits/dbt_4/reopening", { version: 1 })).json.state).toBe("open");
});
