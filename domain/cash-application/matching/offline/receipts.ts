// A statement's credits as receipts. A batch that lists its transactions is as many receipts; debits are not ours to match, but a returned debit or a
// bounced cheque among them undoes an earlier receipt, so they are handed on.
import { epochDay } from "#domain/date.ts";
import { knownOf, type KnownEntry, deduplicate } from "#domain/cash-application/statements/identity.ts";
import type { Details, Entry, Part, Statement } from "#domain/cash-application/statements/statement.ts";
import type { Cents, Receipt } from "#domain/cash-application/matching/model.ts";

export type FromStatement = { readonly receipts: Receipt[]; readonly returns: Return[] };
/** Money that went back: a debit that undoes an earlier credit. */
export type Return = { readonly amount: Cents; readonly iban: string; readonly endToEnd: string; readonly text: string; readonly booked: number };

/** "2025-11-25_FR01_EUR.camt053.xml" → entity and currency. */
export function readFileName(name: string): { date: string; entity: string; currency: string } {
  const match = /(\d{4}-\d{2}-\d{2})?_?([A-Za-z0-9-]+)_([A-Z]{3})(?=[._])/.exec(name);
  return { date: match?.[1] ?? "", entity: match?.[2] ?? "", currency: match?.[3] ?? "" };
}

export function receiptsOf(statement: Statement, file: { readonly entity: string; readonly currency: string; readonly date: string }, known: Map<string, KnownEntry>): FromStatement {
  const found: FromStatement = { receipts: [], returns: [] };
  const ids = new Set<string>();
  for (const entry of deduplicate(known, statement).fresh) {
    known.set(entry.identity, knownOf(statement, entry));
    if (entry.status !== "booked") continue;
    const credits = entry.parts.length > 1 ? entry.parts.map((part, n) => ({ part, id: part.reference || `${entry.reference ?? entry.identity}/${n + 1}` })) : [{ part: { ...entry, ...onlyPart(entry) }, id: entry.reference || entry.identity }];
    for (const { part, id } of credits) {
      const receipt = distinct(receiptOf(entry, part, id, file), ids);
      if (receipt === null) continue;
      if (part.amount > 0n) found.receipts.push(receipt);
      else if (receipt.returned) found.returns.push({ amount: -receipt.amount, iban: receipt.iban, endToEnd: receipt.endToEnd, text: receipt.text, booked: receipt.booked });
    }
  }
  return found;
}

/** Banks give one reference to several credits of a day: each stays a receipt of its own. */
function distinct(receipt: Receipt | null, ids: Set<string>): Receipt | null {
  if (receipt === null) return null;
  let id = receipt.id;
  for (let n = 2; ids.has(id); n++) id = `${receipt.id}#${n}`;
  ids.add(id);
  return { ...receipt, id };
}

/** A single transaction of an entry says more than the entry itself. */
function onlyPart(entry: Entry): Partial<Details> {
  const [part] = entry.parts;
  if (!part) return {};
  return Object.fromEntries(Object.entries(part).filter(([name, value]) => value !== null && value !== "" && name !== "amount" && name !== "reference" && !(Array.isArray(value) && value.length === 0)));
}

function receiptOf(entry: Entry, part: Part, id: string, file: { readonly entity: string; readonly currency: string; readonly date: string }): Receipt | null {
  const amount = Number(part.amount);
  if (!Number.isSafeInteger(amount)) return null;
  const booked = epochDay(entry.bookingDate ?? entry.valueDate ?? (file.date || "1970-01-01"));
  const documents = part.documents.map(({ number }) => number).filter((number) => !part.text.includes(number));
  const currency = part.currency ?? entry.currency ?? file.currency;
  return {
    id: `${booked}|${file.entity}|${currency}|${id}`, reference: id, entity: file.entity, currency, booked, value: entry.valueDate ? epochDay(entry.valueDate) : booked, amount,
    name: part.counterparty ?? "", ultimate: part.ultimateCounterparty ?? "", iban: (part.iban ?? "").replace(/\s/g, "").toUpperCase(), endToEnd: part.endToEndId ?? "",
    structured: part.structuredReference ? [part.structuredReference] : [], text: [part.text, ...documents].filter(Boolean).join(" "),
    charges: part.charges.filter((charge) => charge.currency === currency).reduce((sum, charge) => sum + Math.abs(Number(charge.amount)), 0),
    returned: entry.reversal || entry.kind === "return" || part.returnReason !== null,
  };
}
