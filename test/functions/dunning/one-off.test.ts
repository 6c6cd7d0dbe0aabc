// Messages by hand through their door: chosen customers or a filter, once per mailing, and who approves what is above the limits.
import { afterAll, beforeAll, expect, test } from "vitest";
import { dunningStore } from "#functions/store/dunning.ts";
import { openDunningDesk, TENANT, type Person } from "#test/world/dunning-desk.ts";

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
beforeAll(async () => {
  desk = await openDunningDesk(async () => (await import("#functions/dunning/api.ts")).handler);
  desk.at("2026-03-11T08:00:00.000Z");
  const debtor = (name: string, minor: bigint, own: object = {}) => desk.debtor({ id: `cus_${name}`, name, owes: [{ number: `F-${name}`, minor, dueOn: "2026-02-10" }], email: `${name}@example.com`, ...own });
  await debtor("arnaud", 120_000n);
  await debtor("besse", 90_000n, { country: "DE", language: "de" });
  await debtor("cordier", 700_000n, { segment: "retail" });
  await debtor("foreign", 900_000n, { collector: "somebody else" });
  await desk.publish();
  await desk.api("helene", "POST /dunning/holds", { reason: "vip", scope: { of: "debtor", customerId: "cus_cordier" }, from: "2026-01-01", owner: "usr_helene" });
}, 60_000);
afterAll(() => desk?.close());

const preview = async (body: object, person: Person = "camille") => (await desk.api(person, "POST /messages/preview", { template: "reminder-1", ...body })).json;
const outcomes = ({ items }: any) => items.map(({ customer, outcome, language, reasons, mayOverride }: any) => [customer.name, outcome, language ?? reasons[0].code, mayOverride]).toSorted();
const send = (body: object, person: Person = "camille") => desk.api(person, "POST /messages", { template: "reminder-1", batch: "march", ...body });

test("the preview says who gets it and in which language, who does not and why, and leaves no trace; foreign customers are as if they were not there", async () => {
  const { items, ...rest } = await preview({ customers: ["cus_arnaud", "cus_besse", "cus_cordier", "cus_foreign", "cus_never"] });
  expect(outcomes({ items })).toEqual([["arnaud", "sends", "fr", []], ["besse", "sends", "de", []], ["cordier", "excluded", "vip", ["vip"]]].toSorted());
  expect([rest.outcomes, (await desk.api("camille", "GET /messages?customer=cus_arnaud")).json.items]).toEqual([{ sends: 2, approval: 0, excluded: 1 }, []]);
});

test.each([
  ["a country", { countries: ["DE"] }, ["besse"]],
  ["days late and an amount", { daysLateAtLeast: 20, overdueAtLeast: { amount: "1000.00", currency: "EUR" } }, ["arnaud", "cordier"]],
  ["an amount in a currency that nobody owes", { overdueAtLeast: { amount: "1.00", currency: "USD" } }, []],
  ["a level that nobody has reached", { levelAtLeast: 1 }, []],
])("a filter by %s picks among one's own customers", async (_what, filter, names) => {
  expect((await preview({ filter })).items.map(({ customer }: any) => customer.name).toSorted()).toEqual(names);
});

test("the same mailing asked twice is one message for each, planned like every other and without a level", async () => {
  const first = await send({ customers: ["cus_arnaud", "cus_cordier"] });
  expect([first.status, first.json.outcomes]).toEqual([201, { sends: 1, approval: 0, excluded: 1 }]);
  const { messageId } = first.json.items.find(({ customer }: any) => customer.name === "arnaud");
  expect((await send({ customers: ["cus_arnaud"] })).json.items[0].messageId).toBe(messageId);
  const { json } = await desk.api("camille", `GET /messages/${messageId}`);
  expect([json.kind, json.state.status, json.lines[0].part, (await dunningStore(TENANT).account("cus_arnaud")).underWay]).toEqual(["one-off", "planned", "listed", []]);
});

test("a hold that is passed over with a reason waits for somebody else than who wrote it, and goes when he agrees", async () => {
  const { json } = await send({ customers: ["cus_cordier"], override: { codes: ["vip"], why: "she asked for her account" } }, "helene");
  expect(json.items[0]).toMatchObject({ outcome: "approval", approvals: [{ code: "overridden", what: "vip", why: "she asked for her account" }] });
  const path = `POST /messages/${json.items[0].messageId}/decision`;
  const waiting = async (person: Person) => (await desk.api(person, "GET /dunning/approvals")).json.items.map(({ customer, byName, mayDecide }: any) => [customer.name, byName, mayDecide]);
  expect([await waiting("helene"), await waiting("marc")]).toEqual([[["cordier", "helene", false]], [["cordier", "helene", true]]]);
  expect((await desk.api("helene", path, { decision: "approve" })).json.code).toBe("message.needs-another-approver");
  expect((await desk.api("marc", path, { decision: "approve" })).json.state.status).toBe("approved");
});

test("more than twenty-five at once are a mailing that somebody else looks at first", async () => {
  const { json } = await send({ batch: "april", customers: ["cus_arnaud", ...Array.from({ length: 25 }, (_, n) => `cus_none${n}`)] });
  expect(json.items).toMatchObject([{ outcome: "approval", approvals: [{ code: "mailing", above: 25 }] }]);
});

test("whoever wrote takes back what has not left yet, and nobody else's; nothing leaves within five minutes", async () => {
  const { json } = await send({ batch: "regretted", customers: ["cus_arnaud", "cus_besse"] });
  const ids = json.items.map(({ messageId }: any) => messageId);
  const state = async () => (await desk.api("camille", `GET /messages/${ids[0]}`)).json;
  expect(Date.parse((await state()).notBefore)).toBeGreaterThanOrEqual(Date.parse("2026-03-11T08:05:00.000Z"));
  expect((await desk.api("marc", "POST /messages/withdrawal", { messages: ids })).json).toEqual({ withdrawn: 0, stayed: 2 });
  expect((await desk.api("camille", "POST /messages/withdrawal", { messages: [...ids, "msg_never"] })).json).toEqual({ withdrawn: 2, stayed: 1 });
  expect((await state()).state).toMatchObject({ status: "stopped", reasons: [{ code: "withdrawn", by: "camille" }] });
  expect((await desk.api("camille", "POST /messages/withdrawal", { messages: ids })).json).toEqual({ withdrawn: 0, stayed: 2 });
  expect((await desk.api("camille", "GET /messages?customer=cus_arnaud")).json.items[0]).toMatchObject({ id: ids[0], customerName: "arnaud" });
});

test.each([
  ["a text that does not exist", { template: "never-written" }, "template.unknown"],
  ["a text that confirms a promise", { template: "promise-confirmed" }, "template.not-by-hand"],
  ["words with a variable that there is not", { language: "fr", text: { subject: "{{ colour }}", preheader: "", body: "Bonjour" } }, "template.not-readable"],
])("%s is refused", async (_what, body, code) => {
  expect((await preview({ customers: ["cus_arnaud"], ...body })).code).toBe(code);
});

test("words of one's own go to who reads their language, and to nobody else", async () => {
  const text = { subject: "Votre compte", preheader: "", body: "Bonjour {% if contact.name %}{{ contact.name }}{% endif %}\n\n[[items]]\n\n[[signature]]" };
  expect(outcomes(await preview({ customers: ["cus_arnaud", "cus_besse"], language: "fr", text }))).toEqual([["arnaud", "sends", "fr", []], ["besse", "excluded", "no-template-language", []]]);
});

test.each(["ines", "paul", "elise"] as const)("%s writes to nobody by hand", async (person) => {
  expect([(await desk.api(person, "POST /messages/preview", { template: "reminder-1", customers: ["cus_arnaud"] })).status, (await send({ customers: ["cus_arnaud"] }, person)).status]).toEqual([403, 403]);
});
