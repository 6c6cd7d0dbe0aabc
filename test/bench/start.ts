// A warm start (installed, built, data there) to ready, and what it holds in memory when idle.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const port = 4_780;

export async function run(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "quittance-bench-"));
  await stopped((await started(data)).child);
  const { child, seconds } = await started(data);
  await settled(20_000);
  const megabytes = family(child.pid!).reduce((sum, pid) => sum + residentMegabytes(pid), 0);
  await stopped(child);
  rmSync(data, { recursive: true, force: true });
  console.log(`  warm start to ready ${seconds.toFixed(1)} s, bound 15 s`);
  console.log(`  resident memory 20 s after, all processes ${megabytes.toFixed(0)} MB, bound 700 MB`);
}

function started(data: string): Promise<{ child: ChildProcess; seconds: number }> {
  const from = performance.now();
  const child = spawn("npm", ["start", "--", "--empty", "--port", String(port), "--data", data], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.stdout!.on("data", (text: Buffer) => text.toString().includes("Quittance is ready") && resolve({ child, seconds: (performance.now() - from) / 1000 }));
    child.on("exit", (code) => reject(new Error(`it stopped with ${code} before it was ready`)));
  });
}

const stopped = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.removeAllListeners("exit").on("exit", () => resolve());
    child.kill("SIGTERM");
  });
const settled = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A process and all that it started. */
function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

function residentMegabytes(pid: number): number {
  const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(pages?.[1] ?? 0) / 1000;
}
