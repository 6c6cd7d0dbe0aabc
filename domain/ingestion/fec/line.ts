// One row of a FEC as it was written, cell by cell, with nothing decided yet.
import { isCurrency } from "#domain/currency.ts";
import { isDate, type DateText } from "#domain/date.ts";
import type { FecColumns } from "#domain/ingestion/fec/columns.ts";
import type { Row } from "#domain/text/delimited.ts";
import { readAmount, readDate, readSign, type Read } from "#domain/text/values.ts";

export type FecLine = {
  readonly line: number;
  readonly journal: string;
  readonly journalLabel: string;
  readonly entry: string;
  readonly on: DateText;
  readonly account: string;
  readonly accountLabel: string;
  readonly auxiliary: string;
  readonly auxiliaryLabel: string;
  readonly piece: string;
  readonly pieceOn?: DateText;
  readonly label: string;
  /** Debit minus credit, in the entity's currency. */
  readonly minor: bigint;
  readonly lettering: string;
  readonly letteredOn?: DateText;
  readonly foreign?: { readonly currency: string; readonly minor: bigint };
  readonly method?: string;
};

export type Problem = { readonly field: string; readonly value: string; readonly code: string; readonly suggestion?: string };

/** YYYYMMDD is the law; 2026-03-31 and 31/03/2026 are what some packages write, and can mean nothing else. */
export function fecDate(text: string): Read<DateText> {
  const cell = text.trim();
  if (/^\d{8}$/.test(cell)) {
    const iso = `${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6)}`;
    return isDate(iso) ? { ok: true, value: iso } : readDate(cell, "YYYYMMDD");
  }
  if (/^\d{4}\D/.test(cell)) return readDate(cell, "YYYY-MM-DD");
  return /^\d{1,2}\D/.test(cell) ? readDate(cell, "DD/MM/YYYY") : { ok: false, code: cell === "" ? "date.missing" : "date.unreadable" };
}

/** The law knows no thousands separator, so a single comma or point is the decimal sign; of two kinds, the last one is. */
export function fecAmount(text: string, currency: string): Read<bigint> {
  const cell = text.trim();
  if (cell === "") return { ok: true, value: 0n };
  const comma = cell.lastIndexOf(",");
  const point = cell.lastIndexOf(".");
  if (comma >= 0 && point >= 0) return readAmount(cell, comma > point ? "," : ".", currency);
  const repeated = (cell.match(/[.,]/g) ?? []).length > 1;
  return readAmount(cell, comma >= 0 !== repeated ? "," : ".", currency);
}

/** Debit minus credit of a row, whichever of the two ways the law allows was chosen. */
export function fecMinor(row: Row, columns: FecColumns, currency: string): { minor: bigint } | { problem: Problem } {
  const read = (n: number, field: string): bigint | { problem: Problem } => {
    const amount = fecAmount(row.cell(n), currency);
    return amount.ok ? amount.value : { problem: problem(field, row.cell(n), amount) };
  };
  if (columns.debit >= 0 && columns.credit >= 0) {
    const debit = read(columns.debit, "Debit");
    const credit = read(columns.credit, "Credit");
    if (typeof debit !== "bigint") return debit;
    return typeof credit === "bigint" ? { minor: debit - credit } : credit;
  }
  const amount = read(columns.amount, "Montant");
  if (typeof amount !== "bigint") return amount;
  const sign = readSign(row.cell(columns.sign));
  if (!sign.ok) return amount === 0n ? { minor: 0n } : { problem: problem("Sens", row.cell(columns.sign), sign) };
  return { minor: amount * sign.value };
}

/** The whole row, for a customer account. */
export function fecLine(row: Row, columns: FecColumns, currency: string): { line: FecLine } | { problem: Problem } {
  const text = (n: number) => row.cell(n).trim();
  const on = fecDate(row.cell(columns.on));
  if (!on.ok) return { problem: problem("EcritureDate", row.cell(columns.on), on) };
  const amount = fecMinor(row, columns, currency);
  if ("problem" in amount) return amount;
  const pieceOn = fecDate(row.cell(columns.pieceOn));
  const letteredOn = fecDate(row.cell(columns.letteredOn));
  const foreign = foreignAmount(text(columns.currency).toUpperCase(), row.cell(columns.foreignAmount), amount.minor, currency);
  return {
    line: {
      line: row.line, journal: text(columns.journal), journalLabel: text(columns.journalLabel), entry: text(columns.entry), on: on.value, account: text(columns.account), accountLabel: text(columns.accountLabel),
      auxiliary: text(columns.auxiliary), auxiliaryLabel: text(columns.auxiliaryLabel), piece: text(columns.piece).replace(/\s+/g, " "), label: text(columns.label), minor: amount.minor, lettering: text(columns.lettering),
      ...(pieceOn.ok ? { pieceOn: pieceOn.value } : {}), ...(letteredOn.ok ? { letteredOn: letteredOn.value } : {}), ...(foreign ? { foreign } : {}), ...(text(columns.method) ? { method: text(columns.method) } : {}),
    },
  };
}

/** Packages sign the foreign amount as they like; debit and credit decide. A row without one (an exchange difference) stays in the entity's currency. */
function foreignAmount(currency: string, text: string, minor: bigint, own: string): FecLine["foreign"] {
  if (!isCurrency(currency) || currency === own || minor === 0n) return undefined;
  const amount = fecAmount(text, currency);
  if (!amount.ok || amount.value === 0n) return undefined;
  const size = amount.value < 0n ? -amount.value : amount.value;
  return { currency, minor: minor < 0n ? -size : size };
}

const problem = (field: string, value: string, { code, suggestion }: { code: string; suggestion?: string }): Problem => ({ field, value: value.trim(), code, ...(suggestion === undefined ? {} : { suggestion }) });
