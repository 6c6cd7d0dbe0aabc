// What was open at a day: the lines of its month as they are in the lake, and, for the accounts that deltas speak of, lines with what is fresh worked in.
//
// The plain columns of months stay in memory, by the name of their file, whatever else changes: a stream batch touches some accounts, which are
// then left out of them and read from the corrected lines.
import { readFile } from "node:fs/promises";
import { fromEpochDay } from "#domain/date.ts";
import type { LineColumns } from "#domain/insight/aged-sums.ts";
import { keptColumns } from "#functions/insight/history/kept-columns.ts";
import type { Database } from "#functions/insight/history/database.ts";
import { keptTables, type Query } from "#functions/insight/history/kept-tables.ts";
import { answeringMonth, columnsOf, firstDayOf, firstWithoutLines, type Manifest, type Month } from "#functions/insight/history/layout.ts";
import { columnsFrom, readColumns } from "#functions/insight/history/line-columns.ts";
import { linesOfFreshAccounts, linesOfPostings, openLines } from "#functions/insight/queries/lines.ts";

export type LinesAt = {
  /** A query for what was open at the end of a day, to put in brackets. */
  open(day: number): Promise<{ readonly sql: string; readonly parameters: Record<string, number | readonly string[]> }>;
  /** Plain columns: those of the month, of which the fresh accounts are to be left out, and those of the fresh accounts. */
  columns(day: number): Promise<{ readonly merged: LineColumns | undefined; readonly fresh: LineColumns | undefined }>;
};

const KEPT_MONTHS = 4;
const LONG_AGO = -(2 ** 31);
const months = keptColumns();

export function linesAt(database: Database, manifest: Manifest, fetch: (keys: readonly string[]) => Promise<string[]>, anyFresh: boolean): LinesAt {
  const tables = keptTables(database, KEPT_MONTHS);
  const corrected = new Map<string, Promise<LineColumns>>();
  const unwritten = firstWithoutLines(manifest) !== undefined;
  const monthOf = (day: number) => answeringMonth(manifest, fromEpochDay(day).slice(0, 7));
  const linesOf = (month: Month | undefined) => (month && !unwritten ? fetch([manifest.lines[month]!]) : Promise.resolve([]));
  const correct = (month: Month | undefined) =>
    tables.make(`corrected_${(month ?? "none").replace("-", "_")}`, async (): Promise<Query> => {
      const firstDay = month ? firstDayOf(month) : LONG_AGO;
      if (unwritten) {
        const postings = await fetch(Object.keys(manifest.postings).filter((m) => month && m <= month).map((m) => manifest.postings[m]!));
        return { sql: linesOfPostings(postings), parameters: { postings, firstDay } };
      }
      const lines = await linesOf(month);
      return { sql: linesOfFreshAccounts(lines), parameters: { lines, firstDay } };
    });
  const correctedColumns = async (month: Month | undefined): Promise<LineColumns | undefined> => {
    if (!anyFresh && !unwritten) return undefined;
    const table = await correct(month);
    const known = corrected.get(table) ?? database.use(async (_, read) => readColumns(await columnsFrom(read, table, {})));
    corrected.set(table, known);
    known.catch(() => corrected.delete(table));
    return known;
  };
  return {
    async open(day) {
      const month = monthOf(day);
      const lines = await linesOf(month);
      return { sql: openLines(lines, await correct(month)), parameters: { lines, asOf: day } };
    },
    async columns(day) {
      const month = monthOf(day);
      const file = month && !unwritten ? columnsOf(manifest.lines[month]!) : undefined;
      const merged = file ? months(file, async () => readColumns(await readFile((await fetch([file]))[0]!))) : undefined;
      return { merged: await merged, fresh: await correctedColumns(month) };
    },
  };
}
