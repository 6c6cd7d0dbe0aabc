// The policies as text. A bundle has no files beside it: infra/bundle.ts puts the texts in the place of this module.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "policies");

export const policyTexts: readonly string[] = readdirSync(folder)
  .toSorted()
  .map((name) => readFileSync(join(folder, name), "utf8"));
