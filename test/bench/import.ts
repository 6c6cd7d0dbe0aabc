// A night's open items of a large company: a million rows, of which one in a hundred changed since yesterday. What does it cost to know which?
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReadContext } from "#domain/ingestion/delimited/context.ts";
import { mapper } from "#domain/ingestion/delimited/mapper.ts";
import { surveyor } from "#domain/ingestion/delimited/survey.ts";
import { diff } from "#domain/ingestion/diff.ts";
import { loadFingerprints } from "#domain/ingestion/fingerprint.ts";
import type { MappingProfile } from "#domain/ingestion/schema.ts";
import { eachRow, knowFile } from "#functions/ingestion/file-rows.ts";
import { digest } from "#functions/runtime/digest.ts";

const ROWS = 1_000_000;
const self = fileURLToPath(import.meta.url);
const profile: MappingProfile = {
  version: 1, about: "items", delimiter: ";", decimal: ",", dates: "DD/MM/YYYY", amounts: "signed",
  columns: { PIECE: "number", CLIENT: "customer", DATE: "issuedOn", ECHEANCE: "dueOn", MONTANT: "amount", SOLDE: "open", DEV: "currency" },
};
const entity = { id: "ent_bench", code: "01", name: "Bench", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" } as const;
const context: ReadContext = { digest, source: "src_bench", codeSpace: "bench", terms: { days: 30, endOfMonth: false }, sequence: "1", asOf: "2026-03-31", entity, entities: [entity], rates: [] };

export type ImportBench = { readonly rows: number; readonly megabytes: number; readonly cpuSeconds: number; readonly wallSeconds: number; readonly peakMegabytes: number; readonly created: number; readonly changed: number; readonly gone: number };

/** Generates both files, reads them in a process of its own, and prints what it took. */
export async function run(rows = ROWS): Promise<ImportBench> {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "quittance-bench-"));
  try {
    const [yesterday, today] = [join(folder, "yesterday.csv"), join(folder, "today.csv")];
    await generate(yesterday, rows, 0);
    await generate(today, rows, 1);
    node("remember", yesterday, join(folder, "fingerprints"), String(rows));
    const result = JSON.parse(node("compare", today, join(folder, "fingerprints"), String(rows))) as ImportBench;
    process.stdout.write(`import: ${rows} rows, ${result.megabytes} MB against yesterday's: ${result.cpuSeconds} CPU s (${result.wallSeconds} s), ${result.peakMegabytes} MB; new ${result.created}, changed ${result.changed}, gone ${result.gone}\n`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [self, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** One in a hundred rows has another balance today, one in a thousand is new, one in a thousand has gone. */
async function generate(path: string, rows: number, day: 0 | 1): Promise<void> {
  const file = createWriteStream(path);
  const lines: string[] = ["PIECE;CLIENT;DATE;ECHEANCE;MONTANT;SOLDE;DEV"];
  const pad = (n: number) => String(n).padStart(2, "0");
  for (let n = 0; n < rows; n++) {
    const number = day === 1 && n % 1000 === 7 ? rows + n : n;
    const minor = ((n * 7919) % 9_000_000) + 1000;
    const amount = `${Math.floor(minor / 100)},${pad(minor % 100)}`;
    const open = day === 1 && n % 100 === 3 ? `${Math.floor(minor / 200)},00` : amount;
    lines.push(`FA-26-${String(number).padStart(7, "0")};C-${String((n * 31) % 100_000).padStart(6, "0")};${pad((n % 28) + 1)}/01/2026;${pad((n % 28) + 1)}/03/2026;${amount};${open};EUR`);
    if (lines.length === 10_000) {
      if (!file.write(`${lines.join("\r\n")}\r\n`)) await once(file, "drain");
      lines.length = 0;
    }
  }
  file.end(lines.length > 0 ? `${lines.join("\r\n")}\r\n` : "");
  await once(file, "close");
}

async function read(path: string, rows: number, yesterday = loadFingerprints(undefined)) {
  const open = () => createReadStream(path, { highWaterMark: 262_144 });
  const sha256 = createHash("sha256");
  const { encoding } = await knowFile(open, undefined, (block) => sha256.update(block));
  const survey = surveyor(profile, context, { yesterday, expectedRows: rows });
  await eachRow(open, encoding, ";", (row) => survey.push(row));
  return { open, encoding, survey: survey.end() };
}

async function remember(path: string, fingerprints: string, rows: number): Promise<void> {
  const { survey } = await read(path, rows);
  const { writeFileSync } = await import("node:fs");
  writeFileSync(fingerprints, survey.today.bytes());
}

/** Everything that a night's run does before it writes: checksum, letters, rows, ids, comparison, and mapping what changed. */
async function compare(path: string, fingerprints: string, rows: number): Promise<ImportBench> {
  const { readFileSync } = await import("node:fs");
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const yesterday = loadFingerprints(readFileSync(fingerprints));
  const { open, encoding, survey } = await read(path, rows, yesterday);
  const { created, changed, gone, differs } = diff(yesterday, survey.today, "full");
  let mapped = 0;
  const second = mapper(survey, (n) => differs[n] === 1, context, { mapped: () => void mapped++, rejected: (_, { code }) => { throw new Error(code); } });
  await eachRow(open, encoding, ";", (row) => second.push(row), { hashes: false });
  if (mapped !== created + changed) throw new Error(`${mapped} of ${created + changed} were mapped`);
  const used = process.cpuUsage(cpu);
  const round = (n: number) => Math.round(n * 100) / 100;
  return {
    rows, megabytes: Math.round(statSync(path).size / 1e6), cpuSeconds: round((used.user + used.system) / 1e6), wallSeconds: round((performance.now() - start) / 1000),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024), created, changed, gone: gone.length,
  };
}

if (process.argv[1] === self) {
  const [, , job, path = "", fingerprints = "", rows = String(ROWS)] = process.argv;
  if (job === "remember") await remember(path, fingerprints, Number(rows));
  else if (job === "compare") process.stdout.write(JSON.stringify(await compare(path, fingerprints, Number(rows))));
  else await run(job ? Number(job) : ROWS);
}
