import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditRecord } from "#domain/access/audit/chain.ts";
import type { Role, User } from "#domain/access/schema.ts";
import { asCsv } from "#functions/access/audit.ts";
import { handler as access } from "#functions/access/audit-api.ts";
import { keepAudit } from "#functions/access/keep-audit.ts";
import { handler as ledger } from "#functions/ledger/api.ts";
import { actingAs } from "#functions/runtime/acting.ts";
import { accessStore } from "#functions/store/access.ts";
import { auditStore } from "#functions/store/audit.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { verifyChain } from "#infra/local/audit-chain.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
const person = (role: Role): User => ({ id: `usr_${role}`, email: `${role}@verdier.example`, name: role, role, language: "en", entityIds: [] });
const as = (role: Role, tenant = "verdier") => ({ as: { tenant, user: `usr_${role}` } });
const verify = (tenant = "verdier", known: { seq: number; hash: string }[] = []) => verifyChain(dynamo.raw, dynamo.table, tenant, known);

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  for (const tenant of ["verdier", "stranger"]) for (const role of ["credit-manager", "administrator"] as const) await accessStore(tenant).putUser(person(role));
  // An import brings the customer: nobody of ours.
  await ledgerStore("verdier").saveCustomer(arnaud, undefined, [
    { name: "CustomerChanged", occurredAt: "2026-01-05T06:00:00.000Z", actor: { type: "source", id: "src_sage", run: "run_1" }, data: { customerId: arnaud.id, fields: [] } },
  ]);
  await ask(ledger, "PATCH /customers/cus_arnaud", { ...as("credit-manager"), body: { segment: "A", version: 1 } });
  await ask(ledger, "PATCH /customers/cus_arnaud", { ...as("credit-manager"), body: { language: "de", version: 2 } });
  await ask(access, "GET /audit", as("credit-manager"));
  await keepAudit(await dynamo.records());
}, 60_000);
afterAll(() => dynamo?.close());

test("a change by a person is told with its author, its door, and what was before and after; an import's rows are not", async () => {
  const { json } = await ask(access, "GET /audit?object=cus_arnaud", as("administrator"));
  expect(json.items).toMatchObject([
    { action: "CustomerChanged", outcome: "done", actor: { type: "user", id: "usr_credit-manager" }, source: "web", object: { kind: "customer", id: "cus_arnaud" }, after: { language: "de" } },
    { action: "CustomerChanged", after: { segment: "A" } },
  ]);
  expect(json.items[0].before).toEqual({});
  expect(await verify()).toMatchObject({ broken: undefined, records: 3 });
});

test("an attempt that was refused is told, with who tried what", async () => {
  const { json } = await ask(access, "GET /audit?outcome=denied", as("administrator"));
  expect(json.items).toMatchObject([{ action: "GET /audit", outcome: "denied", actor: { id: "usr_credit-manager" } }]);
});

test("the timeline of a customer names the fields to everybody, and the values to nobody", async () => {
  const { json } = await ask(access, "GET /customers/cus_arnaud/timeline", as("credit-manager"));
  expect(json.items).toMatchObject([{ fields: ["language"] }, { fields: ["segment"] }]);
  expect(JSON.stringify(json)).not.toContain(`"de"`);
  expect((await ask(access, "GET /customers/cus_nobody/timeline", as("credit-manager"))).status).toBe(404);
});

test("the search goes through pages without loss or repetition, by actor, by action and by day", async () => {
  const first = await ask(access, "GET /audit?limit=2", as("administrator"));
  const second = await ask(access, `GET /audit?limit=2&cursor=${first.json.nextCursor}`, as("administrator"));
  expect([...first.json.items, ...second.json.items].map(({ seq }) => seq)).toEqual([3, 2, 1]);
  const today = String(first.json.items[0].at).slice(0, 10);
  const count = async (query: string) => (await ask(access, `GET /audit?${query}`, as("administrator"))).json.items.length as number;
  expect([await count("actor=usr_credit-manager"), await count("actor=usr_nobody"), await count("action=customerchanged"), await count(`from=${today}`), await count("to=2020-01-01")]).toEqual([3, 0, 2, 3, 0]);
});

test("another tenant's administrator sees none of it, and who is no administrator none at all", async () => {
  expect((await ask(access, "GET /audit", as("administrator", "stranger"))).json.items).toEqual([]);
  expect((await ask(access, "GET /audit", as("credit-manager"))).status).toBe(403);
});

test("what comes again from the stream is not written twice, and writers that meet lose nothing", async () => {
  const records = await dynamo.records();
  await Promise.all([keepAudit(records), keepAudit(records)]);
  const before = (await verify()).records;
  const many = (n: number): AuditRecord[] => Array.from({ length: 40 }, (_, at) => ({ ...sample, id: `${n}-${at}` }));
  await Promise.all([1, 2, 3, 4].map((n) => auditStore("verdier").append(many(n), "2026-11")));
  await auditStore("verdier").append(many(2), "2026-11");
  expect(await verify()).toMatchObject({ broken: undefined, records: before + 160 });
});

test("who deletes is named, with what was there", async () => {
  await accessStore("third").putRate({ from: "GBP", to: "EUR", rate: "1.17", on: "2026-01-31" });
  await ledgerStore("third").saveCommitment({ id: "ord_1", customerId: "cus_arnaud", entityId: "ent_fr", kind: "order", number: "C-7", minor: 5_00n, currency: "EUR", sequence: "1" });
  await actingAs({ actor: { type: "user", id: "usr_lea", name: "Léa" }, via: "api", request: "r", reason: "entered twice" }, () => ledgerStore("third").removeCommitment("cus_arnaud", "ord_1"));
  await keepAudit(await dynamo.records());
  const { items } = await auditStore("third").search({ limit: 10 });
  expect(items).toMatchObject([{ action: "commitment.removed", actor: { id: "usr_lea" }, source: "api", reason: "entered twice", customerId: "cus_arnaud", before: { number: "C-7", minor: { amount: "5.00", currency: "EUR" } } }]);
});

test("a record altered, removed or inserted directly in the table is found, wherever it lies", async () => {
  let tenants = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.nat(), fc.constantFrom("alter", "hide", "remove", "insert", "cut", "head"), async (length, at, crime) => {
      const tenant = `t${(tenants += 1)}`;
      await auditStore(tenant).append(Array.from({ length }, (_, n) => ({ ...sample, id: `${n}`, at: `2026-0${n + 1}-01T00:00:00.000Z` })), "2026-03");
      const noted = (await verify(tenant)).head!;
      expect((await verify(tenant, [noted])).broken).toBeUndefined();
      const victim = crime === "cut" ? length : (at % length) + 1;
      await commit(crime, tenant, victim, length);
      const { broken } = await verify(tenant, [noted]);
      expect(broken?.seq).toBeGreaterThanOrEqual(crime === "head" ? 1 : Math.min(victim, length));
    }),
    { numRuns: 12 },
  );
});

test("an export is made for spreadsheets without becoming their formula", () => {
  const csv = asCsv([{ ...sample, id: "1", seq: 1, hash: "h", reason: '=HYPERLINK("x")' }]);
  expect(csv.split("\r\n")[1]).toContain(`"'=HYPERLINK(""x"")"`);
});

const sample: Omit<AuditRecord, "id"> = { at: "2026-02-01T00:00:00.000Z", action: "x.changed", outcome: "done", actor: { type: "user", id: "usr_lea", name: "Léa" }, source: "web", object: { kind: "x", id: "x_1" } };

async function commit(crime: string, tenant: string, victim: number, length: number): Promise<void> {
  const [TableName, sk] = [dynamo.table, { S: String(victim).padStart(12, "0") }];
  const Key = { pk: { S: `${tenant}#Z#2026-03` }, sk };
  const { Item = {} } = await dynamo.raw.send(new GetItemCommand({ TableName, Key }));
  const put = (change: Record<string, AttributeValue>) => dynamo.raw.send(new PutItemCommand({ TableName, Item: { ...Item, ...change } }));
  if (crime === "alter") await put({ text: { S: Item["text"]!.S!.replace("usr_lea", "usr_tom") } });
  else if (crime === "hide") await put({ gsi1pk: { S: `${tenant}#ZS#elsewhere` } });
  else if (crime === "remove" || crime === "cut") await dynamo.raw.send(new DeleteItemCommand({ TableName, Key }));
  else if (crime === "insert") await put({ pk: { S: `${tenant}#Z#2026-${victim % 2 ? "01" : "03"}` }, sk: { S: String(length + 1).padStart(12, "0") } });
  else await dynamo.raw.send(new UpdateItemCommand({ TableName, Key: { pk: { S: `${tenant}#ZH` }, sk: { S: "A" } }, UpdateExpression: "SET seq = :n", ExpressionAttributeValues: { ":n": { N: String(length - 1) } } }));
}
