// Inviting, limiting and disabling people; copying roles; and why somebody may or may not. With the user pool of the local cloud behind it.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessRoutes } from "#domain/access/routes.ts";
import type { User } from "#domain/access/schema.ts";
import { administrationHandlers } from "#functions/access/administration.ts";
import { accessHandlers } from "#functions/access/api.ts";
import { userHandlers } from "#functions/access/users.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { cognitoApi } from "#infra/local/identity/admin-api.ts";
import { UserPool } from "#infra/local/identity/user-pool.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
let pool: Server;
let door: unknown;
const users = new UserPool(new DatabaseSync(":memory:"), () => Date.parse("2026-03-31T08:00:00Z"));
const TODAY = new Date().toISOString().slice(0, 10);
const person = (id: User["id"], role: string, change: Partial<User> = {}): User => ({ id, email: `${id}@verdier.example`, name: id.slice(4), role, language: "en", entityIds: [], ...change });
const as = (user: string, groups?: string) => ({ as: { tenant: "verdier", user, ...(groups ? { "cognito:groups": groups } : {}) } as { tenant: string; user: string } });
const nadia = as("usr_nadia");
const invite = (body: object) => ask(door, "POST /users", { ...nadia, body: { language: "fr", role: "collector", ...body } });

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  const serve = cognitoApi({ poolId: "pool", users, endSessionsOf: () => undefined, log: () => undefined });
  pool = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const answer = await serve({ method: "POST", url: new URL("http://x/"), headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) }, undefined as never);
      response.writeHead(answer!.status, answer!.headers).end(answer!.body);
    });
  });
  await new Promise<void>((ready) => pool.listen(0, "127.0.0.1", ready));
  const cognito = new CognitoIdentityProviderClient({ endpoint: `http://127.0.0.1:${(pool.address() as AddressInfo).port}`, region: "eu-west-3" });
  door = apiHandler(accessRoutes, { ...accessHandlers(), ...administrationHandlers(userHandlers(() => ({ cognito, id: "pool" }))) }, loadUser);

  const access = accessStore("verdier");
  await access.putTenant({ id: "verdier", name: "Verdier", currency: "EUR" });
  for (const user of [person("usr_nadia", "administrator"), person("usr_ines", "collector", { name: "Inès Marchetti" }), person("usr_uk", "accountant", { entityIds: ["ent_uk"] })]) await access.putUser(user);
  const ledger = ledgerStore("verdier");
  for (const [id, name] of [["ent_fr", "Verdier France"], ["ent_uk", "Verdier UK"]] as const) await ledger.putEntity({ id, code: id, name, country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await ledger.saveCustomer({ ...arnaud, collector: "Inès Marchetti" }, undefined);
  await ledger.saveCustomer({ ...arnaud, id: "cus_elan", code: "E", name: "Élan", collector: "Thomas Lebrun" }, undefined);
}, 60_000);
afterAll(async () => {
  pool?.close();
  await dynamo?.close();
});

test("who is invited gets an account bound to the tenant, and is told by the facts", async () => {
  const { status, json } = await invite({ email: "thomas@verdier.example", name: "Thomas Lebrun", knownAs: ["TL"] });
  expect([status, json.status, json.knownAs]).toEqual([201, "invited", ["TL"]]);
  expect(users.find("thomas@verdier.example")?.attributes).toMatchObject({ "custom:tenant": "verdier", "custom:user": json.id });
  const { json: found } = await ask(door, `GET /users/${json.id}`, nadia);
  expect(found).toMatchObject({ scope: { collectors: expect.arrayContaining(["Thomas Lebrun", "TL"]) }, signIn: { state: "invited", mfa: false }, role: { id: "collector" } });
  const facts = (await dynamo.records()).flatMap(({ dynamodb }) => JSON.stringify(dynamodb?.NewImage?.f ?? "").match(/User(Invited|Changed|Disabled)/g) ?? []);
  expect(facts).toEqual(["UserInvited"]);
});

test.each([
  [{ email: "Thomas@Verdier.example", name: "Tom" }, 409, "user.email-taken"],
  [{ email: "tl@verdier.example", name: "TL" }, 409, "user.name-taken"],
  [{ email: "x@verdier.example", name: "X", role: "king" }, 404, "role.unknown"],
  [{ email: "x@verdier.example", name: "X", entityIds: ["ent_never"] }, 404, "entity.unknown"],
  [{ email: "x@verdier.example", name: "X", role: "customer" }, 422, "user.customer-missing"],
  [{ email: "x@verdier.example", name: "X", sees: "team" }, 422, "user.team-missing"],
  [{ email: "no address", name: "X" }, 422, "request.invalid"],
])("an invitation %j is refused with %s %s", async (body, status, code) => {
  expect(await invite(body)).toMatchObject({ status, json: { code } });
});

test("an address that opens another desk is refused, and nobody is added", async () => {
  users.create("elsewhere@verdier.example", { "custom:tenant": "stranger", "custom:user": "usr_else" });
  expect(await invite({ email: "elsewhere@verdier.example", name: "Else" })).toMatchObject({ status: 409, json: { code: "user.email-elsewhere" } });
  expect(await accessStore("verdier").userByMail("elsewhere@verdier.example")).toBeUndefined();
});

test("whoever is disabled cannot sign in, and his token ends at the door; enabled again, he is back", async () => {
  const { json: paul } = await invite({ email: "paul@verdier.example", name: "Paul" });
  expect((await ask(door, "GET /me", as(paul.id))).status).toBe(200);
  expect((await ask(door, `PATCH /users/${paul.id}`, { ...nadia, body: { status: "disabled" } })).json.status).toBe("disabled");
  expect((await ask(door, "GET /me", as(paul.id))).status).toBe(401);
  expect(users.find("paul@verdier.example")?.enabled).toBe(false);
  await ask(door, `PATCH /users/${paul.id}`, { ...nadia, body: { status: "active" } });
  expect((await ask(door, "GET /me", as(paul.id))).status).toBe(200);
  expect(users.find("paul@verdier.example")?.enabled).toBe(true);
});

test("the last administrator can neither leave nor be disabled; with a second one, only by the other", async () => {
  expect((await ask(door, "PATCH /users/usr_nadia", { ...nadia, body: { role: "executive" } })).json.code).toBe("user.not-yourself");
  const { json: second } = await invite({ email: "second@verdier.example", name: "Second", role: "administrator" });
  expect((await ask(door, "PATCH /users/usr_nadia", { ...nadia, body: { status: "disabled" } })).json.code).toBe("user.not-yourself");
  expect((await ask(door, `PATCH /users/${second.id}`, { ...nadia, body: { role: "executive" } })).json.role).toBe("executive");
});

test("a role is copied and its rights changed; who has it may exactly that, at the next request", async () => {
  const { status, json: role } = await ask(door, "POST /roles", { ...nadia, body: { from: "collector", name: { en: "Key account collector", fr: "Recouvrement grands comptes" } } });
  expect([status, role]).toMatchObject([201, { id: "key-account-collector", basedOn: "collector", standard: false, sees: "portfolio", version: 1 }]);
  await ask(door, "PATCH /users/usr_uk", { ...nadia, body: { role: role.id, entityIds: [] } });
  expect((await ask(door, "GET /users", as("usr_uk"))).status).toBe(403);
  const changed = await ask(door, `PUT /roles/${role.id}`, { ...nadia, body: { name: role.name, rights: ["user.read"], sees: "everything", hides: ["margin"], version: 1 } });
  expect(changed.json).toMatchObject({ rights: ["me.read", "user.read"], users: 1, version: 2 });
  expect((await ask(door, "GET /users", as("usr_uk"))).status).toBe(200);
  expect((await ask(door, `PUT /roles/${role.id}`, { ...nadia, body: { ...role, rights: [], version: 1 } })).json.code).toBe("role.changed-meanwhile");
  expect((await ask(door, `DELETE /roles/${role.id}`, nadia)).json).toMatchObject({ code: "role.in-use", values: { users: 1 } });
  await ask(door, "PATCH /users/usr_uk", { ...nadia, body: { role: "accountant", entityIds: ["ent_uk"] } });
  expect((await ask(door, `DELETE /roles/${role.id}`, nadia)).status).toBe(204);
});

test("standard roles stay as they are, and a right that does not exist is none", async () => {
  const { json: copy } = await ask(door, "POST /roles", { ...nadia, body: { from: "executive", name: { en: "Auditor", fr: "Auditeur" } } });
  const content = { name: copy.name, rights: ["customer.read"], sees: "everything", hides: [], version: 1 };
  expect((await ask(door, "PUT /roles/executive", { ...nadia, body: content })).json.code).toBe("role.standard");
  expect((await ask(door, "PUT /roles/auditor", { ...nadia, body: { ...content, rights: ["customer.devour"] } })).json.code).toBe("right.unknown");
  expect((await ask(door, "POST /roles", { ...nadia, body: { from: "executive", name: { en: "Auditor", fr: "Autre" } } })).json.code).toBe("role.id-taken");
});

test("the matrix explains each right in both languages", async () => {
  const { json } = await ask(door, "GET /roles", nadia);
  expect(json.rights.length).toBeGreaterThan(15);
  for (const { right, object, verb, words } of json.rights) expect([right, /^.{10,}\.$/.test(words.en), /^.{10,}\.$/.test(words.fr)]).toEqual([`${object}.${verb}`, true, true]);
});

test("a group of the identity provider gives its role for as long as the token says so", async () => {
  const mapping = { items: [{ group: "finance-admins", role: "administrator" }], version: 0 };
  expect((await ask(door, "PUT /role-groups", { ...nadia, body: mapping })).json.version).toBe(1);
  expect((await ask(door, "PUT /role-groups", { ...nadia, body: mapping })).json.code).toBe("role.changed-meanwhile");
  expect((await ask(door, "GET /me", as("usr_ines", "[everybody finance-admins]"))).json.actions).toContain("role.change");
  expect((await ask(door, "GET /me", as("usr_ines", "[everybody]"))).json.actions).not.toContain("role.change");
});

const why = async (user: string, action: string, resource?: string) => (await ask(door, `GET /access/explanation?user=${user}&action=${action}${resource ? `&resource=${resource}` : ""}`, nadia)).json;

test("why can Inès see this customer: her role has the right, and she is its collector", async () => {
  const answer = await why("usr_ines", "customer.read", "cus_arnaud");
  expect(answer).toMatchObject({ outcome: "allow", answer: "done", policies: [{ id: "rights.role", effect: "permit", text: expect.stringContaining("permit") }], role: { id: "collector", hasRight: true } });
  expect(answer.scope).toMatchObject([{ part: "collectors", value: ["Inès Marchetti"], holds: true }]);
});

test("why not that one: it is Thomas's, in both languages, with the policy as it is written", async () => {
  const answer = await why("usr_ines", "customer.read", "cus_elan");
  expect(answer).toMatchObject({ outcome: "deny", answer: "not-found", policies: [{ id: "scope.portfolio", effect: "forbid", text: expect.stringContaining("principal has collectors") }] });
  expect(answer.summary.en).toContain("collector: Thomas Lebrun, and not one of");
  expect(answer.summary.fr).toContain("chargé de recouvrement : Thomas Lebrun, hors de la limite");
  expect(answer.reasons).toContainEqual({ code: "scope.outside", part: "collectors" });
});

test("why not change roles: the role lacks the right; and of nothing, nothing is told", async () => {
  expect(await why("usr_ines", "role.change")).toMatchObject({ outcome: "deny", answer: "forbidden", policies: [], role: { hasRight: false }, reasons: [{ code: "right.missing", right: "role.change" }] });
  expect((await why("usr_uk", "entity.read", "ent_fr")).policies[0].id).toBe("scope.entity");
  expect((await why("usr_ines", "customer.read", "cus_never")).code).toBe("resource.unknown");
  expect((await why("usr_never", "customer.read")).code).toBe("user.unknown");
});

test("a program is asked about like a person, and one that was revoked may nothing", async () => {
  const { json } = await ask(door, "POST /api-clients", { ...nadia, body: { name: "Warehouse", role: "accountant", entityIds: ["ent_uk"], expiresOn: TODAY } });
  expect(await why(json.client.id, "entity.read", "ent_uk")).toMatchObject({ outcome: "allow", hides: ["score", "margin"] });
  expect((await why(json.client.id, "entity.read", "ent_fr")).summary.en).toBe("Warehouse may not: legal entity: Verdier France, and not one of Verdier UK.");
  await ask(door, `DELETE /api-clients/${json.client.id}`, nadia);
  expect(await why(json.client.id, "entity.read", "ent_uk")).toMatchObject({ outcome: "deny", policies: [{ id: "rights.disabled" }] });
});

test("the list says on demand how each person signs in", async () => {
  const signIn = async (query: string) => (await ask(door, `GET /users${query}`, nadia)).json.items.find(({ name }: User) => name === "Thomas Lebrun").signIn;
  expect(await signIn("?signIn=true")).toMatchObject({ state: "invited", mfa: false });
  expect(await signIn("")).toBeUndefined();
});
