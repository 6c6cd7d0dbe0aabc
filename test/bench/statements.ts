// Broken bank files and advices, as many as asked for, through the reader of their format: nothing throws, nothing hangs, no record is lost.
//
// `FORMATS=mt940,camt` leaves the others out and `QUITTANCE_SEED` begins elsewhere, so that a million inputs of each can be run piece by piece. A file is
// generated, mutated up to four times and read; one in a hundred is left whole, and one in ten thousand has a piece repeated until it fills a quarter of a
// megabyte, for only a large file can show work that grows with the square. Time is the processor's own, not the clock's of a machine that does other things
// too; a reading slower than a second per megabyte (and 20 ms, for the garbage collector's sake) is done again twice before it counts. What "lost" means
// stands in test/world/lost-records.ts; besides, records seen by a reader must be entries plus errors that carry their record.
import { readStatementText } from "#domain/cash-application/statements/read.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";
import { readAdviceLetters } from "#domain/cash-application/advices/read.ts";
import { keptOf, keptOfAdvices, lostRecord } from "#test/world/lost-records.ts";
import { adviceFormats, chance, enlarged, formats, mutated } from "#test/world/mutate.ts";

type Result = { inputs: number; characters: number; large: number; records: number; judged: number; lost: number; thrown: number; hung: number; worst: number; first?: string };

/** Characters from which a reading is long enough to be timed. */
const LARGE = 50_000;

/** `count` inputs in all, `QUITTANCE_SEED` for others than the usual ones. */
export async function run(count = 40_000): Promise<void> {
  const seed = Number(process.env.QUITTANCE_SEED ?? 1);
  const wanted = process.env.FORMATS?.split(",");
  const names = [...Object.keys(formats), ...Object.keys(adviceFormats)].filter((name) => !wanted || wanted.includes(name));
  const each = Math.ceil(count / names.length);
  let failures = 0;
  for (const name of names) {
    const started = process.cpuUsage();
    const result = fuzz(name, each, seed);
    const seconds = process.cpuUsage(started).user / 1e6;
    failures += result.lost + result.thrown + result.hung;
    console.log(
      `  ${name.padEnd(9)} seed ${seed}: ${result.inputs} inputs, ${(result.characters / 1e6).toFixed(0)} MB, ${result.records} records, ${result.judged} judged: ${result.thrown} thrown, ${result.hung} hung, ${result.lost} lost; ` +
        `worst ${result.worst.toFixed(2)} CPU s/MB of ${result.large} large ones; ${seconds.toFixed(0)} CPU s, heap ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`,
    );
    if (result.first) console.log(`    first: ${result.first}`);
  }
  console.log(`  ${each * names.length} inputs, ${failures} failures, bound 0`);
}

function fuzz(name: string, count: number, seed: number): Result {
  const random = chance(seed * 7_919 + name.length * 104_729 + name.charCodeAt(0));
  const { file } = (name in adviceFormats ? adviceFormats : formats)[name]!;
  const result: Result = { inputs: 0, characters: 0, large: 0, records: 0, judged: 0, lost: 0, thrown: 0, hung: 0, worst: 0 };
  let [whole, other] = [file(random), file(random)];
  for (let n = 0; n < count; n++) {
    if (n % 8 === 0) [whole, other] = [file(random), whole];
    const broken = n % 100 === 0 ? whole : mutated(whole, other, random);
    const text = n % 10_000 === 9_999 ? enlarged(broken, random) : broken;
    result.inputs++;
    result.characters += text.length;
    try {
      judge(name, text, n, result);
    } catch (problem) {
      result.thrown++;
      result.first ??= `threw ${String((problem as Error).stack).slice(0, 600)} on ${JSON.stringify(text).slice(0, 400)}`;
    }
  }
  return result;
}

function judge(name: string, text: string, n: number, result: Result): void {
  const advice = name in adviceFormats;
  const started = process.threadCpuUsage();
  const statements = advice ? [] : readStatementText(text);
  const advices = advice || n % 64 === 0 ? advicesIn(name, text) : [];
  const took = milliseconds(started);
  const [seen, kept] = balance(statements);
  const lost = text.length > LARGE ? null : lostRecord(name, text, advice ? keptOfAdvices(advices) : keptOf(statements));
  result.records += seen + advices.reduce((sum, { lines }) => sum + lines.length, 0);
  if (lost !== undefined) result.judged++;
  if (seen !== kept || typeof lost === "string") {
    result.lost++;
    result.first ??= `lost ${seen} ${kept} ${JSON.stringify(lost)} of ${JSON.stringify(text).slice(0, 3000)}`;
  }
  if (text.length > LARGE) result.large++;
  const slow = took > 20 + text.length / 1_000;
  const best = slow ? Math.min(took, again(name, text), again(name, text)) : took;
  if (text.length > LARGE) result.worst = Math.max(result.worst, (best * 1_000) / text.length);
  if (best <= 20 + text.length / 1_000) return;
  result.hung++;
  result.first ??= `hung ${best.toFixed(0)} ms on ${JSON.stringify(text).slice(0, 400)}`;
}

function balance(statements: readonly Statement[]): [number, number] {
  const seen = statements.reduce((sum, one) => sum + one.records, 0);
  return [seen, statements.reduce((sum, { entries, errors }) => sum + entries.length + errors.filter(({ raw }) => raw !== undefined).length, 0)];
}

function again(name: string, text: string): number {
  const started = process.threadCpuUsage();
  if (name in adviceFormats) advicesIn(name, text);
  else readStatementText(text);
  return milliseconds(started);
}

const advicesIn = (name: string, text: string) => (adviceFormats[name]?.read ?? readAdviceLetters)(text);

const milliseconds = (started: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1_000;
};
