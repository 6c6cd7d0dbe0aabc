// Does an event fit a pattern? EventBridge rules and the filter criteria of Lambda's event sources speak the same language. An operator that is
// not known throws: a rule that silently never fires is the worst thing that an emulator can do.
import { BlockList, isIP } from "node:net";

export type EventPattern = { readonly [field: string]: unknown };

export const matchesPattern = (pattern: EventPattern, event: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    if (field === "$or" && Array.isArray(wanted)) return wanted.some((alternative) => matchesPattern(alternative as EventPattern, event));
    const value = isObject(event) ? event[field] : undefined;
    if (Array.isArray(wanted)) return matchesLeaf(wanted, value);
    if (!isObject(wanted)) throw new Error(`an event pattern needs a list or an object at "${field}"`);
    return Array.isArray(value) && value.length > 0 ? value.some((each) => matchesPattern(wanted, each)) : matchesPattern(wanted, value);
  });

/** Throws what is wrong with a pattern before any event is there to try it. */
export const checkPattern = (pattern: unknown): EventPattern => {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw new Error("an event pattern is an object with at least one field");
  for (const [field, wanted] of Object.entries(pattern)) {
    if (field === "$or" && Array.isArray(wanted)) wanted.forEach(checkPattern);
    else if (Array.isArray(wanted)) for (const rule of wanted) for (const probe of ["", 0]) fits(rule, probe);
    else checkPattern(wanted);
  }
  return pattern;
};

/** One fitting value of a list is enough. Only leaves exist: an object or an empty list is no value. */
const matchesLeaf = (rules: readonly unknown[], value: unknown): boolean => {
  const values = (Array.isArray(value) ? value.flat(Infinity) : [value]).filter((each) => each !== undefined && !isObject(each));
  return rules.some((rule) => {
    if (isObject(rule) && "exists" in rule) return rule["exists"] === values.length > 0;
    return values.some((each) => fits(rule, each));
  });
};

const fits = (rule: unknown, value: unknown): boolean => {
  if (!isObject(rule)) return rule === value;
  const [[operator, operand] = [], ...more] = Object.entries(rule);
  const compare = operator === undefined || more.length > 0 ? undefined : OPERATORS[operator];
  if (compare === undefined) throw new Error(`an event pattern cannot say ${JSON.stringify(rule)}`);
  return compare(operand as never, value);
};

const OPERATORS: Record<string, (operand: never, value: unknown) => boolean> = {
  exists: (operand: unknown) => operand === true,
  prefix: (operand: unknown, value) => onText(operand, value, (part, text) => text.startsWith(part)),
  suffix: (operand: unknown, value) => onText(operand, value, (part, text) => text.endsWith(part)),
  "equals-ignore-case": (operand: unknown, value) => typeof value === "string" && value.toLowerCase() === textOf(operand).toLowerCase(),
  wildcard: (operand: unknown, value) => typeof value === "string" && wildcard(textOf(operand)).test(value),
  numeric: (operand: readonly unknown[], value) => inRange(operand, value),
  cidr: (operand: unknown, value) => typeof value === "string" && inNetwork(textOf(operand), value),
  "anything-but": (operand: unknown, value) => !(Array.isArray(operand) ? operand : [operand]).some((each) => (isObject(each) ? fitsAny(each, value) : each === value)),
};

/** Inside anything-but an operator may have a list: none of them may fit. */
const fitsAny = (rule: Record<string, unknown>, value: unknown) => {
  const [operator = "", operand] = Object.entries(rule)[0] ?? [];
  if (!["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator)) throw new Error(`an event pattern cannot say anything-but ${JSON.stringify(rule)}`);
  return (Array.isArray(operand) ? operand : [operand]).some((each) => fits({ [operator]: each }, value));
};

const onText = (operand: unknown, value: unknown, compare: (part: string, text: string) => boolean): boolean => {
  const ignoresCase = isObject(operand) && "equals-ignore-case" in operand;
  const part = textOf(ignoresCase ? operand["equals-ignore-case"] : operand);
  if (typeof value !== "string") return false;
  return ignoresCase ? compare(part.toLowerCase(), value.toLowerCase()) : compare(part, value);
};

/** `*` stands for any text; `\*` and `\\` for themselves. */
const wildcard = (pattern: string) => {
  const parts = pattern.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  return new RegExp(`^${parts.map((part) => (part === "*" ? "[^]*" : (/^\\[*\\]$/.test(part) ? part[1]! : part).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))).join("")}$`);
};

const inRange = (bounds: readonly unknown[], value: unknown): boolean => {
  if (!Array.isArray(bounds) || bounds.length === 0 || bounds.length % 2 !== 0) throw new Error(`an event pattern cannot say numeric ${JSON.stringify(bounds)}`);
  let fitting = typeof value === "number";
  for (let at = 0; at < bounds.length; at += 2) {
    const compare = COMPARISONS[String(bounds[at])];
    const bound: unknown = bounds[at + 1];
    if (compare === undefined || typeof bound !== "number") throw new Error(`an event pattern cannot say numeric ${JSON.stringify(bounds)}`);
    fitting &&= compare(value as number, bound);
  }
  return fitting;
};

const COMPARISONS: Record<string, (value: number, bound: number) => boolean> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

const inNetwork = (cidr: string, address: string): boolean => {
  const [network = "", length = ""] = cidr.split("/");
  if (isIP(network) === 0 || !/^\d+$/.test(length)) throw new Error(`"${cidr}" is not a network such as 10.0.0.0/24`);
  if (isIP(address) !== isIP(network)) return false;
  const list = new BlockList();
  const family = isIP(network) === 6 ? "ipv6" : "ipv4";
  list.addSubnet(network, Number(length), family);
  return list.check(address, family);
};

const textOf = (operand: unknown): string => {
  if (typeof operand !== "string") throw new Error(`an event pattern needs text where it says ${JSON.stringify(operand)}`);
  return operand;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
