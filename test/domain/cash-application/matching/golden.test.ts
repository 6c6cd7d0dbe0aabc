// The golden cases, judged one by one. None has more history than it tells: what is posted here is safe on the first day.
import { describe, expect, test } from "vitest";
import { decideGolden, type Golden } from "./golden-cast.ts";
import * as languages from "./golden-languages.ts";
import * as cases from "./golden-cases.ts";

const families = { ...cases, ...languages };

test("there are at least 150 golden cases, each with a sentence of its own", () => {
  const sentences = Object.values(families).flatMap((family) => family.map(([sentence]) => sentence));
  expect(sentences.length).toBeGreaterThanOrEqual(150);
  expect(new Set(sentences).size).toBe(sentences.length);
});

describe.each(Object.entries(families))("%s", (_, family) => {
  test.each(family.map((golden) => [golden[0], golden] as const))("%s", (_sentence, golden: Golden) => {
    const decision = decideGolden(golden);
    const [verdict, ...documents] = golden[3].split(" ");
    const proposed = decision.proposals[0]?.allocations.map(({ item }) => item.document).toSorted() ?? [];
    expect({ posted: decision.decision === "auto", why: decision.decision === "auto" ? [] : decision.against.length > 0 }).toEqual({ posted: verdict === "auto", why: verdict === "auto" ? [] : true });
    if (documents.length > 0) expect(proposed).toEqual(documents.toSorted());
    if (golden[4]?.why) expect(decision.against.map(({ code }) => code)).toContain(golden[4].why);
  });
});
