// Broken bank files, as many as asked for, through the reader of their format: nothing throws, nothing hangs, no record is lost.
//
// A file is generated, mutated up to four times and read. Records seen by the reader must be entries plus errors that carry their record, and not fewer than a
// plain search finds in the text. A reading slower than a second per megabyte (and 100 ms, for the garbage collector's sake) is read again before it counts.
import { readStatementText } from "#domain/cash-application/statements/read.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";
import { readAdviceLetters } from "#domain/cash-application/advices/read.ts";
import { chance, formats, mutated } from "#test/world/mutate.ts";

type Result = { inputs: number; characters: number; records: number; lost: number; thrown: number; hung: number; slowest: number; first?: string };

/** `count` inputs in all, `QUITTANCE_SEED` for others than the usual ones. */
export async function run(count = 40_000): Promise<void> {
  const seed = Number(process.env.QUITTANCE_SEED ?? 1);
  const names = Object.keys(formats);
  const each = Math.ceil(count / names.length);
  let failures = 0;
  for (const name of names) {
    const started = process.cpuUsage();
    const result = fuzz(name, each, seed);
    const seconds = process.cpuUsage(started).user / 1e6;
    failures += result.lost + result.thrown + result.hung;
    console.log(`  ${name.padEnd(9)} ${result.inputs} inputs, ${(result.characters / 1e6).toFixed(0)} MB, ${result.records} records: ${result.thrown} thrown, ${result.hung} hung, ${result.lost} lost records; slowest ${result.slowest.toFixed(0)} ms; ${seconds.toFixed(0)} CPU s, heap ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`);
    if (result.first) console.log(`    first: ${result.first}`);
  }
  console.log(`  ${each * names.length} inputs, ${failures} failures, bound 0`);
}

function fuzz(name: string, count: number, seed: number): Result {
  const random = chance(seed * 7_919 + name.length * 104_729 + name.charCodeAt(0));
  const { file, records } = formats[name]!;
  const result: Result = { inputs: 0, characters: 0, records: 0, lost: 0, thrown: 0, hung: 0, slowest: 0 };
  let [whole, other] = [file(random), file(random)];
  for (let n = 0; n < count; n++) {
    if (n % 16 === 0) [whole, other] = [file(random), whole];
    const text = mutated(whole, other, random);
    result.inputs++;
    result.characters += text.length;
    const started = performance.now();
    let statements: Statement[];
    try {
      statements = readStatementText(text);
      if (n % 8 === 0) readAdviceLetters(text);
    } catch (problem) {
      result.thrown++;
      result.first ??= `threw ${String((problem as Error).stack).slice(0, 600)} on ${JSON.stringify(text).slice(0, 400)}`;
      continue;
    }
    const took = performance.now() - started;
    result.slowest = Math.max(result.slowest, took);
    const bound = 100 + text.length / 1_000;
    if (took > bound && again(text) > bound) {
      result.hung++;
      result.first ??= `hung ${took.toFixed(0)} ms on ${JSON.stringify(text).slice(0, 400)}`;
    }
    const told = accounted(statements);
    result.records += told.seen;
    if (told.seen !== told.kept || (statements[0]?.format.startsWith(name) && told.seen < (records?.(text) ?? 0))) {
      result.lost++;
      result.first ??= `lost ${JSON.stringify(told)}, in the text ${records?.(text)}: ${JSON.stringify(text).slice(0, 3000)}`;
    }
  }
  return result;
}

function accounted(statements: readonly Statement[]): { seen: number; kept: number } {
  const seen = statements.reduce((sum, one) => sum + one.records, 0);
  const kept = statements.reduce((sum, { entries, errors }) => sum + entries.length + errors.filter(({ raw }) => raw !== undefined).length, 0);
  return { seen, kept };
}

function again(text: string): number {
  const started = performance.now();
  readStatementText(text);
  return performance.now() - started;
}
