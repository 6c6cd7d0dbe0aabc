// `npm run bench [name …]`: each bench prints what it measured and against which baseline, taken in the same run. Figures go to stdout, one line each.
import { needJava } from "#infra/local/prerequisites.ts";

const benches = { import: "./import.ts", ageing: "./ageing.ts", writes: "./writes.ts", start: "./start.ts", bundles: "./bundles.ts", authorization: "./authorization.ts", dunning: "./dunning.ts", matching: "./matching.ts", statements: "./statements.ts", messages: "./messages.ts", clerk: "./clerk.ts", "sixty-days": "./sixty-days.ts" } as const;
type Name = keyof typeof benches;

/** "statements=1000000" asks for so many. */
const counts = new Map(process.argv.slice(2).map((one) => [one.split("=")[0]!, Number(one.split("=")[1]) || undefined] as const));
const asked = [...counts.keys()];
if (asked.includes("--help")) {
  console.log(`npm run bench [${Object.keys(benches).join("|")}] …   without a name: all; name=COUNT for as many inputs`);
  process.exit(0);
}
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}
if (asked.some((name) => name !== "statements") || asked.length === 0) await needJava();
for (const name of (asked.length > 0 ? asked : Object.keys(benches)) as Name[]) {
  console.log(`\n${name}`);
  const { run } = (await import(benches[name])) as { run: (count?: number) => Promise<void> };
  await run(counts.get(name));
}
process.exit(0);
