// A customer pays two companies of the group in one transfer to the account of one: a clerk hands over the other's part with what it is for.
import { afterAll, beforeAll, expect, test } from "vitest";
import { transferRoutes } from "#domain/cash-application/routes.ts";
import { received } from "#domain/cash-application/payment.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import { handler } from "#functions/cash-application/api.ts";
import { makeBatch } from "#functions/cash-application/make-batch.ts";
import { postingStores } from "#functions/cash-application/order.ts";
import { applyPayment, takeBackAllocation } from "#functions/cash-application/post.ts";
import { returnPayment } from "#functions/cash-application/return-payment.ts";
import { transferHandlers } from "#functions/cash-application/transfers.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { bankDebitStore } from "#functions/store/bank-debit.ts";
import { bookingStore } from "#functions/store/booking.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

const TENANT = "transfers";
let dynamo: DynamoDb;
const all = () => postingStores(TENANT);
const entity = (id: "ent_fr" | "ent_sud", code: string): LegalEntity => ({ id, code, name: `Ardelane ${code}`, country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
const api = (user: string, request: string, body?: unknown) => ask(handler, request, { as: { tenant: TENANT, user: `usr_${user}` }, body });
const openOf = async (id: `itm_${string}`) => (await all().ledger.itemsByIds(arnaud.id, [id]))[0]!.openMinor;
const balanceOf = async (entityId: string) => (await all().ledger.items(arnaud.id)).filter((item) => item.entityId === entityId).reduce((sum, { openMinor }) => sum + openMinor, 0n);
const line = (itemId: string, cleared: string) => ({ itemId, customerId: arnaud.id, cleared });
const south = { entityId: "ent_sud", customerId: arnaud.id, amount: "400.00", lines: [line("itm_sud", "400.00")] };
const rowsOf = (entityId: string, payment: string) => bookingStore(TENANT).withState(entityId, "pending", { limit: 100 }).then(({ items }) => items.filter(({ paymentId }) => paymentId === payment).flatMap(({ rows, otherEntity }) => rows.map(({ kind, reason, minor }) => [kind, reason ?? "", String(minor), otherEntity ?? ""].join(" "))));

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.POWERTOOLS_LOG_LEVEL = "CRITICAL";
  const { ledger, payments } = all();
  await ledger.putEntity(entity("ent_fr", "01"));
  await ledger.putEntity(entity("ent_sud", "02"));
  const people = [["julien", "cash-applier", []], ["norah", "cash-applier", ["ent_fr"]], ["alain", "accountant", []]] as const;
  for (const [name, role, entityIds] of people) await accessStore(TENANT).putUser({ id: `usr_${name}`, email: `${name}@us.example`, name, role, language: "en", entityIds: [...entityIds] });
  await ledger.saveCustomer(arnaud, undefined);
  for (const [id, entityId, minor] of [["itm_fr", "ent_fr", 600_00n], ["itm_sud", "ent_sud", 400_00n]] as const) {
    const told = reconcile(undefined, invoiceRecord({ id, entityId, number: id.slice(4).toUpperCase(), minor }), { runId: "run_0", asOf: "2026-01-31", now: "2026-02-01T08:00:00.000Z", digest });
    if ("item" in told) await ledger.saveItem(told.item, undefined, told.facts);
  }
  for (const [n, entityId, minor] of [[1, "ent_fr", 1000_00n], [2, "ent_fr", 1000_00n], [3, "ent_sud", 1_00n]] as const) await payments.create(received({ id: `pay_${n}`, entityId, account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", payerName: "MOULINS ARNAUD", text: "FR SUD", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: n } }), []);
}, 90_000);
afterAll(() => dynamo?.close());

test("who does not see the other company, or may not apply, hands nothing over; the documents of the other company are not shown to him", async () => {
  expect(await api("norah", "POST /payments/pay_1/transfers", { ...south, version: 0 })).toMatchObject({ status: 404, json: { code: "entity.unknown" } });
  expect(await api("alain", "POST /payments/pay_1/transfers", { ...south, version: 0 })).toMatchObject({ status: 403 });
  const shownTo = async (user: string) => (await api(user, `GET /payments/pay_1/candidates?customer=${arnaud.id}`)).json.items.map(({ itemId, entityId }: { itemId: string; entityId: string }) => `${entityId} ${itemId}`);
  expect(await shownTo("norah")).toEqual(["ent_fr itm_fr"]);
  expect(await shownTo("julien")).toEqual(["ent_fr itm_fr", "ent_sud itm_sud"]);
  expect((await all().payments.payment("pay_1"))!.version).toBe(0);
});

test("what the other company's document does not take is not handed over: nothing is done by halves", async () => {
  const answer = await api("julien", "POST /payments/pay_1/transfers", { ...south, amount: "500.00", lines: [line("itm_sud", "500.00")], version: 0 });
  expect(answer).toMatchObject({ status: 409, json: { code: "item.not-open-enough" } });
  expect(await all().payments.payment("pay_1")).toMatchObject({ status: "waiting", version: 0 });
  expect([await balanceOf("ent_sud"), await openOf("itm_sud"), await balanceOf("ent_fr")]).toEqual([400_00n, 400_00n, 600_00n]);

  // Between the look and the deed a colleague has paid it.
  const { payments } = all();
  const faster = { ...all(), payments: { ...payments, save: async (...change: Parameters<typeof payments.save>) => {
    const saved = await payments.save(...change);
    if (change[2]?.also) await applyPayment(all(), "pay_3", 0, { customerId: arnaud.id, lines: [{ itemId: "itm_sud", customerId: arnaud.id, number: "SUD", cleared: 1_00n }], adjustments: [] }, { by: { type: "user", id: "usr_julien", name: "Julien" }, now: "2026-02-13T08:00:00.000Z", causedBy: "act_3" });
    return saved;
  } } };
  const racing = apiHandler(transferRoutes, transferHandlers(() => faster), loadUser);
  expect((await ask(racing, "POST /payments/pay_1/transfers", { as: { tenant: TENANT, user: "usr_julien" }, body: { ...south, version: 0 } })).json.code).toBe("item.not-open-enough");
  expect(await all().payments.payment("pay_1")).toMatchObject({ status: "unmatched", allocated: 0n, transfers: [{ returned: { by: { id: "usr_julien" } } }] });
  expect([await balanceOf("ent_sud"), await balanceOf("ent_fr")]).toEqual([399_00n, 600_00n]);
  const third = (await payments.payment("pay_3"))!;
  await takeBackAllocation(all(), "pay_3", third.version, third.allocations[0]!.id, "a test", { by: { type: "user", id: "usr_julien", name: "Julien" }, now: "2026-02-13T08:30:00.000Z", causedBy: "act_4" });
});

test("both companies' invoices are paid, both ERPs are told of it with the other's name, and it is all taken back in one go", async () => {
  const { version } = (await all().payments.payment("pay_2"))!;
  const handed = (await api("julien", "POST /payments/pay_2/transfers", { ...south, version })).json;
  expect(handed).toMatchObject({ payment: { status: "on-account", unallocated: { amount: "600.00" }, transfers: [{ entityId: "ent_sud", amount: { amount: "400.00" } }] }, part: { entityId: "ent_sud", status: "applied", amount: { amount: "400.00" }, transferredFrom: { id: "pay_2", entityId: "ent_fr" } } });
  const rest = (await api("julien", "POST /payments/pay_2/allocations", { customerId: arnaud.id, lines: [line("itm_fr", "600.00")], version: handed.payment.version })).json;
  expect(rest).toMatchObject({ status: "applied", unallocated: { amount: "0.00" } });
  expect([await openOf("itm_fr"), await openOf("itm_sud"), await balanceOf("ent_fr"), await balanceOf("ent_sud")]).toEqual([0n, 0n, 0n, 0n]);
  expect(await rowsOf("ent_fr", "pay_2")).toEqual(expect.arrayContaining(["issue  -100000 ent_sud", "adjustment transferred 40000 ent_sud", "allocation  -60000 ", "allocation  60000 "]));
  expect((await rowsOf("ent_sud", handed.part.id)).toSorted()).toEqual(["allocation  -40000 ent_fr", "allocation  40000 ent_fr", "issue  -40000 ent_fr"]);
  const files: string[] = [];
  await makeBatch({ bookings: bookingStore(TENANT), ledger: all().ledger, write: async (_key, text) => void files.push(text) }, entity("ent_sud", "02"), { by: { type: "user", id: "usr_julien", name: "Julien" }, now: "2026-02-13T10:00:00.000Z" });
  expect(files[0]!.split("\r\n").filter((row) => row.includes(handed.part.id)).map((row) => row.slice(-3))).toEqual([";01", ";01", ";01"]);

  // The bank cannot take a receipt back of which another company has a part.
  const debit = { id: "dbt_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1000_00n, bookedOn: "2026-02-20", kind: "return", reversal: false, text: "REJET", statement: { fileName: "f", runId: "run_2", line: 1 }, state: "open", version: 0 } as const;
  expect(await returnPayment({ ...all(), debits: bankDebitStore(TENANT) }, debit, "pay_2", rest.version, { by: { type: "user", id: "usr_julien", name: "Julien" }, now: "2026-02-20T10:00:00.000Z", causedBy: "act_9" })).toMatchObject({ code: "payment.transferred" });

  const { id } = handed.part;
  expect((await api("norah", `POST /payments/pay_2/transfers/${id}/return`, { entityId: "ent_sud", reason: "wrong", version: rest.version })).json.code).toBe("entity.unknown");
  const back = (await api("julien", `POST /payments/pay_2/transfers/${id}/return`, { entityId: "ent_sud", reason: "wrong", version: rest.version })).json;
  expect(back).toMatchObject({ payment: { unallocated: { amount: "400.00" }, transfers: [{ returned: {} }] }, part: { status: "set-aside", transferredFrom: { returned: true } } });
  expect([await openOf("itm_sud"), await balanceOf("ent_sud"), await openOf("itm_fr"), await balanceOf("ent_fr")]).toEqual([400_00n, 400_00n, 0n, -400_00n]);
  expect((await api("julien", `POST /payments/${id}/reopening`, { version: back.part.version })).json.code).toBe("payment.transferred");
  expect((await api("julien", `POST /payments/pay_2/transfers/${id}/return`, { entityId: "ent_sud", reason: "again", version: back.payment.version })).json.code).toBe("transfer.unknown");
});

test("all of it is another company's: nothing stays here, and whoever takes it back has it as it came", async () => {
  const { version } = (await all().payments.payment("pay_1"))!;
  const handed = (await api("julien", "POST /payments/pay_1/transfers", { entityId: "ent_sud", customerId: arnaud.id, amount: "1000.00", version })).json;
  expect(handed).toMatchObject({ payment: { status: "set-aside", unallocated: { amount: "0.00" } }, part: { status: "unmatched", text: "FR SUD", payerName: "MOULINS ARNAUD" } });
  expect((await api("julien", "POST /payments/pay_1/reopening", { version: handed.payment.version })).json.code).toBe("payment.transferred");
  const back = (await api("julien", `POST /payments/pay_1/transfers/${handed.part.id}/return`, { entityId: "ent_sud", reason: "ours", version: handed.payment.version })).json;
  expect(back.payment).toMatchObject({ status: "unmatched", unallocated: { amount: "1000.00" } });
});
