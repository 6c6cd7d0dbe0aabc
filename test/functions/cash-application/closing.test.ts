// Books are closed and opened through the API by those who may, and then bind everybody who posts.
import { afterAll, beforeAll, expect, test } from "vitest";
import { received } from "#domain/cash-application/payment.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { handler } from "#functions/cash-application/api.ts";
import { postingStores } from "#functions/cash-application/order.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { businessDate, monthEnd } from "#domain/date.ts";
import { accessStore } from "#functions/store/access.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

const TENANT = "closing";
const people = { camille: "cash-applier", helene: "credit-manager", alain: "accountant", xavier: "executive" } as const;
let dynamo: DynamoDb;
const api = (user: keyof typeof people, request: string, body?: unknown) => ask(handler, request, { as: { tenant: TENANT, user: `usr_${user}` }, body });
const stores = () => postingStores(TENANT);

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.POWERTOOLS_LOG_LEVEL = "CRITICAL";
  const { ledger, payments } = stores();
  await ledger.putEntity({ id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await accessStore(TENANT).putTenant({ id: TENANT, name: "Ardelane", currency: "EUR" });
  for (const [name, role] of Object.entries(people)) await accessStore(TENANT).putUser({ id: `usr_${name}`, email: `${name}@us.example`, name, role, language: "en", entityIds: [] });
  await ledger.saveCustomer(arnaud, undefined);
  const told = reconcile(undefined, invoiceRecord({ id: "itm_a", number: "FA-42" }), { runId: "run_0", asOf: "2026-01-31", now: now(), digest });
  if ("item" in told) await ledger.saveItem(told.item, undefined, told.facts);
  await payments.create(received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1200_00n, bookedOn: "2026-02-12", text: "FA-42", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } }), []);
}, 60_000);
afterAll(() => dynamo?.close());

const order = { customerId: arnaud.id, lines: [{ itemId: "itm_a", customerId: arnaud.id, cleared: "1200.00" }] };

test("the accountant sees what is left over and closes February; then nothing is dated there any more, and only the manager opens it again", async () => {
  expect((await api("alain", "GET /closed-periods/ent_fr/cut-off?until=2026-02-28")).json).toMatchObject({ groups: [{ status: "waiting", currency: "EUR", payments: 1, amount: { amount: "1200.00" } }], payments: [{ id: "pay_1", bookedOn: "2026-02-12" }] });
  expect((await api("camille", "POST /closed-periods/ent_fr/closing", { until: "2026-02-28", version: 0 })).status).toBe(403);
  expect((await api("alain", "POST /closed-periods/ent_fr/closing", { until: "2026-02-28", version: 0 })).json).toMatchObject({ closedUntil: "2026-02-28", version: 1, history: [{ type: "closed", by: { name: "alain" } }] });
  expect((await api("helene", "POST /closed-periods/ent_fr/closing", { until: "2026-03-31", version: 0 })).json).toMatchObject({ code: "period.changed-meanwhile" });

  expect(await api("camille", "POST /payments/pay_1/allocations", { ...order, on: "2026-02-27", version: 0 })).toMatchObject({ status: 409, json: { code: "period.closed", values: { until: "2026-02-28" } } });
  const applied = await api("camille", "POST /payments/pay_1/allocations", { ...order, version: 0 });
  expect(applied.json).toMatchObject({ status: "applied", allocations: [{ closedUntil: "2026-02-28" }] });
  const days = (await stores().ledger.items(arnaud.id)).flatMap(({ postings }) => postings).filter(({ by }) => by.startsWith("act_")).map(({ on }) => on);
  expect(days.toSorted()[0]).toBe("2026-03-01");
  expect(days.some((on) => on <= "2026-02-28")).toBe(false);

  expect((await api("alain", "POST /closed-periods/ent_fr/reopening", { reason: "a late bank file", version: 1 })).status).toBe(403);
  expect((await api("xavier", "GET /closed-periods")).json.items).toMatchObject([{ entityId: "ent_fr", closedUntil: "2026-02-28" }]);
  const opened = await api("helene", "POST /closed-periods/ent_fr/reopening", { until: "2026-01-31", reason: "a late bank file", version: 1 });
  expect(opened.json).toMatchObject({ closedUntil: "2026-01-31", version: 2, history: [{}, { type: "reopened", before: "2026-02-28", reason: "a late bank file", by: { name: "helene" } }] });
});

test("an allocation that is taken back after a closing is dated on the first open day", async () => {
  const today = businessDate(now(), "Europe/Paris");
  const { version } = await stores().settings.closed("ent_fr");
  expect((await api("alain", "POST /closed-periods/ent_fr/closing", { until: monthEnd(today), version })).status).toBe(200);
  const { allocations, version: current } = (await stores().payments.payment("pay_1"))!;
  const back = await api("camille", `POST /allocations/${allocations[0]!.id}/reversal?payment=pay_1`, { reason: "wrong invoice", version: current });
  expect(back.json.allocation.takenBack.on > monthEnd(today)).toBe(true);
});
