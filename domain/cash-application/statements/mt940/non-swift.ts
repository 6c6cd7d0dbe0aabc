// :NS:, the information beside SWIFT of older German and Hungarian banks: two digits and a text per line. 01–14 purpose, 15–16 name, 17 booking text,
// 18 journal, 19 code, 33 bank, 34 account.
import { type Details, noDetails } from "#domain/cash-application/statements/statement.ts";
import { folded } from "#domain/cash-application/statements/words.ts";

export function readNonSwift(text: string, supplement: string): Details {
  const rows = text.split("\n").map((line) => [line.slice(0, 2), line.slice(2)] as const).filter(([code]) => /^\d\d$/.test(code));
  const of = (from: string, to: string): string[] => rows.filter(([code]) => code >= from && code <= to).map(([, value]) => value.trim()).filter(Boolean);
  const lines = of("01", "14");
  return { ...noDetails, counterparty: folded(of("15", "16").join("")) || null, counterpartyAccount: of("34", "34")[0] ?? null, text: folded(lines.join(" ")) || folded(supplement), textLines: lines };
}
