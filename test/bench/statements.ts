// Broken bank files and advices, as many as asked for, through the reader of their format: nothing throws, nothing hangs, no record is lost.
//
// A file is generated, mutated up to four times and read. `FORMATS=mt940,camt` leaves the others out, so that a million inputs of each can be run piece by piece. Records seen by the reader must be entries plus errors that carry their record, and not fewer than a
// plain search finds in the text. Of an advice that is read, each row or segment that begins as a document does must be a line, an error or kept unread. A reading slower than a second per megabyte (and 100 ms, for the garbage collector's sake) is read again before it counts.
import { readStatementText } from "#domain/cash-application/statements/read.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";
import type { Advice } from "#domain/cash-application/advices/advice.ts";
import { readAdviceLetters } from "#domain/cash-application/advices/read.ts";
import { adviceFormats, chance, formats, mutated } from "#test/world/mutate.ts";

type Result = { inputs: number; characters: number; records: number; lost: number; thrown: number; hung: number; slowest: number; first?: string };

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
    console.log(`  ${name.padEnd(9)} ${result.inputs} inputs, ${(result.characters / 1e6).toFixed(0)} MB, ${result.records} records: ${result.thrown} thrown, ${result.hung} hung, ${result.lost} lost records; slowest ${result.slowest.toFixed(0)} ms; ${seconds.toFixed(0)} CPU s, heap ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`);
    if (result.first) console.log(`    first: ${result.first}`);
  }
  console.log(`  ${each * names.length} inputs, ${failures} failures, bound 0`);
}

function fuzz(name: string, count: number, seed: number): Result {
  const random = chance(seed * 7_919 + name.length * 104_729 + name.charCodeAt(0));
  const isAdvice = name in adviceFormats;
  const { file, records } = (isAdvice ? adviceFormats : formats)[name]!;
  const result: Result = { inputs: 0, characters: 0, records: 0, lost: 0, thrown: 0, hung: 0, slowest: 0 };
  let [whole, other] = [file(random), file(random)];
  for (let n = 0; n < count; n++) {
    if (n % 16 === 0) [whole, other] = [file(random), whole];
    const text = mutated(whole, other, random);
    result.inputs++;
    result.characters += text.length;
    const started = performance.now();
    let told: Told;
    try {
      told = isAdvice ? ofAdvices(readAdviceLetters(text), text) : ofStatements(readStatementText(text));
      if (!isAdvice && n % 8 === 0) readAdviceLetters(text);
    } catch (problem) {
      result.thrown++;
      result.first ??= `threw ${String((problem as Error).stack).slice(0, 600)} on ${JSON.stringify(text).slice(0, 400)}`;
      continue;
    }
    const took = performance.now() - started;
    result.slowest = Math.max(result.slowest, took);
    const bound = 100 + text.length / 1_000;
    if (took > bound && again(text, isAdvice) > bound) {
      result.hung++;
      result.first ??= `hung ${took.toFixed(0)} ms on ${JSON.stringify(text).slice(0, 400)}`;
    }
    result.records += told.seen;
    if ((isAdvice ? told.seen > told.kept : told.seen !== told.kept) || (told.format?.startsWith(name) && told.seen < (records?.(text) ?? 0))) {
      result.lost++;
      result.first ??= `lost ${JSON.stringify(told)}, in the text ${records?.(text)}: ${JSON.stringify(text).slice(0, 3000)}`;
    }
  }
  return result;
}

type Told = { readonly seen: number; readonly kept: number; readonly format?: string };

function ofStatements(statements: readonly Statement[]): Told {
  const seen = statements.reduce((sum, one) => sum + one.records, 0);
  const kept = statements.reduce((sum, { entries, errors }) => sum + entries.length + errors.filter(({ raw }) => raw !== undefined).length, 0);
  return { seen, kept, ...(statements[0] ? { format: statements[0].format } : {}) };
}

/** Documents that a plain search finds where the file's frame is whole: between ST*820 and its SE. */
function ofAdvices(advices: readonly Advice[], text: string): Told {
  const kept = advices.reduce((sum, { lines, errors, unread }) => sum + lines.length + errors.length + unread.length, 0);
  const framed = /^ISA\*.{102}~\nGS\*[^~]*~\nST\*820\*[^~]*~([^]*)$/.exec(text)?.[1]?.split(/~\s*SE\*/)[0] ?? "";
  return { seen: advices.length === 0 ? 0 : framed.split("~").filter((segment) => /^\s*RMR\*/.test(segment)).length, kept };
}

/** On a machine that does other things too, only the processor's own time tells how long a reading takes. */
function again(text: string, isAdvice: boolean): number {
  const started = process.cpuUsage();
  if (isAdvice) readAdviceLetters(text);
  else readStatementText(text);
  return process.cpuUsage(started).user / 1_000;
}
