// Texts through their door: who drafts, who publishes, who lets a legal letter out, and what plans and policies go by afterwards.
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyToJson } from "#functions/dunning/present.ts";
import { booksOf } from "#functions/dunning/books.ts";
import { templatesOf } from "#functions/dunning/templates.ts";
import { openDunningDesk, TENANT } from "#test/world/dunning-desk.ts";
import { standard } from "#test/world/dunning.ts";

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
beforeAll(async () => {
  desk = await openDunningDesk(async () => (await import("#functions/dunning/api.ts")).handler);
}, 60_000);
afterAll(() => desk?.close());

const path = (id: string, language = "fr") => `/dunning/templates/${id}/${language}`;
const textOf = async (id: string, language = "fr") => (await desk.api("helene", `GET ${path(id, language)}`)).json.inForce.text;
const inForce = async (id: string, language = "fr") => (await templatesOf(booksOf(TENANT))).find((one) => one.id === id && one.language === language);

test("a new tenant has every text in five languages, none of them his own", async () => {
  const { json } = await desk.api("camille", "GET /dunning/templates");
  expect([json.items.length, new Set(json.items.map(({ origin }: any) => origin)), json.items.filter(({ legal }: any) => legal).length]).toEqual([55, new Set(["quittance"]), 5]);
  expect((await desk.api("camille", "GET /dunning/templates?language=de")).json.items).toHaveLength(11);
});

test("a text lists the variables and blocks that it may use, and which of them its kind needs", async () => {
  const { json } = await desk.api("camille", `GET ${path("formal-notice")}`);
  expect(json.variables.find(({ name }: any) => name === "deadline.on")).toMatchObject({ type: "date", there: "always" });
  expect(json.blocks.filter(({ needed }: any) => needed).map(({ name }: any) => name)).toContain("legal");
  expect((await desk.api("camille", `GET ${path("never-written")}`)).json.code).toBe("template.unknown");
});

test("a draft with a fault says so and is not published; mended, it is what messages are written with", async () => {
  const text = await textOf("reminder-1");
  const bad = await desk.api("helene", `PUT ${path("reminder-1")}`, { kind: "reminder-1", text: { ...text, subject: "Facture {{ item.colour }}" }, revision: 0 });
  expect([bad.status, bad.json.draft, bad.json.versions[0].faults[0]]).toEqual([200, true, { code: "template.unknown-variable", at: "subject", variable: "item.colour" }]);
  expect((await desk.api("helene", `POST ${path("reminder-1")}/publication`, { revision: 1 })).json.code).toBe("template.not-publishable");
  expect((await desk.api("marc", `PUT ${path("reminder-1")}`, { kind: "reminder-1", text, revision: 0 })).json.code).toBe("template.changed-meanwhile");
  await desk.api("helene", `PUT ${path("reminder-1")}`, { kind: "reminder-1", text: { ...text, subject: "Un oubli, sans doute : {{ asked.total }}" }, revision: 1 });
  expect((await inForce("reminder-1"))?.subject).toBe(text.subject);
  expect((await desk.api("helene", `POST ${path("reminder-1")}/publication`, { revision: 2 })).json).toMatchObject({ origin: "own", version: 2, draft: false });
  expect([(await inForce("reminder-1"))?.subject, (await inForce("reminder-1", "en"))?.version]).toEqual(["Un oubli, sans doute : {{ asked.total }}", 1]);
});

test("the next draft leaves what is published as it is, and takes over when it is published", async () => {
  const text = await textOf("reminder-1");
  await desk.api("marc", `PUT ${path("reminder-1")}`, { kind: "reminder-1", text: { ...text, subject: "Rappel : {{ asked.total }}" }, revision: 0 });
  expect((await inForce("reminder-1"))?.version).toBe(2);
  await desk.api("marc", `POST ${path("reminder-1")}/publication`, { revision: 1 });
  expect((await desk.api("camille", `GET ${path("reminder-1")}`)).json.versions.map(({ version, state, changedByName }: any) => `${version} ${state} ${changedByName}`)).toEqual(["3 published marc", "2 retired helene"]);
  expect((await desk.api("marc", `POST ${path("reminder-1")}/publication`, { revision: 2 })).json.code).toBe("template.no-draft");
});

test("whoever wrote a formal notice does not let it out; somebody else with the right does", async () => {
  const text = await textOf("formal-notice");
  await desk.api("helene", `PUT ${path("formal-notice")}`, { kind: "formal-notice", text, revision: 0 });
  expect((await desk.api("helene", `POST ${path("formal-notice")}/publication`, { revision: 1 })).json).toMatchObject({ status: 403, code: "template.needs-another-publisher" });
  expect((await desk.api("ada", `POST ${path("formal-notice")}/publication`, { revision: 1 })).json).toMatchObject({ origin: "own", legal: true, version: 2 });
});

test.each(["camille", "ines", "paul", "elise"] as const)("%s neither drafts nor publishes a text", async (person) => {
  const text = await textOf("courtesy");
  expect((await desk.api(person, `PUT ${path("courtesy")}`, { kind: "courtesy", text, revision: 0 })).status).toBe(403);
  expect((await desk.api(person, `POST ${path("courtesy")}/publication`, { revision: 1 })).status).toBe(403);
});

test("a policy may use a text of the tenant's own once it is published in each of its languages, and is refused before", async () => {
  const text = await textOf("reminder-1");
  expect((await desk.api("helene", `PUT ${path("reminder-1")}`, { kind: "reminder-2", text, revision: 0 })).json.code).toBe("template.other-kind");
  const policy = policyToJson({ ...standard, languages: ["fr"], steps: standard.steps.map((step) => (step.template === "reminder-1" ? { ...step, template: "rappel-public" } : step)) });
  const problems = async (revision: number) => (await desk.api("helene", `PUT /dunning/policies/${standard.id}`, { policy, revision })).json.problems.map(({ code }: any) => code);
  expect(await problems(0)).toEqual(["policy.unknown-template"]);
  await desk.api("helene", `PUT ${path("rappel-public")}`, { kind: "reminder-1", text, revision: 0 });
  expect(await problems(1)).toEqual(["policy.unknown-template"]);
  await desk.api("helene", `POST ${path("rappel-public")}/publication`, { revision: 1 });
  expect(await problems(2)).toEqual([]);
});
