// The columns of a FEC (article A47 A-1 of the Livre des procédures fiscales). The law fixes names and order; packages do not: titles come in any case,
// with accents, padded, in another order, with a nameless last column that a trailing delimiter makes, with the cash-accounting columns or without.
import { titleKey } from "#domain/text/title.ts";

export type FecColumns = {
  readonly journal: number;
  readonly journalLabel: number;
  readonly entry: number;
  readonly on: number;
  readonly account: number;
  readonly accountLabel: number;
  readonly auxiliary: number;
  readonly auxiliaryLabel: number;
  readonly piece: number;
  readonly pieceOn: number;
  readonly label: number;
  readonly debit: number;
  readonly credit: number;
  readonly amount: number;
  readonly sign: number;
  readonly lettering: number;
  readonly letteredOn: number;
  readonly foreignAmount: number;
  readonly currency: number;
  readonly method: number;
  readonly least: number;
  /** The first row is an entry, not titles: the legal order is taken. */
  readonly headless: boolean;
};

const legalOrder =
  "journalcode journallib ecriturenum ecrituredate comptenum comptelib compauxnum compauxlib pieceref piecedate ecriturelib debit credit ecriturelet datelet validdate montantdevise idevise".split(" ");

export const columnKey = (title: string): string => titleKey(title).replaceAll(" ", "");

/** How many of the law's titles stand in the row: the sign that a file is a FEC. */
export const fecTitles = (titles: readonly string[]): number => new Set(titles.map(columnKey)).intersection(new Set([...legalOrder, "montant", "sens"])).size;

/** Missing titles as an answer, if the file cannot be read without them. */
export function fecColumns(first: readonly string[]): FecColumns | { readonly missing: readonly string[] } {
  const headless = fecTitles(first) < 3 && first.length >= 13 && /^\d{8}$/.test(first[3]?.trim() ?? "") && /^\d/.test(first[4]?.trim() ?? "");
  const titles = headless ? legalOrder : first.map(columnKey);
  const at = (...names: string[]) => names.map((name) => titles.indexOf(name)).find((n) => n >= 0) ?? -1;
  const debit = at("debit");
  const amount = at("montant", "montantdebitcredit");
  const missing = ["journalcode", "ecrituredate", "comptenum"].filter((name) => at(name) < 0);
  if ((debit < 0 || at("credit") < 0) && (amount < 0 || at("sens") < 0)) missing.push("debit/credit, montant/sens");
  if (missing.length > 0) return { missing };
  const columns = {
    journal: at("journalcode"), journalLabel: at("journallib"), entry: at("ecriturenum"), on: at("ecrituredate"), account: at("comptenum"), accountLabel: at("comptelib"),
    auxiliary: at("compauxnum"), auxiliaryLabel: at("compauxlib"), piece: at("pieceref"), pieceOn: at("piecedate"), label: at("ecriturelib"), debit, credit: at("credit"), amount, sign: at("sens"),
    lettering: at("ecriturelet"), letteredOn: at("datelet"), foreignAmount: at("montantdevise"), currency: at("idevise"), method: at("modereglt", "modereglement"),
  };
  const least = 1 + Math.max(columns.journal, columns.on, columns.account, Math.min(columns.credit < 0 ? 99 : columns.credit, columns.sign < 0 ? 99 : columns.sign));
  return { ...columns, least, headless };
}
