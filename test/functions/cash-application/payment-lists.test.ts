// The payments of a day are listed in pages, over several legal entities, whatever the size of a page.
import { afterAll, beforeAll, expect, test } from "vitest";
import { received } from "#domain/cash-application/payment.ts";
import { handler } from "#functions/cash-application/api.ts";
import { postingStores } from "#functions/cash-application/order.ts";
import { accessStore } from "#functions/store/access.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";

const TENANT = "fournil";
const counts = { ent_fr: 13, ent_be: 8, ent_de: 0 } as const;
const idsOf = (entity: keyof typeof counts) => Array.from({ length: counts[entity] }, (_, n) => `pay_${entity.slice(4)}${String(n).padStart(3, "0")}` as const);
let dynamo: DynamoDb;

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  const stores = postingStores(TENANT);
  await accessStore(TENANT).putTenant({ id: TENANT, name: "Fournil", currency: "EUR" });
  await accessStore(TENANT).putUser({ id: "usr_camille", email: "camille@us.example", name: "Camille", role: "cash-applier", language: "en", entityIds: [] });
  await accessStore(TENANT).putUser({ id: "usr_denis", email: "denis@us.example", name: "Denis", role: "cash-applier", language: "en", entityIds: ["ent_be"] });
  for (const [n, entity] of (["ent_fr", "ent_be", "ent_de"] as const).entries()) {
    await stores.ledger.putEntity({ id: entity, code: `0${n}`, name: entity, country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
    const paid = (id: `pay_${string}`, bookedOn: string) => received({ id, entityId: entity, account: "FR76", currency: "EUR", minor: 100_00n, bookedOn, kind: "credit-transfer", text: "VIREMENT", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } });
    await Promise.all([...idsOf(entity).map((id) => paid(id, "2026-02-12")), paid(`pay_${entity.slice(4)}later`, "2026-02-13")].map((payment) => stores.payments.create(payment, [])));
  }
}, 60_000);
afterAll(() => dynamo?.close());

const listed = async (user: string, limit: number, query = "day=2026-02-12"): Promise<string[]> => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { status, json } = await ask(handler, `GET /payments?${query}&limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`, { as: { tenant: TENANT, user } });
    expect([status, json.items.length <= limit]).toEqual([200, true]);
    found.push(...json.items.map(({ id }: { id: string }) => id));
    cursor = json.nextCursor;
  } while (cursor);
  return found;
};

test.each([1, 4, 13, 200])("pages of %i show each payment of the day once, and none of another day", async (limit) => {
  expect((await listed("usr_camille", limit)).toSorted()).toEqual([...idsOf("ent_fr"), ...idsOf("ent_be")].toSorted());
});

test("who works for one company leafs through its payments only, also with somebody else's bookmark", async () => {
  expect(await listed("usr_denis", 3)).toEqual(idsOf("ent_be"));
  const page = async (limit: number) => (await ask(handler, `GET /payments?day=2026-02-12&limit=${limit}`, { as: { tenant: TENANT, user: "usr_camille" } })).json.nextCursor as string;
  const follow = async (cursor: string) => (await ask(handler, `GET /payments?day=2026-02-12&limit=200&cursor=${encodeURIComponent(cursor)}`, { as: { tenant: TENANT, user: "usr_denis" } })).json;
  const cursors = await Promise.all([5, 15].map(page));
  expect(cursors.map((cursor) => cursor.slice(0, 7)).toSorted()).toEqual(["ent_be~", "ent_fr~"]);
  const answers = await Promise.all(cursors.toSorted().map(follow));
  expect(answers[0].items.length).toBeGreaterThan(0);
  expect(new Set(answers[0].items.map(({ entityId }: { entityId: string }) => entityId))).toEqual(new Set(["ent_be"]));
  expect(answers[1].code).toBe("request.cursor-unknown");
});

test("what waits is listed in pages too, oldest first in each company", async () => {
  const first = idsOf("ent_fr");
  expect((await listed("usr_camille", 5, "status=waiting&entity=ent_fr")).slice(0, first.length + 1)).toEqual([...first, "pay_frlater"]);
});

const bookmark = (key: object): string => `ent_fr~${Buffer.from(JSON.stringify(key)).toString("base64url")}`;
const foreign = { pk: "moulins#P#pay_1", sk: "A", gsi1pk: "moulins#PD#ent_fr#2026-02-12", gsi1sk: "pay_1" };

test.each(["nonsense", "ent_fr~nonsense", bookmark({ pk: "a" }), bookmark(foreign)])("a bookmark that we did not give (%s) is refused in words", async (cursor) => {
  const { status, json } = await ask(handler, `GET /payments?day=2026-02-12&cursor=${encodeURIComponent(cursor)}`, { as: { tenant: TENANT, user: "usr_camille" } });
  expect([status, json.code, json.items]).toEqual([422, "request.cursor-unknown", undefined]);
});
