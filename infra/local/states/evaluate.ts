// JSONata as Step Functions evaluates it: version 2.0.6 without $eval, with $partition, $range, $hash, $random, $uuid and $parse added.
// Any string {% … %} in a field is an expression; one that returns nothing is an error, as is one that throws.
import { createHash, randomUUID } from "node:crypto";
import jsonata from "jsonata";
import { StateFailure } from "./failure.ts";

export type Bindings = {
  /** `$states`: input, result, errorOutput, context. */
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: number;
};

const EXPRESSION = /^\{%([\s\S]*)%\}$/;
const HASHES: Readonly<Record<string, string>> = { MD5: "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" };

/** A template of any JSON shape, its expressions replaced by what they return. */
export const evaluate = async (template: unknown, field: string, bindings: Bindings): Promise<unknown> => {
  if (typeof template === "string") return EXPRESSION.test(template) ? evaluateExpression(template, field, bindings) : template;
  if (Array.isArray(template)) return Promise.all(template.map((part, index) => evaluate(part, `${field}[${index}]`, bindings)));
  if (template === null || typeof template !== "object") return template;
  const parts = Object.entries(template).map(async ([name, part]) => [name, await evaluate(part, `${field}/${name}`, bindings)] as const);
  return Object.fromEntries(await Promise.all(parts));
};

export const evaluateNumber = async (template: unknown, field: string, bindings: Bindings): Promise<number | undefined> => {
  if (template === undefined) return undefined;
  const value = await evaluate(template, field, bindings);
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw queryError(`The field '${field}' must be a whole number that is not negative, but was ${JSON.stringify(value)}`);
};

export const evaluateText = async (template: unknown, field: string, bindings: Bindings): Promise<string> => {
  const value = await evaluate(template ?? "", field, bindings);
  if (typeof value === "string") return value;
  throw queryError(`The field '${field}' must be a string, but was ${JSON.stringify(value)}`);
};

export const queryError = (cause: string) => new StateFailure("States.QueryEvaluationError", cause);

const evaluateExpression = async (template: string, field: string, { states, variables, now }: Bindings): Promise<unknown> => {
  const expression = EXPRESSION.exec(template)?.[1] ?? "";
  try {
    const result: unknown = await jsonata(expression).evaluate(undefined, { ...variables, ...FUNCTIONS, ...clockFunctions(now), states });
    const text = JSON.stringify(result);
    if (text === undefined) throw new Error("it returned nothing (undefined)");
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw queryError(`The JSONata expression '${expression.trim()}' specified for the field '${field}' failed: ${(error as Error).message}`);
  }
};

const FUNCTIONS = {
  eval: undefined,
  partition: (items: readonly unknown[], size: number) => Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size)),
  range: (from: number, to: number, step: number) => Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, index) => from + index * step),
  hash: (data: unknown, algorithm = "SHA-256") => {
    const known = HASHES[algorithm];
    if (!known) throw new Error(`$hash knows no algorithm ${algorithm}`);
    return createHash(known)
      .update(typeof data === "string" ? data : JSON.stringify(data))
      .digest("hex");
  },
  random: (seed?: number) => (seed === undefined ? Math.random() : createHash("sha256").update(String(seed)).digest().readUInt32BE() / 2 ** 32),
  uuid: () => randomUUID(),
  parse: (text: string) => JSON.parse(text) as unknown,
};

/** $now and $millis follow the movable clock. */
const clockFunctions = (now: number) => ({
  millis: () => now,
  now: (picture?: string, timezone?: string) => jsonata("$fromMillis($at, $picture, $zone)").evaluate(undefined, { at: now, picture, zone: timezone }),
});
