// Builds the web and synthesizes the app, each in a process of its own (the CDK alone would keep 260 MB), and only when what goes into them
// changed since the last time. Several starts at once build once.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export type Say = (line: string) => void;
export type Built = { readonly assembly: string; readonly web: string };

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const builds = join(root, ".build");

export const build = async (say: Say): Promise<Built> => {
  mkdirSync(builds, { recursive: true });
  const unlock = await lock(join(builds, "building.pid"));
  try {
    const web = await buildWeb(say);
    return { assembly: await synthesize(say), web };
  } finally {
    unlock();
  }
};

const buildWeb = async (say: Say): Promise<string> => {
  const built = join(root, "web", "build");
  if (!existsSync(join(root, "web", "vite.config.ts"))) {
    say("There is no web app yet (web/vite.config.ts): pages are not served.");
    return built;
  }
  const inputs = ["web", "domain", "package-lock.json"].map((path) => join(root, path));
  await unlessSame("web", inputs, join(built, "index.html"), async () => {
    say("Building the web app ...");
    await run([join(root, "node_modules/vite/bin/vite.js"), "build"], join(root, "web"), {});
  });
  return built;
};

const synthesize = async (say: Say): Promise<string> => {
  const assembly = join(builds, "cdk.out");
  const page = join(root, "web", "build", "index.html");
  const inputs = ["infra", "functions", "domain", "events", "cdk.json", "package-lock.json"].map((path) => join(root, path));
  await unlessSame("synth", existsSync(page) ? [...inputs, page] : inputs, join(assembly, "manifest.json"), async () => {
    say("Synthesizing the template and bundling the functions ...");
    await run([join(root, "infra", "app.ts"), "--context", "checks=false"], root, { CDK_OUTDIR: assembly });
  });
  return assembly;
};

const unlessSame = async (name: string, inputs: readonly string[], product: string, make: () => Promise<void>): Promise<void> => {
  const stamp = join(builds, `${name}.stamp`);
  const now = fingerprint(inputs);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  rmSync(stamp, { force: true });
  await make();
  writeFileSync(stamp, now);
};

/** Of the local cloud's own sources only engine.ts goes into the template; products of the build are no inputs. */
const isInput = (path: string): boolean => {
  const name = relative(root, path);
  if (name.startsWith(join("infra", "local"))) return name === join("infra", "local", "engine.ts") || name === join("infra", "local");
  // The translator's tool leaves notes of its own beside its settings at the first build.
  return !/(^|\/)(node_modules|\.svelte-kit|paraglide|build|cdk\.out)$|project\.inlang\/(?!settings\.json$)/.test(name);
};

const fingerprint = (inputs: readonly string[]): string => {
  const hash = createHash("sha256").update(process.version);
  const visit = (path: string): void => {
    if (statSync(path).isDirectory()) {
      for (const entry of readdirSync(path).sort()) if (isInput(join(path, entry))) visit(join(path, entry));
    } else hash.update(relative(root, path)).update("\0").update(readFileSync(path)).update("\0");
  };
  for (const path of inputs) if (existsSync(path)) visit(path);
  return hash.digest("hex");
};

const run = (args: readonly string[], cwd: string, env: Record<string, string>): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd, env: { ...process.env, ...env, CI: "1" }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", fail);
    child.on("exit", (code) => (code === 0 ? done() : fail(new Error(`${relative(root, args[0] ?? "")} failed:\n${output.trim().split("\n").slice(-40).join("\n")}`))));
  });

const lock = async (file: string): Promise<() => void> => {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch {
      if (!(await heldByLiving(file))) rmSync(file, { force: true });
      else await new Promise((done) => setTimeout(done, 200));
    }
  }
};

const heldByLiving = async (file: string): Promise<boolean> => {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    if (!pid) return Date.now() - statSync(file).mtimeMs < 1_000;
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
