// A week of a desk: a program asks, a customer's contact looks at the account, a collector goes away and comes back while the machine is restarted in
// between; and the audit, whole to the last record, tells all of it.
import { DeleteItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allRunsEnded, ask, drop, until } from "#test/stories/people.ts";
import { inventedFec } from "#test/world/fec.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

type Recorded = { seq: number; action: string; actor: { type: string; id: string; name?: string }; onBehalfOf?: string; outcome: string };
let cloud: TestCloud;
let customer: string;
let people: { id: string; email: string; name: string; role: string }[];
beforeAll(async () => {
  cloud = await startCloud({ empty: true, now: "2026-12-07T08:00:00+01:00" });
  const { name, bytes } = inventedFec({ siren: "900200301", closing: "20251231", seed: 1 });
  await drop(cloud, "fec", name, bytes);
  await allRunsEnded(cloud, 1);
  customer = (await ask<{ items: { id: string }[] }>(cloud, "/customers?limit=1")).items[0]!.id;
  people = (await ask<{ items: typeof people }>(cloud, "/users")).items;
});
afterAll(() => cloud?.stop());

const audit = async (query: string): Promise<Recorded[]> => (await ask<{ items: Recorded[] }>(cloud, `/audit?limit=200&${query}`)).items;
const told = (query: string, enough: (items: Recorded[]) => boolean) => until(60_000, async () => (async (items) => (enough(items) ? items : undefined))(await audit(query)));
const verify = (): { status: number | null; out: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", "infra/local/audit-verify.ts", "--data", cloud.dataDir], { cwd: join(import.meta.dirname, "../.."), encoding: "utf8" });
  return { status, out: stdout + stderr };
};

test("an import is one object of the audit, with its counts, and not one record for each row", async () => {
  const records = await told("action=import.", (items) => items.some(({ action }) => action === "import.applied"));
  expect(records.every(({ actor }) => actor.type === "source")).toBe(true);
  expect((await audit("")).filter(({ actor }) => actor.type === "source").length).toBeLessThan(12);
});

test("a program with a token of its own asks the same API, and is nobody once its token is taken away", async () => {
  const { token, client } = await ask<{ token: string; client: { id: string } }>(cloud, "/api-clients", { method: "POST", body: { name: "BI", role: "executive", expiresOn: "2027-06-30" } });
  const status = async (path: string) => (await fetch(`${cloud.endpoints.api}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect([await status("/entities"), await status("/audit"), (await fetch(`${cloud.endpoints.api}/entities`)).status]).toEqual([200, 403, 401]);
  await ask(cloud, `/api-clients/${client.id}`, { method: "DELETE" });
  expect(await status("/entities")).toBe(401);
  await told("outcome=denied", (items) => items.some(({ actor, action }) => actor.type === "client" && action === "GET /audit"));
});

test("a contact is mailed a link, opens the account with it once, and sees what our people see", async () => {
  const contact = { pk: { S: `${cloud.endpoints.tenant}#C#${customer}` }, sk: { S: "B#con_ines" } };
  const fields = { __edb_e__: "contact", __edb_v__: "1", t: cloud.endpoints.tenant, c: customer, i: "con_ines", n: "Inès", r: "accounts-payable", e: "ines@client.example", la: "fr", o: "ours" };
  await cloud.aws.dynamodb.send(new PutItemCommand({ TableName: cloud.endpoints.table, Item: { ...contact, ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { S: value }])) } }));
  await ask(cloud, `/customers/${customer}/portal-access`, { method: "POST", body: { contactId: "con_ines" } });
  const mail = await until(60_000, async () => ((await (await fetch(`${cloud.endpoints.mail}/messages`)).json()) as { to: unknown; subject: string; text: string }[]).at(-1));
  expect(mail.subject).toContain("Votre compte chez");
  const link = new URL(/http\S+/.exec(mail.text)![0]);
  expect(link.origin).toBe(new URL(cloud.endpoints.app).origin);
  const open = () => fetch(`${cloud.endpoints.api}/portal/sessions`, { method: "POST", body: JSON.stringify({ token: link.hash.slice(1) }), headers: { origin: link.origin } });
  const opened = await open();
  const cookie = opened.headers.get("set-cookie")!.split(";")[0]!;
  const seen = (await (await fetch(`${cloud.endpoints.api}/portal/account`, { headers: { cookie } })).json()) as object;
  expect(seen).toEqual(await ask(cloud, `/customers/${customer}/portal-preview?contact=con_ines`));
  expect((await open()).status).toBe(401);
  await told(`object=${customer}`, (items) => items.some(({ actor, action }) => actor.type === "contact" && action === "portal-session.created"));
});

test("cover begins and ends by the clock, over a restart, and the audit shows it and for whom was acted", async () => {
  const [collector, boss] = [people.find(({ role }) => role === "collector")!, people.find(({ role }) => role === "credit-manager")!];
  const { id } = await ask<{ id: string }>(cloud, "/absences", { method: "POST", as: boss.email, body: { userId: collector.id, from: "2026-12-09", to: "2026-12-10", delegates: { calls: boss.id, messages: boss.id }, reason: "holidays" } });
  // A machine that has just started may be slow to answer: that is asked again.
  const patch = () =>
    until(120_000, async () => {
      const { customer: current } = await ask<{ customer: { version: number } }>(cloud, `/customers/${customer}`, { as: boss.email });
      const headers = { authorization: `Bearer ${await cloud.token(boss.email)}`, "acting-for": collector.id };
      const answer = await fetch(`${cloud.endpoints.api}/customers/${customer}`, { method: "PATCH", headers, body: JSON.stringify({ segment: `S${current.version}`, version: current.version }) });
      return answer.status >= 500 ? undefined : answer;
    });
  const { customer: held } = await ask<{ customer: { version: number } }>(cloud, `/customers/${customer}`, { as: boss.email });
  await ask(cloud, `/customers/${customer}`, { method: "PATCH", as: boss.email, body: { collector: collector.name, version: held.version } });
  expect((await patch()).status).toBe(403);
  await cloud.kill9();
  expect(verify()).toMatchObject({ status: 0 });
  await cloud.restart();
  await cloud.advance({ now: "2026-12-09T07:00:00+01:00" });
  expect((await patch()).status).toBe(200);
  await told(`object=${id}`, (items) => items.some(({ action }) => action === "AbsenceStarted"));
  expect(await ask<{ items: object[] }>(cloud, "/absences/covered", { as: boss.email })).toMatchObject({ items: [{ userId: collector.id, kinds: ["calls", "messages"] }] });
  await cloud.advance({ now: "2026-12-11T07:00:00+01:00" });
  expect((await patch()).status).toBe(403);
  const ended = await told(`object=${id}`, (items) => items.some(({ action }) => action === "AbsenceEnded"));
  expect(ended.toReversed().map(({ action }) => action)).toEqual(["AbsencePlanned", "AbsenceStarted", "AbsenceEnded"]);
  expect((await audit("")).some(({ onBehalfOf, actor }) => onBehalfOf === collector.id && actor.id === boss.id)).toBe(true);
});

test("the audit is whole; a record taken out of the table is named", async () => {
  const running = verify();
  expect(running).toMatchObject({ status: 0 });
  expect(running.out).toContain("is whole");
  const { Items = [] } = await cloud.aws.dynamodb.send(new QueryCommand({ TableName: cloud.endpoints.table, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { S: `${cloud.endpoints.tenant}#Z#2026-12` } } }));
  const victim = Items[2]!;
  await cloud.aws.dynamodb.send(new DeleteItemCommand({ TableName: cloud.endpoints.table, Key: { pk: victim["pk"]!, sk: victim["sk"]! } }));
  const broken = verify();
  expect(broken.status).toBe(1);
  expect(broken.out).toContain(`broken at record ${Number(victim["sk"]!.S)} (missing)`);
});
