// npm run -s match -- --state DIR …: the matcher without a cloud, for people who want to know before they connect anything.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { answerOf } from "#domain/cash-application/matching/offline/answer.ts";
import type { Decision } from "#domain/cash-application/matching/model.ts";
import { isDate } from "#domain/date.ts";
import { runMatch, Unusable, type MatchOptions, type MatchRun } from "./matching/run.ts";

const USAGE = `npm run -s match -- --state DIR [--customers F] [--ledger F] [--open-items F] [--clearings F] [--new-items F] [--statements DIR] [--advices DIR] [--as-of DATE] [--out F.jsonl] [--report]

Says for each credit of the statements which documents it pays: "auto" (safe to post), "propose" or "unmatched". Call it once with history (a ledger, its clearings and
their statements), then once a day with new items, statements and yesterday's clearings. What was learned is kept in the state folder, nowhere else.

CSV files are ;-separated UTF-8 with these headers:
  customers                    code;name;entity;currency;country;city;vat;parent;terms;discount_pct;discount_days;iban
  ledger, open and new items   document;type;entity;customer;issue_date;due_date;currency;amount;open_amount;po;origin;discount_pct;discount_date   (type INV or CN)
  clearings                    date;payment_id;document;cleared_amount;adjustment_type;adjustment_amount;payer
Statement files carry entity and currency in their names: 2025-11-25_FR01_EUR.camt053.xml, ….sta, ….cfonb120.txt. Advices: CSV, XLSX, text, remt.001, X12 820.
What cannot be read is told on standard error as file:line field: why, and the rest goes on. Exit code 1: a file or the state cannot be used at all; 2: the call itself is wrong.
In both cases nothing is written.

  --out F.jsonl      one JSON line per credit; without it, to standard output
  --report           prints the rates to standard error
  --precision 0.9995 the share of automatic postings that must be right
  --help`;

const options = {
  state: { type: "string" }, customers: { type: "string" }, ledger: { type: "string" }, "open-items": { type: "string" }, clearings: { type: "string" }, "new-items": { type: "string" }, statements: { type: "string" }, advices: { type: "string" },
  "as-of": { type: "string" }, out: { type: "string" }, report: { type: "boolean", default: false }, precision: { type: "string", default: "0.9995" }, help: { type: "boolean", short: "h", default: false },
} as const;
const inputs = ["customers", "ledger", "open-items", "clearings", "new-items", "statements", "advices"] as const;
const SHOWN = 50;

const { values } = readArguments();
if (values.help) console.log(USAGE);
else main();

function readArguments() {
  try {
    return parseArgs({ options });
  } catch (problem) {
    return refuse(`${(problem as Error).message}\n\n${USAGE}`);
  }
}

/** 2: the call is wrong, and nothing was read or written. 1: what it names cannot be used; the state is as it was. */
function refuse(message: string, code = 2): never {
  console.error(message);
  process.exit(code);
}

function main(): void {
  const from = (path: string): string => resolve(process.env.INIT_CWD ?? ".", path);
  if (!values.state) return refuse(`--state is missing: the folder in which the matcher keeps what it learns\n\n${USAGE}`);
  const asOf = values["as-of"];
  if (asOf !== undefined && !isDate(asOf)) return refuse(`--as-of: "${asOf}" is no date (as 2025-11-25)`);
  const precision = Number(values.precision);
  if (!(precision >= 0.5 && precision < 1)) return refuse(`--precision: "${values.precision}" is no share between 0.5 and 1 (as 0.9995)`);
  const paths = Object.fromEntries(inputs.flatMap((name) => (values[name] ? [[name, existing(name, from(values[name]))]] : [])));
  const run = match({ ...paths, ...(asOf ? { "as-of": asOf } : {}), state: from(values.state), precision });
  const lines = run.decisions.map((decision) => `${JSON.stringify(answerOf(decision))}\n`).join("");
  if (values.out) {
    mkdirSync(resolve(from(values.out), ".."), { recursive: true });
    writeFileSync(from(values.out), lines);
  } else process.stdout.write(lines);
  for (const { file, line, field, message } of run.problems.slice(0, SHOWN)) console.error(`${file}${line > 0 ? `:${line}` : ""} ${field === "" ? "" : `${field}: `}${message}`);
  if (run.problems.length > SHOWN) console.error(`… and ${run.problems.length - SHOWN} more of these`);
  if (values.report) console.error(reportOf(run));
}

/** Tables are files; statements and advices are folders, or one file. */
function existing(name: (typeof inputs)[number], path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return refuse(`--${name}: there is no ${path}`);
  if (found.isDirectory() && name !== "statements" && name !== "advices") return refuse(`--${name}: ${path} is a folder, a CSV file is expected`);
  return path;
}

function match(call: MatchOptions): MatchRun {
  try {
    return runMatch(call);
  } catch (problem) {
    if (problem instanceof Unusable) return refuse(problem.message, 1);
    throw problem;
  }
}

function reportOf({ decisions, problems, learnedFrom }: MatchRun): string {
  const share = (some: readonly Decision[]): string => `${some.length} (${((100 * some.length) / Math.max(1, decisions.length)).toFixed(1)} %)`;
  const of = (kind: Decision["decision"]): Decision[] => decisions.filter(({ decision }) => decision === kind);
  const reasons = new Map<string, number>();
  for (const { against } of decisions) for (const { code } of against.slice(0, 1)) reasons.set(code, (reasons.get(code) ?? 0) + 1);
  const posted = of("auto");
  const expected = posted.reduce((sum, { probability }) => sum + 1 - probability, 0);
  return [
    `receipts            ${decisions.length}`, `automatic           ${share(posted)}`, `proposed            ${share(of("propose"))}`, `unmatched           ${share(of("unmatched"))}`,
    `payer identified    ${share(decisions.filter(({ payer }) => payer !== ""))}`, `lines cleared       ${posted.reduce((sum, { proposals }) => sum + (proposals[0]?.allocations.length ?? 0), 0)}`,
    `expected errors     ${expected.toFixed(2)} among the automatic ones`, `labels learned      ${learnedFrom}`, `unreadable          ${problems.length}`,
    ...[...reasons].toSorted((a, b) => b[1] - a[1]).slice(0, 12).map(([code, count]) => `  not automatic: ${code.padEnd(32)} ${count}`),
  ].join("\n");
}
