// What a row became: records for the ledger, or a problem that a person can read and repair.
import type { CustomerStub } from "#domain/ingestion/chunk.ts";
import type { CanonicalRecord } from "#domain/ingestion/schema.ts";
import type { Row } from "#domain/text/delimited.ts";
import type { Read } from "#domain/text/values.ts";

/** `field` is ours; the reject shows the column that it was read from. */
export type Problem = { readonly field: string; readonly value: string; readonly code: string; readonly suggestion?: string };
export type Mapped = { readonly records: readonly CanonicalRecord[]; readonly customer?: CustomerStub } | { readonly problem: Problem; readonly row: number };

/** A row as it was read, kept; `set` are fields of ours that a person set where the file has no column for them. */
export type KeptRow = { readonly line: number; readonly cells: readonly string[]; readonly set?: Readonly<Record<string, string>>; cell(n: number): string };
export type Repairs = ReadonlyMap<number, Readonly<Record<string, string>>>;

/** The row with what a person repaired: by column title, or by field of ours. */
export function keptRow(row: Row, titles: readonly string[], at: ReadonlyMap<string, number>, repair: Readonly<Record<string, string>> = {}): KeptRow {
  const cells = row.all();
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(repair)) {
    const n = titles.includes(name) ? titles.indexOf(name) : at.get(name);
    if (n === undefined) set[name] = value;
    else cells[n] = value;
  }
  return { line: row.line, cells, set, cell: (n) => cells[n] ?? "" };
}

export class FieldProblem extends Error {
  readonly problem: Problem;
  readonly row: number;
  constructor(problem: Problem, row: number) {
    super(problem.code);
    this.problem = problem;
    this.row = row;
  }
}

/** Inside one mapping a problem ends the row at once; `mapping` turns it into an answer at the door. */
export function must<T>(read: Read<T>, field: string, value: string, row = 0): T {
  if (read.ok) return read.value;
  throw new FieldProblem({ field, value, code: read.code, ...(read.suggestion === undefined ? {} : { suggestion: read.suggestion }) }, row);
}

export function mapping(map: () => Mapped): Mapped {
  try {
    return map();
  } catch (error) {
    if (error instanceof FieldProblem) return { problem: error.problem, row: error.row };
    throw error;
  }
}
