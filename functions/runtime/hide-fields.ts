// Leaves out of an answer what the caller's role hides. The fields are marked in the schemas (domain/confidential.ts), so what is hidden in a list is
// hidden in an export, a search result, an event and a message too: all of them go through here. An IBAN also stands in texts that anybody wrote (a bank's
// line, a remark, a rejected row): for whoever it is hidden from, it is blotted out wherever it stands.
import type * as z from "zod";
import type { Confidential } from "#domain/confidential.ts";
import { withoutIbans } from "#domain/iban.ts";

type Schema = z.core.$ZodType;
type Definition = { type: string; shape?: Record<string, Schema>; element?: Schema; innerType?: Schema; options?: readonly Schema[]; valueType?: Schema; left?: Schema; right?: Schema; in?: Schema; out?: Schema; items?: readonly Schema[] };
type Meta = { meta?: () => { "x-confidential"?: Confidential } | undefined };

/** The value without the fields of these kinds. What the schema does not describe passes as it is. */
export function withoutHidden<T>(schema: z.ZodType, value: T, hides: readonly Confidential[]): T {
  const rest = marks(schema).some((kind) => hides.includes(kind)) ? (stripped(schema, value, new Set(hides)) as T) : value;
  return hides.includes("iban") ? (blotted(rest) as T) : rest;
}

function blotted(value: unknown): unknown {
  if (typeof value === "string") return withoutIbans(value);
  if (Array.isArray(value)) return value.map(blotted);
  return value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, blotted(part)])) : value;
}

const known = new WeakMap<Schema, readonly Confidential[]>();

/** Which kinds of confidential fields a schema holds anywhere. Asked once per schema. */
export function marks(schema: Schema): readonly Confidential[] {
  const before = known.get(schema);
  if (before) return before;
  known.set(schema, []);
  const own = (schema as Meta).meta?.()?.["x-confidential"];
  const found = [...new Set([...(own ? [own] : []), ...inner(schema).flatMap(marks)])];
  known.set(schema, found);
  return found;
}

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

function inner(schema: Schema): readonly Schema[] {
  const { shape = {}, element, innerType, options = [], valueType, left, right, in: from, out, items = [] } = definitionOf(schema);
  return [...Object.values(shape), ...options, ...items, ...[element, innerType, valueType, left, right, from, out].filter((part) => part !== undefined)];
}

/** A marked schema itself, or one behind "optional" and "nullable". */
function kindOf(schema: Schema): Confidential | undefined {
  const { innerType } = definitionOf(schema);
  return (schema as Meta).meta?.()?.["x-confidential"] ?? (innerType ? kindOf(innerType) : undefined);
}

function stripped(schema: Schema, value: unknown, hides: ReadonlySet<Confidential>): unknown {
  if (value === null || typeof value !== "object" || marks(schema).length === 0) return value;
  const { shape, element, valueType } = definitionOf(schema);
  if (Array.isArray(value)) return element ? value.flatMap((part) => field(element, "", part, hides).map(([, rest]) => rest)) : throughParts(schema, value, hides);
  if (shape) return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => field(shape[name], name, part, hides)));
  if (valueType) return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => field(valueType, name, part, hides)));
  return throughParts(schema, value, hides);
}

/** Behind a wrapper, or one of several: what any of them hides is hidden. */
const throughParts = (schema: Schema, value: unknown, hides: ReadonlySet<Confidential>): unknown => inner(schema).reduce((rest: unknown, part) => stripped(part, rest, hides), value);

function field(schema: Schema | undefined, name: string, value: unknown, hides: ReadonlySet<Confidential>): [string, unknown][] {
  if (!schema) return [[name, value]];
  const kind = kindOf(schema);
  return kind && hides.has(kind) ? [] : [[name, stripped(schema, value, hides)]];
}
