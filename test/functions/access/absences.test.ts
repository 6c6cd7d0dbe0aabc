import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Role, User } from "#domain/access/schema.ts";
import { handler as access } from "#functions/access/api.ts";
import { keepAudit } from "#functions/access/keep-audit.ts";
import { tellAbsences } from "#functions/access/tell-absences.ts";
import { handler as ledger } from "#functions/ledger/api.ts";
import { accessStore } from "#functions/store/access.ts";
import { auditStore } from "#functions/store/audit.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud } from "#test/world/ledger.ts";

const person = (name: string, role: Role): User => ({ id: `usr_${name}`, email: `${name}@verdier.example`, name, role, language: "en", entityIds: [] });
const as = (user: string) => ({ tenant: "verdier", user: `usr_${user}` });
const at = (instant: string) => (process.env.QUITTANCE_CLOCK_OFFSET_MS = String(Date.parse(instant) - Date.now()));
const holidays = { from: "2026-12-21", to: "2026-12-31", delegates: { calls: "usr_tom" } };

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  for (const user of [person("lea", "collector"), person("tom", "collector"), person("ines", "credit-manager"), person("ada", "administrator")]) await accessStore("verdier").putUser(user);
  await ledgerStore("verdier").saveCustomer({ ...arnaud, collector: "lea" }, undefined);
}, 60_000);
afterAll(() => (delete process.env.QUITTANCE_CLOCK_OFFSET_MS, dynamo?.close()));
beforeEach(() => void at("2026-12-01T09:00:00.000Z"));

test("while she is away her customers are seen by whoever covers her, with his own rights, and the audit says for whom", async () => {
  const { status, json: planned } = await ask(access, "POST /absences", { as: as("lea"), body: { ...holidays, reason: "skiing" } });
  expect([status, planned.userId]).toEqual([201, "usr_lea"]);
  const open = async (headers: Record<string, string> = { "acting-for": "usr_lea" }) => (await ask(ledger, "GET /customers/cus_arnaud", { as: as("tom"), headers })).status;
  expect([await open(), await open({})]).toEqual([403, 404]);
  at("2026-12-22T09:00:00.000Z");
  expect([await open(), await open({})]).toEqual([200, 404]);
  expect((await ask(access, "GET /absences/covered", { as: as("tom") })).json.items).toEqual([{ userId: "usr_lea", name: "lea", kinds: ["calls"], to: "2026-12-31" }]);
  expect((await ask(ledger, "PATCH /customers/cus_arnaud", { as: as("tom"), headers: { "acting-for": "usr_lea" }, body: { segment: "A", version: 1 } })).status).toBe(200);
  expect((await ask(ledger, "PATCH /customers/cus_arnaud", { as: as("ines"), headers: { "acting-for": "usr_lea" }, body: { segment: "B", version: 2 } })).json.code).toBe("absence.not-covering");
  at("2027-01-01T09:00:00.000Z");
  expect(await open()).toBe(403);
  await keepAudit(await dynamo.records());
  const { items } = await auditStore("verdier").search({ subject: "cus_arnaud", limit: 10, wanted: ({ action }) => action === "CustomerChanged" });
  expect(items).toMatchObject([{ actor: { id: "usr_tom" }, onBehalfOf: "usr_lea", after: { segment: "A" } }]);
});

test("that it began and ended is told once each, also when nobody looked in between", async () => {
  at("2027-01-03T09:00:00.000Z");
  expect(await tellAbsences()).toEqual({ told: 2 });
  expect(await tellAbsences()).toEqual({ told: 0 });
  await keepAudit(await dynamo.records());
  const { items } = await auditStore("verdier").search({ limit: 50, wanted: ({ action }) => action.startsWith("Absence") });
  expect(items.toReversed().map(({ action, actor }) => [action, actor.id])).toEqual([["AbsencePlanned", "usr_lea"], ["AbsenceStarted", "absence-cover"], ["AbsenceEnded", "absence-cover"]]);
});

test("one plans for oneself; a supervisor plans for others, and sees the load before", async () => {
  const plan = { userId: "usr_tom", from: "2026-12-28", to: "2026-12-30", delegates: { calls: "usr_ines", messages: "usr_ines" } };
  expect((await ask(access, "POST /absences", { as: as("lea"), body: plan })).json.code).toBe("absence.not-yours");
  const { json } = await ask(access, "POST /absences/preview", { as: as("ines"), body: plan });
  expect(json).toEqual({ uncovered: ["approvals", "disputes"], delegates: [{ userId: "usr_ines", name: "ines", kinds: ["calls", "messages"], days: 3, awayDays: 0, most: 1, alsoFor: [] }] });
  const { json: planned } = await ask(access, "POST /absences", { as: as("ines"), body: plan });
  const { json: calendar } = await ask(access, "GET /absences?from=2026-12-29", { as: as("lea") });
  expect(calendar.items).toMatchObject([{ name: "lea" }, { name: "tom", state: "planned" }]);
  expect(calendar.people.map(({ userId, role }: { userId: string; role: string }) => [userId, role]).toSorted()).toEqual([["usr_ada", "administrator"], ["usr_ines", "credit-manager"], ["usr_lea", "collector"], ["usr_tom", "collector"]]);
  expect((await ask(access, `DELETE /absences/${planned.id}`, { as: as("lea") })).status).toBe(403);
  expect((await ask(access, `DELETE /absences/${planned.id}`, { as: as("tom") })).json.cancelled).toBe(true);
  expect(await tellAbsences()).toEqual({ told: 0 });
});
