// How long does an aged balance take when the ledger is large? Five million invoices over 24 months, nine million postings, kept as production
// keeps them: months, checkpoints and a manifest, made by the compaction that production runs. Beside it, in the same run: the same question
// without checkpoints, and the plain GROUP BY of a PostgreSQL that holds the same postings, when this machine has one.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fromEpochDay } from "#domain/date.ts";
import { DEFAULT_BOUNDS } from "#domain/insight/aged-balance.ts";
import { agedBalanceOf, type AgedQuestion } from "#functions/insight/answers/aged-balance.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { layout } from "#functions/insight/history/layout.ts";
import { readHistory, type History } from "#functions/insight/history/open.ts";
import { accountsOf, agedGroups, boundParameters } from "#functions/insight/queries/aged-balance.ts";
import { openLines } from "#functions/insight/queries/open-lines.ts";
import { generate, LAST_DAY } from "#test/bench/generated-postings.ts";
import { groupByInPostgres } from "#test/bench/postgres.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

const TENANT = "bench";
const TARGET_MS = 250;
const REPEATS = 5;

export async function run(invoices = 5_000_000): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "quittance-ageing-"));
  try {
    const store = memoryObjectStore();
    const data = await generate(folder, invoices);
    const compacting = performance.now();
    for (const file of data.deltas) {
      await store.put(layout(TENANT).delta(file.name), readFileSync(file.path));
      await compactHistory(store, TENANT, "2026-01-01T00:00:00Z");
    }
    print(`${data.postings.toLocaleString("en")} postings of ${invoices.toLocaleString("en")} invoices, 24 months, compacted one after the other`, performance.now() - compacting);
    await questions(store);
    const naive = await readHistory(store, TENANT, withoutCheckpoints);
    print("the same question, all postings, no checkpoint", naive);
    const first = await fastest(async (n) => ask(store, { asOf: fromEpochDay(LAST_DAY - 2 - n) }));
    console.log(`  checkpoint against no checkpoint: ${(naive / first).toFixed(1)} times faster`);
    const postgres = await groupByInPostgres(folder, data);
    if (postgres === undefined) console.log("  PostgreSQL: not available here");
    else {
      print("PostgreSQL, plain GROUP BY collector and bucket over all postings (no open items, no counts)", postgres);
      console.log(`  checkpoint against PostgreSQL: ${(postgres / first).toFixed(1)} times faster`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Store = ReturnType<typeof memoryObjectStore>;

async function questions(store: Store): Promise<void> {
  const asOf = fromEpochDay(LAST_DAY - 2);
  print("cold: first question of a container, by collector", await timed(() => ask(store, { asOf })));
  // Another date each time: nothing that was computed before is used, only the files on the local disk.
  const first = await fastest((n) => ask(store, { asOf: fromEpochDay(LAST_DAY - 3 - n) }));
  print(`warm: first question at a date, by collector (target ${TARGET_MS} ms: ${first <= TARGET_MS ? "met" : "missed"})`, first);
  const next = await fastest((n) => ask(store, { asOf, groupBy: n % 2 ? "collector" : "country" }));
  print(`warm: next question at the same date, by collector or country (target ${TARGET_MS} ms: ${next <= TARGET_MS ? "met" : "missed"})`, next);
  print("warm: next question at the same date, by customer, one page of 50", await fastest(() => ask(store, { asOf, groupBy: "customer" })));
  print("warm: first question at a date a year ago, by collector", await fastest((n) => ask(store, { asOf: fromEpochDay(LAST_DAY - 365 - n) })));
}

async function ask(store: Store, question: Partial<AgedQuestion>): Promise<void> {
  const answer = await readHistory(store, TENANT, (history) => agedBalanceOf(history, { asOf: "", groupBy: "collector", basis: "due", bounds: DEFAULT_BOUNDS, rates: [], limit: 50, ...question }));
  if (!("rows" in answer) || answer.rows.length === 0) throw new Error("there is no answer to measure");
}

const withoutCheckpoints = async (history: History): Promise<number> => {
  const months = await history.postings(0, LAST_DAY);
  const asOf = LAST_DAY - 2;
  return fastest(() =>
    history.use(async (ask) => {
      await ask(`CREATE OR REPLACE TEMP TABLE everything AS ${accountsOf(`(${openLines([], months)})`, "due", DEFAULT_BOUNDS.length)}`, { months, asOf, ...boundParameters(DEFAULT_BOUNDS) });
      await ask(agedGroups("everything", "collector", DEFAULT_BOUNDS.length, false), { rows: 51 });
    }), 2,
  );
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function fastest(work: (n: number) => Promise<unknown>, repeats = REPEATS): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < repeats; n++) times.push(await timed(() => work(n)));
  return Math.min(...times);
}

const print = (what: string, ms: number): void => console.log(`  ${`${Math.round(ms).toLocaleString("en")} ms`.padStart(10)}  ${what}`);

if (import.meta.main) await run();
