// A write-off through the API: within the limit it is posted, above it waits; who asked does not approve, by policy and by rule; refused, nothing has happened.
import { afterAll, beforeAll, expect, test } from "vitest";
import { received } from "#domain/cash-application/payment.ts";
import { houseCodes } from "#domain/cash-application/write-off/codes.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { handler } from "#functions/cash-application/api.ts";
import { postingStores } from "#functions/cash-application/order.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import { bookingStore } from "#functions/store/booking.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

const TENANT = "write-offs";
const people = { camille: "cash-applier", helene: "credit-manager", marc: "credit-manager", alain: "accountant", ines: "collector" } as const;
let dynamo: DynamoDb;
const api = (user: keyof typeof people, request: string, body?: unknown) => ask(handler, request, { as: { tenant: TENANT, user: `usr_${user}` }, body });
const stores = () => postingStores(TENANT);
const itemOf = async (n: number) => (await stores().ledger.itemsByIds(arnaud.id, [`itm_${n}`]))[0]!;

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.POWERTOOLS_LOG_LEVEL = "CRITICAL";
  const { ledger, payments } = postingStores(TENANT);
  await ledger.putEntity({ id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await accessStore(TENANT).putTenant({ id: TENANT, name: "Ardelane", currency: "EUR" });
  for (const [name, role] of Object.entries(people)) await accessStore(TENANT).putUser({ id: `usr_${name}`, email: `${name}@us.example`, name, role, language: "en", entityIds: [] });
  await ledger.saveCustomer(arnaud, undefined);
  for (const n of [1, 2, 3]) {
    const told = reconcile(undefined, invoiceRecord({ id: `itm_${n}`, number: `FA-${n}`, minor: 1000_00n }), { runId: "run_0", asOf: "2026-01-31", now: now(), digest });
    if ("item" in told) await ledger.saveItem(told.item, undefined, told.facts);
    await payments.create(received({ id: `pay_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 800_00n, bookedOn: "2026-02-12", text: `FA-${n}`, kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } }), []);
  }
}, 60_000);
afterAll(() => dynamo?.close());

const short = (n: number, version: number, code?: string) => ({ customerId: arnaud.id, lines: [{ itemId: `itm_${n}`, customerId: arnaud.id, cleared: "1000.00" }], adjustments: [{ type: "other", amount: "200.00", ...(code ? { code } : {}) }], version });

test("above the clerk's limit it waits, visibly; nothing is posted until another person says yes, and then all of it at once", async () => {
  const asked = await api("camille", "POST /payments/pay_1/allocations", short(1, 0));
  expect(asked.json).toMatchObject({ status: "awaiting-approval", unallocated: { amount: "800.00" }, allocations: [], approval: { over: [{ code: "other", amount: { amount: "200.00" }, limit: { amount: "100.00" } }], by: { id: "usr_camille" } } });
  expect((await itemOf(1)).openMinor).toBe(1000_00n);
  expect((await api("marc", "GET /payments?status=awaiting-approval")).json.items).toHaveLength(1);

  for (const request of ["POST /payments/pay_1/set-aside", "POST /payments/pay_1/reopening"]) expect((await api("camille", request, { reason: "no", version: 1 })).json.code).toBe("payment.awaiting-approval");
  expect((await api("camille", "POST /payments/pay_1/allocations", short(1, 1))).json.code).toBe("payment.awaiting-approval");
  expect(await api("camille", "POST /payments/pay_1/approval", { decision: "approve", version: 1 })).toMatchObject({ status: 403, json: { code: "request.forbidden" } });

  const approved = await api("marc", "POST /payments/pay_1/approval", { decision: "approve", version: 1 });
  expect(approved.json).toMatchObject({ status: "applied", allocations: [{ by: { id: "usr_camille" }, approved: { by: { id: "usr_marc" } } }] });
  const item = await itemOf(1);
  expect(item.openMinor).toBe(0n);
  expect(item.postings.find(({ kind }) => kind === "write-off")).toMatchObject({ minor: -200_00n, reason: "other" });
  expect((await api("marc", "POST /payments/pay_1/approval", { decision: "approve", version: 2 })).json.code).toBe("write-off.nothing-to-approve");
});

test("who asked does not approve, also with the right; refused, the payment is open again with the reason; withdrawn, as if nothing had been asked", async () => {
  const big = { ...short(2, 0), lines: [{ itemId: "itm_2", customerId: arnaud.id, cleared: "1000.00" }] };
  const codes = { items: houseCodes.items.map((code) => (code.code === "other" ? { ...code, limits: [{ role: "credit-manager", currency: "EUR", amount: "150" }, { role: "accountant", currency: "*", amount: null }] } : code)), version: 0 };
  expect((await api("helene", "PUT /write-off-codes", codes)).status).toBe(403);
  expect((await api("alain", "PUT /write-off-codes", codes)).json.version).toBe(1);
  expect((await api("alain", "PUT /write-off-codes", codes)).json.code).toBe("write-off.codes-changed-meanwhile");

  expect((await api("helene", "POST /payments/pay_2/allocations", big)).json.status).toBe("awaiting-approval");
  expect(await api("helene", "POST /payments/pay_2/approval", { decision: "approve", version: 1 })).toMatchObject({ status: 403, json: { code: "request.own-proposal" } });
  expect(await api("marc", "POST /payments/pay_2/approval", { decision: "approve", version: 1 })).toMatchObject({ status: 403, json: { code: "write-off.above-your-limit", values: { writeOff: "other" } } });
  expect((await api("ines", "POST /payments/pay_2/approval", { decision: "approve", version: 1 })).json.code).toBe("request.forbidden");
  expect((await api("marc", "POST /payments/pay_2/approval", { decision: "refuse", version: 1 })).json.code).toBe("payment.reason-missing");
  expect((await api("marc", "POST /payments/pay_2/approval", { decision: "refuse", reason: "they must pay", version: 1 })).json).toMatchObject({ status: "waiting", notes: [{ text: "they must pay", by: { id: "usr_marc" } }] });

  expect((await api("helene", "POST /payments/pay_2/allocations", { ...big, version: 2 })).json.status).toBe("awaiting-approval");
  expect((await api("helene", "POST /payments/pay_2/approval/withdrawal", { version: 3 })).json).toMatchObject({ status: "waiting" });
  expect((await itemOf(2)).openMinor).toBe(1000_00n);
});

test("a code of the tenant's own is the reason of the posting, and the ERP is told its account", async () => {
  const { version, items } = await stores().settings.writeOffCodes();
  const goodwill = { code: "goodwill", name: { en: "Goodwill", fr: "Geste commercial" }, type: "other", account: "6743", active: true, limits: [{ user: "usr_camille", currency: "EUR", amount: "200" }] };
  expect((await api("alain", "PUT /write-off-codes", { items: [...items, goodwill], version })).status).toBe(200);
  expect((await api("camille", "GET /write-off-codes")).json.mine).toContainEqual({ code: "goodwill", currency: "EUR", amount: "200.00" });
  expect((await api("camille", "POST /payments/pay_3/allocations", short(3, 0, "good-will"))).json.code).toBe("write-off.code-unknown");
  expect((await api("camille", "POST /payments/pay_3/allocations", short(3, 0, "goodwill"))).json.status).toBe("applied");
  const { allocations } = (await stores().payments.payment("pay_3"))!;
  expect((await api("camille", `POST /allocations/${allocations[0]!.id}/reversal?payment=pay_3`, { reason: "too generous", version: 1 })).status).toBe(200);
  const rows = (await bookingStore(TENANT).withState("ent_fr", "pending")).items.filter(({ paymentId }) => paymentId === "pay_3").flatMap((booking) => booking.rows);
  expect(rows.filter(({ account }) => account === "6743").map(({ kind, minor, reason }) => [kind, minor, reason])).toEqual([["write-off", -200_00n, "goodwill"], ["reversal", 200_00n, "allocation-taken-back"]]);
});
