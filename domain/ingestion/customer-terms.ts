// When the file tells no due date, the customer's contract does, if we know it; the source's terms are the last resort. A customer's terms are known
// in the ledger only, so this is decided where a record meets its account.
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { dueDate, type Terms } from "#domain/ingestion/terms.ts";

export function withCustomerTerms(record: ItemRecord, terms: Terms | undefined): ItemRecord {
  const [only, ...more] = record.instalments;
  if (record.dueReason === "file" || !terms || !only || more.length > 0 || record.minor <= 0n) return record;
  const pieceOn = record.extra?.["pieceOn"];
  const from = pieceOn && pieceOn < record.issuedOn ? pieceOn : record.issuedOn;
  const due = dueDate(from, terms);
  return { ...record, dueReason: "customer-terms", instalments: [{ ...only, dueOn: due < record.issuedOn ? record.issuedOn : due }] };
}
