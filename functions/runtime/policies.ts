// The policies as they are written. A bundle has no files beside it: infra/bundle.ts puts the texts in the place of this module, and with each its
// parsed form, which spares a cold start the parser.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";

export type PolicySource = { readonly id: string; readonly text: string; readonly parsed?: PolicyJson };

const folder = join(import.meta.dirname, "policies");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

/** A policy begins with its name and ends before the next one; what stands above the first is about the file. */
const policiesIn = (text: string): PolicySource[] =>
  text
    .replaceAll(/^\/\/.*\n/gm, "")
    .split(/(?=^@id\()/m)
    .slice(1)
    .map((policy) => ({ id: /@id\("([^"]+)"\)/.exec(policy)![1]!, text: policy.trim() }));

export const policySources: readonly PolicySource[] = readdirSync(folder).toSorted().flatMap((name) => policiesIn(read(name)));
