// A statement as people's programs read it: amounts as signed decimal texts, an entry's parts only where it is a batch.
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import type { Entry, Part, Statement } from "#domain/cash-application/statements/statement.ts";

export function statementJson(statement: Statement): object {
  const { file, format, id, number, account, currency, opening, closing, entries, errors } = statement;
  return {
    file: file ?? null, format, account, currency,
    opening: opening && decimalText(opening.amount, opening.currency ?? currency),
    closing: closing && decimalText(closing.amount, closing.currency ?? currency),
    entries: entries.map(entryJson),
    errors: errors.map(({ line, field, message, raw }) => (raw === undefined ? { line, field, message } : { line, field, message, raw })),
    id, number, openingDate: opening?.date ?? null, closingDate: closing?.date ?? null,
  };
}

const entryJson = (entry: Entry): object => ({
  bookingDate: entry.bookingDate,
  valueDate: entry.valueDate,
  ...partJson(entry),
  kind: entry.kind,
  transactionCode: entry.transactionCode,
  status: entry.status,
  ...(entry.reversal ? { reversal: true } : {}),
  ...(entry.parts.length > 0 ? { parts: entry.parts.map(partJson) } : {}),
});

/** What is not told is left out, but for the seven fields that are always there. */
function partJson(part: Part): object {
  const { amount, currency, reference, counterparty, iban, text } = part;
  const more = { currency, structuredReference: part.structuredReference, endToEndId: part.endToEndId, mandate: part.mandate, returnReason: part.returnReason, ultimateCounterparty: part.ultimateCounterparty };
  return { amount: decimalText(amount, currency), reference, counterparty, iban, text, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== null)) };
}
