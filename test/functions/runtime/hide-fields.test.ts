import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import * as z from "zod";
import { api } from "#domain/api.ts";
import { confidential, confidentialKinds } from "#domain/confidential.ts";
import { routes, type Route } from "#domain/route.ts";
import { catalogue } from "#events/catalogue.ts";
import { apiHandler, type ApiEvent } from "#functions/runtime/api.ts";
import { marks, withoutHidden } from "#functions/runtime/hide-fields.ts";

const account = z.object({
  name: z.string(),
  score: confidential("score", z.number().optional()),
  margin: confidential("margin", z.object({ rate: z.string() })).optional(),
  banks: z.array(z.object({ bank: z.string(), iban: confidential("iban", z.string()).optional() })).optional(),
  notes: confidential("internal-note", z.array(z.string()).optional()),
  more: z.record(z.string(), z.union([z.object({ iban: confidential("iban", z.string().optional()), kind: z.string() }), z.string()])).optional(),
});
const elan = { name: "Élan", score: 71, margin: { rate: "0.31" }, banks: [{ bank: "Crédit Rural", iban: "FR7630001007941234567890185" }], notes: ["pays late in August"], more: { old: { iban: "FR1420041010050500013M02606", kind: "old" }, word: "x" } };

test("what a role hides is left out wherever it stands, and nothing else is", () => {
  expect(withoutHidden(account, elan, ["score"])).toEqual({ ...elan, score: undefined });
  expect(JSON.stringify(withoutHidden(account, elan, ["iban"]))).toBe(JSON.stringify({ ...elan, banks: [{ bank: "Crédit Rural" }], more: { old: { kind: "old" }, word: "x" } }));
  expect(withoutHidden(account, elan, [...confidentialKinds])).toEqual({ name: "Élan", banks: [{ bank: "Crédit Rural" }], more: { old: { kind: "old" }, word: "x" } });
  expect(withoutHidden(account, elan, [])).toBe(elan);
});

test("who may not see bank details finds none in what others wrote, and every place in the text stays where it was", () => {
  const line = z.object({ text: z.string(), rows: z.array(z.array(z.string())), more: z.record(z.string(), z.unknown()) });
  const told = { text: "VIR SEPA FR14 2004 1010 0505 0001 3M02 606 /FA-2026-118/ fr1420041010050500013m02606.", rows: [["C-10", "DE89370400440532013000"]], more: { before: { iban: "GB29NWBK60161331926819" } } };
  const shown = withoutHidden(line, told, ["iban"]);
  expect(shown.text).toBe("VIR SEPA •••• •••• •••• •••• •••• •••• ••• /FA-2026-118/ •••••••••••••••••••••••••••.");
  expect([shown.text.length, JSON.stringify(shown)]).toEqual([told.text.length, expect.not.stringMatching(/DE89|NWBK/)]);
  expect(withoutHidden(line, told, ["score"])).toBe(told);
});

test("numbers of documents and customers are no bank details, however long", () => {
  const told = { items: ["FR7612345678901234567890123", "cus_FR1420041010050500013M02606", "FA26110000123456789", "AB12 CDEF GHIJ KLMN"] };
  expect(withoutHidden(z.object({ items: z.array(z.string()) }), told, ["iban"])).toEqual(told);
});

test("a payment shows its payer's account to whoever applies it, and not to a role that hides bank details", () => {
  const { response } = api["GET /payments"] as Route;
  expect(marks(response)).toContain("iban");
  const paid = { items: [{ id: "pay_1", payerIban: "DE89370400440532013000", account: "FR1420041010050500013M02606", text: "DE89370400440532013000 ELAN" }] };
  expect(JSON.stringify(withoutHidden(response, paid, ["iban"]))).not.toMatch(/DE89|FR14/);
  expect(JSON.stringify(withoutHidden(response, paid, ["score"]))).toMatch(/DE89.*FR14/);
});

test("a list of fifty shows none of the scores of its rows, and the answer stays in its documented shape", () => {
  const list = z.object({ items: z.array(account), nextCursor: z.string().optional() });
  const shown = withoutHidden(list, { items: Array.from({ length: 50 }, () => elan) }, ["score", "iban"]);
  expect(JSON.stringify(shown)).not.toMatch(/score|FR\d{8}/);
  expect(list.safeParse(shown).success).toBe(true);
});

test("the door hides it in what it sends: a salesperson sees no score, a credit manager does", async () => {
  const table = routes({ "GET /accounts": { summary: "", action: "customer.read", response: z.object({ items: z.array(account) }) } });
  const seenBy = async (role: string) => {
    const door = apiHandler(table, { "GET /accounts": async () => ({ items: [elan] }) }, async () => ({ id: "usr_1", email: "a@b.example", name: "A", role, language: "en", entityIds: [] }));
    const event: ApiEvent = { rawPath: "/api/v1/accounts", rawQueryString: "", headers: {}, isBase64Encoded: false, requestContext: { requestId: "1", http: { method: "GET" }, authorizer: { jwt: { claims: { tenant: "ardelane", user: "usr_1" } } } } };
    return (await door(event, { awsRequestId: "1" } as Context)).body!;
  };
  expect(await seenBy("salesperson")).not.toMatch(/71|FR76|August/);
  expect(await seenBy("credit-manager")).toMatch(/71.*FR76.*August/);
});

/** Every field that is marked must be one that may be missing, or hiding it would break the documented shape. */
const mandatoryMarks = (schema: z.core.$ZodType, path = "", seen = new Set<z.core.$ZodType>()): string[] => {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { shape = {}, element, innerType, options = [], valueType } = schema._zod.def as unknown as { shape?: Record<string, z.ZodType>; element?: z.ZodType; innerType?: z.ZodType; options?: z.ZodType[]; valueType?: z.ZodType };
  const own = Object.entries(shape).flatMap(([name, field]) => (field.meta?.()?.["x-confidential"] && !field.safeParse(undefined).success ? [`${path}.${name}`] : []));
  const below = [...Object.entries(shape), ...[element, innerType, valueType, ...options].flatMap((part) => (part ? [["", part] as const] : []))];
  return [...own, ...below.flatMap(([name, part]) => mandatoryMarks(part, name ? `${path}.${name}` : path, seen))];
};

test("every confidential field of the API and of the facts may be missing", () => {
  expect(mandatoryMarks(account)).toEqual([]);
  expect(mandatoryMarks(z.object({ score: confidential("score", z.number()) }))).toEqual([".score"]);
  expect(Object.entries<Route>(api).flatMap(([key, { response }]) => mandatoryMarks(response).map((field) => `${key} ${field}`))).toEqual([]);
  expect(Object.values(catalogue).flatMap(({ name, shape }) => mandatoryMarks(shape).map((field) => `${name} ${field}`))).toEqual([]);
});

test("a schema without confidential fields costs nothing", () => {
  expect(marks(z.object({ name: z.string() }))).toEqual([]);
  expect(marks(account).toSorted()).toEqual([...confidentialKinds].toSorted());
});
