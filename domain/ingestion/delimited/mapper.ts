// The second pass over a delimited file: the records that changed, and only those, row by row into their canonical form or into the rejects.
//
// A document of several rows waits until all its rows are read. If one of them cannot be read, all of them are rejected: half an invoice is a wrong
// invoice. The sound rows say so ("document.incomplete") and are replayed with the one that is repaired.
import type { ItemId } from "#domain/id.ts";
import type { CustomerStub } from "#domain/ingestion/chunk.ts";
import type { ReadContext } from "#domain/ingestion/delimited/context.ts";
import { footerOf } from "#domain/ingestion/delimited/footer.ts";
import { mapItem } from "#domain/ingestion/delimited/item.ts";
import { fieldText, type Layout } from "#domain/ingestion/delimited/layout.ts";
import { type KeptRow, keptRow, type Mapped, mapping, type Problem, type Repairs } from "#domain/ingestion/delimited/outcome.ts";
import { mapCommitment, mapContact, mapCustomer } from "#domain/ingestion/delimited/party.ts";
import { isBlank, type Survey } from "#domain/ingestion/delimited/survey.ts";
import type { CanonicalRecord } from "#domain/ingestion/schema.ts";
import type { Row } from "#domain/text/delimited.ts";

export type RejectedRow = Problem & { readonly line: number; readonly row: Readonly<Record<string, string>>; readonly recordId?: string };
export type MapperOutput = {
  /** `n`: the record's place in the survey. A row can make more than one record: a customer and its contact. */
  mapped(n: number, records: readonly CanonicalRecord[], customer: CustomerStub | undefined): void;
  /** `n` is -1 when the row names no record. */
  rejected(n: number, row: RejectedRow): void;
};

export function mapper(survey: Survey, wanted: (record: number) => boolean, context: ReadContext, output: MapperOutput, repairs?: Repairs) {
  const layout = survey.layout!;
  const waiting = new Map<number, KeptRow[]>();
  let header = true;
  let ordinal = 0;

  const reject = (n: number, row: KeptRow, problem: Problem): void => {
    const cells = Object.fromEntries(layout.titles.map((title, column) => [title, row.cell(column)]));
    const column = layout.at.get(problem.field);
    output.rejected(n, { ...problem, field: column === undefined ? problem.field : layout.titles[column]!, line: row.line, row: cells, ...(n >= 0 ? { recordId: survey.today.idAt(n) } : {}) });
  };
  const finish = (n: number, rows: readonly KeptRow[]): void => {
    const answer = mapRecord(survey.today.idAt(n), rows, layout, context);
    if ("records" in answer) return output.mapped(n, answer.records, answer.customer);
    for (const [k, row] of rows.entries()) {
      reject(n, row, k === answer.row ? answer.problem : { field: "number", value: fieldText(layout, row, "number"), code: "document.incomplete" });
    }
  };

  return {
    push(row: Row): void {
      if (header) {
        header = false;
        return;
      }
      if (isBlank(row) || footerOf(row, layout)) return;
      const n = survey.recordOfRow[ordinal++]!;
      if (n >= 0 && !wanted(n)) return;
      const kept = keptRow(row, layout.titles, layout.at, repairs?.get(row.line));
      if (n < 0) return reject(n, kept, nameless(row, kept, layout));
      const rows = [...(waiting.get(n) ?? []), kept];
      if (rows.length < survey.rowsOfRecord[n]!) return void waiting.set(n, rows);
      waiting.delete(n);
      finish(n, rows);
    },
  };
}

function mapRecord(id: string, rows: readonly KeptRow[], layout: Layout, context: ReadContext): Mapped {
  const row = rows.at(-1)!;
  return mapping(() => {
    if (layout.about === "items") return mapItem(id as ItemId, rows, layout, context);
    if (layout.about === "customers") return mapCustomer(row, layout, context);
    if (layout.about === "contacts") return mapContact(row, layout, context);
    return mapCommitment(id as `cmt_${string}`, row, layout, context);
  });
}

function nameless(row: Row, kept: KeptRow, layout: Layout): Problem {
  if (row.cells < layout.least) return { field: "", value: kept.cells.join(layout.profile.delimiter ?? ";").slice(0, 200), code: "row.too-short" };
  const customer = layout.about === "customers" ? "code" : "customer";
  const field = fieldText(layout, kept, customer) === "" || fieldText(layout, kept, customer).includes("\uFFFD") ? customer : "number";
  return { field, value: fieldText(layout, kept, field), code: `${field === "code" ? "customer" : field}.missing` };
}
