import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("every defence that SECURITY.md claims names code and tests that exist", () => {
  const text = readFileSync(join(root, "SECURITY.md"), "utf8");
  const named = [...text.matchAll(/`((?:test|functions|infra|domain)\/[\w./-]+)`/g)].map((match) => match[1]!);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const threats = text.split("\n").filter((line) => /^\| \*\*[STRIDE]\*\* \|/.test(line));
  expect(threats.filter((line) => !/`[\w./-]+` *|`[\w./-]+`,/.test(line.split("|").at(-2) ?? ""))).toEqual([]);
  expect(new Set(threats.map((line) => line[4]))).toEqual(new Set("STRIDE"));
});
