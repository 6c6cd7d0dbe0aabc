// The golden cases, judged one by one. None has more history than it tells: what is posted here is safe on the first day.
import { describe, expect, test } from "vitest";
import type { Adjustment, Allocation, Decision } from "#domain/cash-application/matching/model.ts";
import { advices } from "./golden-advices.ts";
import { decideGolden, itemOf, receiptOf, type Golden } from "./golden-cast.ts";
import { classes } from "./golden-classes.ts";
import { differences } from "./golden-differences.ts";
import { languages } from "./golden-languages.ts";
import { never } from "./golden-never.ts";
import { payers } from "./golden-payers.ts";
import { references } from "./golden-references.ts";
import { sums } from "./golden-sums.ts";

const table = [references, payers, sums, differences, never, advices, languages].flatMap((one) => Object.entries(one));

test("there are at least 200 golden cases, each with a sentence of its own", () => {
  const sentences = table.flatMap(([, cases]) => cases.map(([sentence]) => sentence));
  expect(sentences.length).toBeGreaterThanOrEqual(200);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test("every class of case that the trade knows has golden cases, and every golden case is of one", () => {
  expect([...new Set(table.filter(([, cases]) => cases.length > 0).map(([name]) => name))].toSorted()).toEqual(Object.keys(classes).toSorted());
});

describe.each(table)("%s", (_, cases) => {
  test.each(cases.map((golden) => [golden[0], golden] as const))("%s", (_sentence, golden: Golden) => {
    const decision = decideGolden(golden);
    const [, receipt, documents, expected, why, extras] = golden;
    const [verdict, ...parts] = expected.split(" ");
    expect({ posted: decision.decision === "auto", because: codesOf(decision) }).toEqual({ posted: verdict === "auto", because: expect.arrayContaining([why]) });
    const [first] = decision.proposals;
    if (parts.length > 0) expect([...first!.allocations.map(asText), ...first!.adjustments.map(adjustmentText)].toSorted()).toEqual(parts.map((part) => withAmount(part, documents)).toSorted());
    for (const { allocations, adjustments } of decision.proposals) expect(sum(allocations) - sum(adjustments)).toBe(receiptOf(receipt, extras).amount);
  });
});

/** A posted case says how it was matched, one that waits what keeps it. */
const codesOf = ({ decision, reasons, against }: Decision): string[] => (decision === "auto" ? reasons : against).map(({ code }) => code);
const asText = ({ item, amount }: Allocation): string => `${item.document}=${amount}`;
const adjustmentText = ({ type, amount }: Adjustment): string => `${type}:${amount}`;
const sum = (parts: readonly (Allocation | Adjustment)[]): number => parts.reduce((all, { amount }) => all + amount, 0);
const cents = (text: string): number => Math.round(Number(text) * 100);

function withAmount(part: string, documents: readonly string[]): string {
  const [type, adjusted] = part.split(":") as [string, string?];
  if (adjusted !== undefined) return `${type}:${cents(adjusted)}`;
  const [document, cleared] = part.split("=") as [string, string?];
  return `${document}=${cleared === undefined ? documents.map(itemOf).find((item) => item.document === document)!.open : cents(cleared)}`;
}
