// The first thing that runs in a fresh clone, so it is plain JavaScript for Node 20 with nothing installed: it brings the packages that
// package-lock.json names, then hands over to the Node of the lock file (24) with the TypeScript file that was asked for.
// Messages go to stderr, because commands such as `npm run token` write data to stdout.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const modules = join(root, "node_modules");
const stampFile = join(modules, ".quittance-lock");
const say = (line) => process.stderr.write(`${line}\n`);

const [file, ...args] = process.argv.slice(2);
if (!file) {
  say("usage: node infra/local/launch.mjs <file.ts> [arguments]");
  process.exit(2);
}
if (!installed()) await install();
run(nodeBinary());

/** A linked node_modules belongs to somebody else and is taken as it is; otherwise the stamp (or npm's own record) must agree with the lock file. */
function installed() {
  if (!existsSync(modules)) return false;
  if (lstatSync(modules).isSymbolicLink()) return true;
  const stamp = lockHash();
  if (existsSync(stampFile)) return readFileSync(stampFile, "utf8") === stamp;
  if (!sameAsRecorded()) return false;
  writeFileSync(stampFile, stamp);
  return true;
}

function lockHash() {
  return createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}

/** Somebody ran `npm ci` by hand: npm's hidden lock file says what is there. */
function sameAsRecorded() {
  const hidden = join(modules, ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const found = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => path === "" || entry.optional || entry.devOptional || found[path]?.version === entry.version);
}

async function install() {
  say("Installing the locked packages (npm ci), a minute or two ...");
  const started = Date.now();
  const tick = setInterval(() => say(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`), 15_000);
  const code = await new Promise((done) => {
    const npm = spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
    npm.on("error", (error) => (say(`npm could not be started: ${error.message}`), done(1)));
    npm.on("exit", (status) => done(status ?? 1));
  });
  clearInterval(tick);
  if (code !== 0) {
    say("The packages could not be installed: see npm's message above.");
    process.exit(code);
  }
  writeFileSync(stampFile, lockHash());
  say(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function nodeBinary() {
  const binary = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary) && spawnSync(binary, ["--version"]).status === 0) return binary;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  say("Node 24 is missing because npm's install scripts are switched off here: run `npm rebuild node --ignore-scripts=false`, or install Node 24 yourself.");
  process.exit(1);
}

function run(node) {
  // Two malloc arenas are enough: with worker threads, glibc would keep up to eight per core and give nothing back.
  const env = { MALLOC_ARENA_MAX: "2", ...process.env, PATH: [join(modules, ".bin"), process.env.PATH].join(delimiter) };
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", file, ...args], { cwd: root, stdio: "inherit", env });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => (say(`Node 24 could not be started: ${error.message}`), process.exit(1)));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
