// npm run -s match -- --state DIR …: the matcher without a cloud, for people who want to know before they connect anything.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { answerOf } from "#domain/cash-application/matching/offline/answer.ts";
import type { Decision } from "#domain/cash-application/matching/model.ts";
import { runMatch, type MatchRun } from "./matching/run.ts";

const USAGE = `npm run -s match -- --state DIR [--customers F] [--ledger F] [--open-items F] [--clearings F] [--new-items F] [--statements DIR] [--advices DIR] [--as-of DATE] [--out F.jsonl] [--report]

Says for each credit of the statements which documents it pays: "auto" (safe to post), "propose" or "unmatched". Call it once with history (a ledger, its clearings and
their statements), then once a day with new items, statements and yesterday's clearings. What was learned is kept in the state folder, nowhere else.

CSV files are ;-separated UTF-8 with these headers:
  customers                    code;name;entity;currency;country;city;vat;parent;terms;discount_pct;discount_days;iban
  ledger, open and new items   document;type;entity;customer;issue_date;due_date;currency;amount;open_amount;po;origin;discount_pct;discount_date   (type INV or CN)
  clearings                    date;payment_id;document;cleared_amount;adjustment_type;adjustment_amount;payer
Statement files carry entity and currency in their names: 2025-11-25_FR01_EUR.camt053.xml, ….sta, ….cfonb120.txt. Advices: CSV, XLSX, text, remt.001.

  --out F.jsonl      one JSON line per credit; without it, to standard output
  --report           prints the rates to standard error
  --precision 0.9995 the share of automatic postings that must be right
  --help`;

const { values } = parseArgs({
  options: {
    state: { type: "string" }, customers: { type: "string" }, ledger: { type: "string" }, "open-items": { type: "string" }, clearings: { type: "string" }, "new-items": { type: "string" }, statements: { type: "string" }, advices: { type: "string" },
    "as-of": { type: "string" }, out: { type: "string" }, report: { type: "boolean", default: false }, precision: { type: "string", default: "0.9995" }, help: { type: "boolean", short: "h", default: false },
  },
});

if (values.help) console.log(USAGE);
else if (!values.state) {
  console.error(USAGE);
  process.exitCode = 2;
} else main(values.state);

function main(state: string): void {
  const from = (path: string | undefined): string | undefined => (path === undefined ? undefined : resolve(process.env.INIT_CWD ?? ".", path));
  const paths = Object.fromEntries((["customers", "ledger", "open-items", "clearings", "new-items", "statements", "advices"] as const).flatMap((name) => (values[name] ? [[name, from(values[name])!]] : [])));
  const asOf = values["as-of"];
  const run = runMatch({ ...paths, ...(asOf ? { "as-of": asOf } : {}), state: from(state)!, precision: Number(values.precision) });
  const lines = run.decisions.map((decision) => `${JSON.stringify(answerOf(decision))}\n`).join("");
  const out = from(values.out);
  if (out) {
    mkdirSync(resolve(out, ".."), { recursive: true });
    writeFileSync(out, lines);
  } else process.stdout.write(lines);
  for (const { file, line, message } of run.problems.slice(0, 50)) console.error(`${file}:${line} ${message}`);
  if (values.report) console.error(reportOf(run));
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
