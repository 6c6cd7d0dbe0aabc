// Reference cases that some machines keep beside the project. A test that reads them runs where they are; the rule itself is told by our own cases.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const beside = [join(root, "../shared"), join(root, "../../shared")].find(existsSync);

/** Undefined where the file is not at hand. */
export function besideTheProject(path: string): string | undefined {
  const file = beside && join(beside, path);
  return file && existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

export const vectors = <T>(name: string): T | undefined => {
  const text = besideTheProject(`vectors/${name}.json`);
  return text === undefined ? undefined : (JSON.parse(text) as T);
};
