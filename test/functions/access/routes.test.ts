// Every route of the published API × every role × own and foreign rows × own and foreign tenant, against the table in route-expectations.ts.
import { afterAll, beforeAll, expect, test } from "vitest";
import { api } from "#domain/api.ts";
import type { Route } from "#domain/route.ts";
import { absenceStore } from "#functions/store/absences.ts";
import { clientStore } from "#functions/store/clients.ts";
import { expectations, questions, type Expected } from "#test/functions/access/route-expectations.ts";
import { ABROAD, HOME, openDesk, people, type Where } from "#test/world/desk.ts";

/** The portal's contacts have a door and a session of their own (test/functions/portal). */
const routes = Object.entries<Route>(api).filter(([, { action }]) => action !== "public" && action !== "portal.session");
const prefixes = { customer: "cus", account: "cus", item: "itm", source: "src", import: "run", payment: "pay", allocation: "alc", entity: "ent", message: "msg", advice: "adv", export: "exp", booking: "bok", debit: "dbt" } as const;
let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
  await absenceStore(HOME).save({ id: "abs_one", userId: "usr_executive", from: "2026-07-01", to: "2026-07-10", timeZone: "Europe/Paris", delegates: {}, cancelled: false, createdBy: "usr_executive" }, []);
  await clientStore(HOME).create({ id: "usr_api-one", name: "ERP", role: "executive", entityIds: [], status: "active", createdAt: "2026-01-01T00:00:00.000Z", createdBy: "usr_administrator", expiresOn: "2099-01-01" }, "2026-01-01T00:00:00.000Z");
}, 120_000);
afterAll(() => desk?.close());

const requestOf = (key: string, { about }: Route, where: Where): string => {
  const { path = key.split(" ")[1]!, query } = questions[key] ?? {};
  const named = path.replace("{id}", about ? `${prefixes[about]}_{where}` : "none");
  return `${key.split(" ")[0]} ${named}${query ? `?${query}` : ""}`.replaceAll("{where}", where);
};
const bodyOf = (key: string, where: Where): unknown => (key.startsWith("GET") || key.startsWith("DELETE") ? undefined : JSON.parse(JSON.stringify(questions[key]?.body ?? {}).replaceAll("{where}", where)));
const askedBy = async (key: string, route: Route, person: string, where: Where, tenant = HOME) => {
  const body = bodyOf(key, where);
  const answer = await desk.ask(requestOf(key, route, where), { as: { tenant, user: `usr_${person}` }, body });
  if (answer.status >= 500) throw new Error(`${key} failed for ${person}: ${answer.text}`);
  return answer;
};
/** Rows are told by their names and ids; a person's own limits name entities and customers as well, and are no rows. */
const rowsIn = (text: string, where: Where): boolean => new RegExp(`(Customer|Contact|Entity|Source) ${where}|FA-${where}|(itm|run|src|pay|msg|msg_call|hld|prm|bok|exp)[_-]${where}|"entityId":"ent_${where}`).test(text);
const isList = (key: string, { about }: Route): boolean => (key.startsWith("GET") || questions[key]?.lists === true) && !about;

/** What the answers amount to, in the words of the table. */
async function outcome(key: string, route: Route, person: string): Promise<string> {
  const own = await askedBy(key, route, person, "domestic");
  if (own.status === 403) return "no";
  if (own.status === 404 && String(own.json.code).endsWith("unknown")) return `the own row is hidden (${own.text})`;
  if (isList(key, route)) {
    // Beside the rows, the preview of a run names late sources: whoever may ask may see them all.
    const rows = JSON.stringify(own.json.items ?? own.json);
    const [domestic, foreign] = [rowsIn(rows, "domestic"), rowsIn(rows, "foreign")];
    return !domestic && !foreign ? "yes" : domestic && foreign ? "all" : domestic ? "own" : `the foreign rows alone (${own.text})`;
  }
  if (!route.about) return "yes";
  const foreign = await askedBy(key, route, person, "foreign");
  if (foreign.status === 403) return "refused instead of hidden";
  if (foreign.status !== 404 || foreign.json.code !== `${route.about === "account" ? "customer" : route.about}.unknown`) return "all";
  const never = await askedBy(key, route, person, "never" as Where);
  return never.status === 404 && never.text === foreign.text ? "own" : `what is foreign answers otherwise than what does not exist (${never.text})`;
}

test("every route of the API has a row in the table of expectations, and every row a route", () => {
  expect([...expectations.keys()].toSorted()).toEqual(routes.map(([key]) => key).toSorted());
  for (const [key, row] of expectations) expect(Object.keys(people).filter((person) => !["no", "yes", "own", "all"].includes(row.get(person) ?? "")), key).toEqual([]);
});

test.each(routes)("%s: each role gets what the table says", async (key, route) => {
  const row = expectations.get(key) ?? new Map<string, Expected>();
  const found = await Promise.all(Object.keys(people).map(async (person) => [person, await outcome(key, route, person)] as const));
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(row));
});

test.each(routes)("%s: from another tenant, none of it exists", async (key, route) => {
  const check = async (person: string) => {
    const { status, json, text } = await askedBy(key, route, person, "domestic", ABROAD);
    // Told is that there is nothing, in words or by an empty list, or that the request is unfinished, whatever it is about.
    if (route.about) expect([person, [404, 422].includes(status) || json.items?.length === 0]).toEqual([person, true]);
    expect([person, rowsIn(text, "domestic"), rowsIn(text, "foreign")]).toEqual([person, false, false]);
  };
  // Whoever lacks the right is refused before any row is looked at, so only the others need to be asked again.
  await Promise.all(Object.keys(people).filter((person) => expectations.get(key)?.get(person) !== "no").map(check));
});

test.each(routes)("%s: without a verified token nobody is answered", async (key, route) => {
  expect((await desk.ask(requestOf(key, route, "domestic"), key.startsWith("GET") ? {} : { body: {} })).status).toBe(401);
});

test.each(Object.entries<Route>(api).filter(([, { action }]) => action === "portal.session"))("%s: no token of ours opens what is a contact's own", async (key) => {
  for (const person of ["administrator", "collector", "customer"]) expect((await desk.ask(key, { as: { tenant: HOME, user: `usr_${person}` } })).status, person).toBe(401);
});
