// What does a decision cost? The first one in a fresh process (Cedar is loaded and the policies are parsed), then warm ones, each with all policies and
// the attributes of a real item. A list is narrowed by its query, not decided row by row; what two hundred decisions would cost is shown beside.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { KnownObject } from "#domain/access/object-facts.ts";
import type { User } from "#domain/access/schema.ts";
import { authorize } from "#functions/runtime/authorize.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import { policiesInside } from "#infra/bundle.ts";

const ines: User = { id: "usr_ines", email: "ines@ardelane.example", name: "Inès Marchetti", role: "collector", language: "fr", entityIds: ["ent_fr", "ent_uk"], countries: ["FR", "GB"], segments: ["retail"] };
const item: KnownObject = { kind: "item", tenant: "ardelane", id: "itm_1", entity: "ent_fr", customer: { id: "cus_1", country: "FR", segment: "retail", collector: "Inès Marchetti", salesperson: "Marc Delorme" } };

const COLD_BOUND = 120;
const WARM_BOUND = 1;
const COLD_RUNS = 9;
const WARM_RUNS = 4000;

export async function run(): Promise<void> {
  await bundle();
  const cold = Array.from({ length: COLD_RUNS }, coldDecision).toSorted((a, b) => a.wall - b.wall);
  rmSync(bundled);
  const [best, middle] = [cold[0]!, cold[Math.floor(COLD_RUNS / 2)]!];
  console.log(`  first decision of a process: best ${best.wall.toFixed(0)} ms (${best.cpu.toFixed(0)} ms CPU), middle of ${COLD_RUNS} ${middle.wall.toFixed(0)} ms (${middle.cpu.toFixed(0)} ms CPU), bound ${COLD_BOUND} ms`);
  const caller = callerFrom("ardelane", ines);
  for (let n = 0; n < WARM_RUNS / 4; n++) decide(caller);
  const before = process.cpuUsage();
  const started = performance.now();
  for (let n = 0; n < WARM_RUNS; n++) decide(caller);
  const [wall, cpu] = [(performance.now() - started) / WARM_RUNS, milliseconds(process.cpuUsage(before)) / WARM_RUNS];
  console.log(`  warm decision: ${wall.toFixed(3)} ms (${cpu.toFixed(3)} ms CPU), bound ${WARM_BOUND} ms; two hundred would be ${(200 * wall).toFixed(0)} ms, so a list is narrowed by its query instead`);
}

function decide(caller: ReturnType<typeof callerFrom>): void {
  if (!authorize(caller, "item.read", item).allowed) throw new Error("what is measured must be allowed");
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** In a process of its own, bundled as it is deployed; what it takes to start Node and read the bundle is not counted. */
function coldDecision(): { wall: number; cpu: number } {
  const { stdout, stderr } = spawnSync(process.execPath, [bundled], { encoding: "utf8" });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as { wall: number; cpu: number };
}

const root = join(import.meta.dirname, "../..");
const bundled = join(root, ".build", `bench-authorization-${process.pid}.mjs`);

async function bundle(): Promise<void> {
  const banner = { js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);' };
  const contents = `
    import { authorize } from "#functions/runtime/authorize.ts";
    import { callerFrom } from "#functions/runtime/decide.ts";
    const caller = callerFrom("ardelane", ${JSON.stringify(ines)});
    const [before, started] = [process.cpuUsage(), performance.now()];
    if (!authorize(caller, "item.read", ${JSON.stringify(item)}).allowed) throw new Error("what is measured must be allowed");
    const [wall, { user, system }] = [performance.now() - started, process.cpuUsage(before)];
    console.log(JSON.stringify({ wall, cpu: (user + system) / 1000 }));`;
  await build({ stdin: { contents, resolveDir: root, loader: "ts" }, outfile: bundled, absWorkingDir: root, bundle: true, platform: "node", target: "node24", format: "esm", minify: true, banner, plugins: [policiesInside], logLevel: "error" });
}
