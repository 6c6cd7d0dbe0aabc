import { expect, test } from "vitest";
import { checkPattern, matchesPattern } from "#infra/local/event-pattern.ts";

const event = {
  source: "quittance",
  "detail-type": "ItemIssued",
  detail: {
    amount: 1200.5,
    open: true,
    closedOn: null,
    city: "Besançon",
    file: "fec/2026/a*b.csv",
    ip: "10.0.0.17",
    tags: ["urgent", "export"],
    lines: [
      { account: "411", side: "debit" },
      { account: "701", side: "credit" },
    ],
    none: [],
  },
};
const detail = (pattern: unknown) => ({ detail: pattern });

test.each<[string, Record<string, unknown>, boolean]>([
  ["one of several values", { source: ["other", "quittance"] }, true],
  ["every field must fit", { source: ["quittance"], "detail-type": ["ItemPaid"] }, false],
  ["a number, not its text", detail({ amount: ["1200.5"] }), false],
  ["a number", detail({ amount: [1200.5] }), true],
  ["true and null are values", detail({ open: [true], closedOn: [null] }), true],
  ["a beginning", detail({ city: [{ prefix: "Bes" }] }), true],
  ["a beginning in any case", detail({ city: [{ prefix: { "equals-ignore-case": "bES" } }] }), true],
  ["an end", detail({ city: [{ suffix: "çon" }] }), true],
  ["an end in any case", detail({ city: [{ suffix: { "equals-ignore-case": "ÇON" } }] }), true],
  ["a text in any case", detail({ city: [{ "equals-ignore-case": "BESANÇON" }] }), true],
  ["a text with gaps", detail({ file: [{ wildcard: "fec/*/*.csv" }] }), true],
  ["an asterisk meant as one", detail({ file: [{ wildcard: "*a\\*b*" }] }), true],
  ["an asterisk meant as one that is not there", detail({ city: [{ wildcard: "*\\**" }] }), false],
  ["between two numbers", detail({ amount: [{ numeric: [">", 1000, "<=", 1200.5] }] }), true],
  ["beyond a number", detail({ amount: [{ numeric: ["<", 1200.5] }] }), false],
  ["numeric is not for text", detail({ city: [{ numeric: [">", 0] }] }), false],
  ["a network", detail({ ip: [{ cidr: "10.0.0.0/24" }] }), true],
  ["another network", detail({ ip: [{ cidr: "10.0.1.0/24" }] }), false],
  ["an address of the other kind", detail({ ip: [{ cidr: "2001:db8::/32" }] }), false],
  ["anything but a value", detail({ city: [{ "anything-but": "Paris" }] }), true],
  ["anything but several", detail({ city: [{ "anything-but": ["Paris", "Besançon"] }] }), false],
  ["anything but a beginning", detail({ city: [{ "anything-but": { prefix: "Bes" } }] }), false],
  ["anything but several ends", detail({ city: [{ "anything-but": { suffix: ["ris", "yon"] } }] }), true],
  ["anything but a text in any case", detail({ city: [{ "anything-but": { "equals-ignore-case": "besançon" } }] }), false],
  ["anything but a text with gaps", detail({ file: [{ "anything-but": { wildcard: "*.csv" } }] }), false],
  ["anything but, of what is not there", detail({ missing: [{ "anything-but": "x" }] }), false],
  ["there", detail({ city: [{ exists: true }] }), true],
  ["not there", detail({ missing: [{ exists: false }] }), true],
  ["not there, below what is not there", detail({ missing: { deeper: [{ exists: false }] } }), true],
  ["only leaves are there", detail({ lines: [{ exists: true }] }), false],
  ["an empty list is not there", detail({ none: [{ exists: false }] }), true],
  ["one of a list", detail({ tags: ["urgent"] }), true],
  ["none of a list", detail({ tags: ["late"] }), false],
  ["both fields in the same line", detail({ lines: { account: ["411"], side: ["debit"] } }), true],
  ["fields of different lines do not add up", detail({ lines: { account: ["411"], side: ["credit"] } }), false],
  ["this or that", { $or: [{ source: ["other"] }, detail({ amount: [{ numeric: [">", 1000] }] })] }, true],
  ["this or that, inside, beside a field", detail({ open: [true], $or: [{ city: ["Paris"] }, { city: ["Lyon"] }] }), false],
])("%s", (_sentence, pattern, fits) => {
  expect(matchesPattern(checkPattern(pattern), event)).toBe(fits);
});

test.each([
  [{}],
  [{ source: "quittance" }],
  [{ source: [{ sounds: "like" }] }],
  [{ amount: [{ numeric: ["~", 3] }] }],
  [{ a: [{ "anything-but": { numeric: ["=", 3] } }] }],
  [{ ip: [{ cidr: "x" }] }],
])("%j is refused when the rule is made, not when the first event comes", (pattern) => {
  expect(() => checkPattern(pattern)).toThrow();
});
