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
