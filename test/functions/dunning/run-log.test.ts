// The log of real runs: what was decided that morning, what became of it, and what the next run would do otherwise.
import { afterAll, beforeAll, expect, test } from "vitest";
import { booksOf } from "#functions/dunning/books.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { planShard } from "#functions/dunning/plan-shard.ts";
import { runLog } from "#functions/dunning/run-log.ts";
import { shardsOf } from "#functions/dunning/start-run.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { credentials, openS3ForTest } from "#test/infra/local/s3/open-for-test.ts";
import { openDunningDesk, TENANT, type Person } from "#test/world/dunning-desk.ts";

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
let storage: Awaited<ReturnType<typeof openS3ForTest>>;
const MORNING = "2026-02-23T04:00:00.000Z";
const run = async (at: string) => Promise.all((await shardsOf(TENANT, "Europe/Paris", at)).map((shard) => planShard(shard, at, booksOf(TENANT), runLog(evidenceInBucket("documents"), TENANT))));

beforeAll(async () => {
  storage = await openS3ForTest({ documents: {} });
  desk = await openDunningDesk(async () => (await import("#functions/dunning/api.ts")).handler);
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: storage.s3.endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_REGION: "eu-west-3", DOCUMENTS_BUCKET: "documents" });
  desk.at(MORNING);
  const debtor = (name: string, own: object = {}) => desk.debtor({ id: `cus_${name}`, name, owes: [{ number: `F-${name}`, minor: 120_000n, dueOn: "2026-02-10" }], email: `${name}@example.com`, ...own });
  await debtor("arnaud");
  await debtor("besse");
  await debtor("foreign", { collector: "somebody else" });
  await desk.publish();
  await desk.api("camille", "POST /dunning/holds", { reason: "vip", scope: { of: "debtor", customerId: "cus_besse" }, from: "2026-01-01", owner: "usr_camille" });
  await run(MORNING);
}, 90_000);
afterAll(async () => {
  await desk?.close();
  await storage?.close();
});

async function everything(first: (cursor?: string) => Promise<any>): Promise<any[]> {
  const answers = [await first()];
  while (answers.at(-1).nextCursor) answers.push(await first(answers.at(-1).nextCursor));
  return answers;
}
const logOf = async (person: Person) => (await everything(async (cursor) => (await desk.api(person, `GET /dunning/runs/2026-02-23${cursor ? `?cursor=${cursor}` : ""}`)).json)).flatMap(({ items }) => items);

test("the day of a real run is listed, and its log says who was planned, who was held and why, and what became of the messages", async () => {
  expect((await desk.api("helene", "GET /dunning/runs")).json.items).toEqual([{ on: "2026-02-23", parts: 3 }]);
  const rows = (await logOf("helene")).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(rows.map(({ name, outcome, reasons, sent }) => [name, outcome, reasons.map(({ code }: any) => code), sent.map(({ state }: any) => state.status)])).toEqual([["arnaud", "sends", [], ["planned"]], ["besse", "held", ["vip"], []], ["foreign", "sends", [], ["planned"]]]);
  expect((await desk.api("helene", "GET /dunning/runs/2026-02-22")).json.items).toEqual([]);
});

test("the log shows one's own customers and nobody else's, and who may not see runs sees none", async () => {
  expect((await logOf("camille")).map(({ name }) => name).toSorted()).toEqual(["arnaud", "besse"]);
  expect((await desk.api("ines", "GET /dunning/runs")).status).toBe(403);
});

test("a part that is planned again leaves the first word standing", async () => {
  await run("2026-02-23T05:00:00.000Z");
  expect((await logOf("camille")).find(({ name }) => name === "arnaud")).toMatchObject({ outcome: "sends", sent: [{ state: { status: "planned" } }] });
});

test("the next run is compared with the last real one: who is new, who is gone", async () => {
  await desk.debtor({ id: "cus_new", name: "new", owes: [{ number: "F-new", minor: 120_000n, dueOn: "2026-02-16" }], email: "new@example.com" });
  const preview = await everything(async (cursor) => (await desk.api("camille", "POST /dunning/runs", { simulate: true, compare: true, on: "2026-02-24", ...(cursor ? { cursor } : {}) })).json);
  expect(preview.flatMap(({ changes }) => changes).map(({ change, name }) => `${change} ${name}`).toSorted()).toEqual(["gone arnaud", "new new"]);
  expect(new Set(preview.flatMap(({ comparedWith }) => comparedWith ?? []))).toEqual(new Set(["2026-02-23"]));
  expect((await dunningStore(TENANT).messagesOf("cus_new")).items).toEqual([]);
});
