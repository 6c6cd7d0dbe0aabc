// How long does an aged balance take when the ledger is large? Five million invoices over 24 months, nine million postings, kept as production
// keeps them: months, lines and a manifest, made by the compaction that production runs. Beside it, in the same run: the plain GROUP BY of a
// PostgreSQL that holds the same postings, when this machine has one.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fromEpochDay } from "#domain/date.ts";
import { DEFAULT_BOUNDS, type Basis } from "#domain/insight/aged-balance.ts";
import { agedBalanceOf, type AgedQuestion } from "#functions/insight/answers/aged-balance.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { layout } from "#functions/insight/history/layout.ts";
import { readHistory } from "#functions/insight/history/open.ts";
import { generate, LAST_DAY } from "#test/bench/generated-postings.ts";
import { groupByInPostgres } from "#test/bench/postgres.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

const TENANT = "bench";
const TARGET_MS = 250;

export async function run(invoices = 5_000_000): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "quittance-ageing-"));
  try {
    const store = memoryObjectStore();
    const data = await generate(folder, invoices);
    const compacting = await timed(async () => {
      for (const file of data.deltas) {
        await store.put(layout(TENANT).delta(file.name), readFileSync(file.path));
        await compactHistory(store, TENANT, "2026-01-01T00:00:00Z");
      }
    });
    print(`${data.postings.toLocaleString("en")} postings of ${invoices.toLocaleString("en")} invoices, 24 months, compacted one after the other`, [compacting]);
    const first = await questions(store, readFileSync(data.batch));
    const postgres = await groupByInPostgres(folder, data);
    if (postgres === undefined) return console.log("  PostgreSQL: not available here");
    print("PostgreSQL, plain GROUP BY collector and bucket over all postings (no open items, no counts)", [{ wall: postgres, cpu: NaN }]);
    console.log(`  the first question at a date against PostgreSQL: ${(postgres / first).toFixed(0)} times faster`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Store = ReturnType<typeof memoryObjectStore>;
type Took = { readonly wall: number; readonly cpu: number };

/** The days that are asked about, counted back from the last: in fourteen months, each in another. */
const ASKED = [2, 40, 75, 110, 170, 230, 300, 365, 420];

/** Warm: the container has the files on its disk and DuckDB open. Answers with the median of first questions at a date. */
async function questions(store: Store, batch: Uint8Array): Promise<number> {
  const all = (basis: Basis, other: number) => series(ASKED, (day) => ask(store, { asOf: fromEpochDay(LAST_DAY - day - other), basis }));
  print("cold: the first question of a container, by collector", [await timed(() => ask(store, { asOf: fromEpochDay(LAST_DAY) }))]);
  for (const day of ASKED) await ask(store, { asOf: fromEpochDay(LAST_DAY - day) });
  await crowdOut(store);
  const [due, invoice] = [await all("due", 1), await all("invoice", 3)];
  const [p50, most] = [median([...due, ...invoice].map(({ wall }) => wall)), Math.max(...[...due, ...invoice].map(({ wall }) => wall))];
  print("warm: first question at a date, by collector, due dates", due);
  print("warm: first question at a date, by collector, invoice dates", invoice);
  console.log(`  target ${TARGET_MS} ms for any first question: ${most <= TARGET_MS ? "met" : p50 <= TARGET_MS ? "met by the median, missed by the slowest" : "missed"}`);
  const next = (question: Partial<AgedQuestion>) => series(ASKED.slice(0, 5), () => ask(store, { asOf: fromEpochDay(LAST_DAY - 5), ...question }));
  for (const groupBy of ["collector", "country", "entity", "customer"] as const) print(`warm: next question at one date, by ${groupBy}`, await next({ groupBy }));
  await store.put(layout(TENANT).delta("zzz-batch"), batch);
  print("after a stream batch of 1,000 postings on as many accounts: first question, by collector", [await timed(() => ask(store, { asOf: fromEpochDay(LAST_DAY - 1) }))]);
  print("after that: first question at a date, by collector", await series(ASKED, (day) => ask(store, { asOf: fromEpochDay(LAST_DAY - day - 6) })));
  const memory = process.memoryUsage();
  console.log(`  ${Math.round(memory.rss / 1e6).toLocaleString("en")} MB resident, of which the lake of this bench ${Math.round(store.bytes() / 1e6).toLocaleString("en")} MB`);
  return p50;
}
/** Months that nobody asks about afterwards, so that what was read first is not in memory any more, as in a function that many ask. */
async function crowdOut(store: Store): Promise<void> {
  for (let day = 450; day < 730; day += 15) await ask(store, { asOf: fromEpochDay(LAST_DAY - day) });
}

async function ask(store: Store, question: Partial<AgedQuestion>): Promise<void> {
  const answer = await readHistory(store, TENANT, (history) => agedBalanceOf(history, { asOf: "", groupBy: "collector", basis: "due", bounds: DEFAULT_BOUNDS, rates: [], limit: 50, ...question }));
  if (!("rows" in answer) || answer.rows.length === 0) throw new Error("there is no answer to measure");
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { wall: performance.now() - start, cpu: (user + system) / 1000 };
}

async function series(days: readonly number[], work: (day: number) => Promise<unknown>): Promise<Took[]> {
  const took: Took[] = [];
  for (const day of days) took.push(await timed(() => work(day)));
  return took;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

function print(what: string, took: readonly Took[]): void {
  const ms = (number: number) => `${Math.round(number).toLocaleString("en")} ms`;
  const [wall, cpu] = [took.map((one) => one.wall), median(took.map((one) => one.cpu))];
  const spread = took.length > 1 ? ` (median of ${took.length}; slowest ${ms(Math.max(...wall))})` : "";
  console.log(`  ${ms(median(wall)).padStart(10)}  ${Number.isNaN(cpu) ? "" : `CPU ${ms(cpu)}  `}${what}${spread}`);
}

if (import.meta.main) await run();
