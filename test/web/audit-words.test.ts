// The audit speaks the reader's language: whatever can happen has words.
import { expect, test } from "vitest";
import { catalogue } from "#events/catalogue.ts";
import { actWords } from "../../web/src/lib/format/audit-words.ts";

test("every fact is called by words of its own", () => {
  expect(Object.values(catalogue).flatMap(({ name }) => (actWords[name]?.() ? [] : [name]))).toEqual([]);
});
