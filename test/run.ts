// `npm test` runs everything; `npm run check` what takes under a minute. Every step is told, the first that fails decides the exit code,
// and the last line is the count: "N passed, N failed".
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { needChromium, needJava } from "#infra/local/prerequisites.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);
const report = join(root, "test", ".artifacts", "vitest.json");
const quick = process.argv.includes("--quick");

if (process.argv.includes("--help")) {
  console.log("npm test            types, lint, house rules, unit, property, contract, synth, browser tests\nnpm run check       types, lint, house rules, unit and property tests");
  process.exit(0);
}

type Step = { readonly name: string; readonly run: readonly string[] };
const steps: readonly Step[] = [
  { name: "web: messages and types are generated", run: [bin("node"), join(root, "web", "prepare.ts")] },
  { name: "types", run: [bin("node"), join(root, "node_modules", "typescript-native", "bin", "tsc"), "-p", "."] },
  { name: "types of the web", run: [bin("svelte-check"), "--tsconfig", "web/tsconfig.json", "--threshold", "error"] },
  { name: "lint", run: [bin("oxlint"), "--deny-warnings", "domain", "events", "functions", "infra", "test", "web/src"] },
  { name: "lint of the web", run: [bin("eslint"), "--config", "web/eslint.config.js", "web/src"] },
];

let passed = 0;
let failed = 0;

if (!quick) {
  await needJava();
  await needChromium();
}
for (const step of steps) count(step.name, run(step.run));

mkdirSync(join(root, "test", ".artifacts"), { recursive: true });
rmSync(report, { force: true });
const tests = quick ? ["--project", "parts", "test/domain", "test/events", "test/tidy.test.ts", "test/functions/runtime"] : [];
const code = run([bin("vitest"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...tests]);
const told = results();
passed += told.passed;
failed += told.failed;
if (code !== 0 && told.failed === 0) failed += 1;

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function run([command, ...args]: readonly string[]): number {
  const env = { ...process.env, PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH}`, CI: process.env.CI ?? "" };
  return spawnSync(command!, args, { cwd: root, stdio: "inherit", env }).status ?? 1;
}

function count(name: string, status: number): void {
  console.log(`${status === 0 ? "✓" : "✗"} ${name}`);
  if (status === 0) passed += 1;
  else failed += 1;
}

function results(): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8")) as { numPassedTests: number; numFailedTests: number };
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
