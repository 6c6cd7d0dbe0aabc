// The words of an entry: :86: in one of its dialects, :NS: (older German banks), and the supplement of the :61:.
import { readNonSwift } from "#domain/cash-application/statements/mt940/non-swift.ts";
import { readFree } from "#domain/cash-application/statements/mt940/free.ts";
import type { StatementLine } from "#domain/cash-application/statements/mt940/line.ts";
import type { Field } from "#domain/cash-application/statements/mt940/fields.ts";
import { readSlashed } from "#domain/cash-application/statements/mt940/slashed.ts";
import { readStructured } from "#domain/cash-application/statements/mt940/structured.ts";
import { type Details, noDetails } from "#domain/cash-application/statements/statement.ts";
import { looksLikeIban } from "#domain/iban.ts";
import { folded } from "#domain/cash-application/statements/words.ts";

export function detailsIn(fields: readonly Field[], line: StatementLine): { code: string | null; details: Details } {
  const told = wordsIn(fields, line.supplement, line.amount);
  return { ...told, details: withLine(told.details, line) };
}

/** Rabobank puts the other account on the line itself: as supplement, or with the name in place of the customer's reference. */
function withLine(details: Details, { supplement, customerReference }: StatementLine): Details {
  const first = (supplement.split("\n")[0] ?? "").trim();
  const named = /^(P?\d{9,10}|NONREF)\s{2,}(\S.*)$/.exec(customerReference ?? "");
  if (details.iban === null && looksLikeIban(first)) return { ...details, iban: first, counterpartyAccount: null };
  if (!named) return details;
  const account = named[1] === "NONREF" ? null : named[1]!;
  return { ...details, counterparty: details.counterparty ?? folded(named[2]!), counterpartyAccount: details.counterpartyAccount ?? account };
}

function wordsIn(fields: readonly Field[], supplement: string, amount: bigint): { code: string | null; details: Details } {
  const told = fields.filter(({ tag }) => tag === "86").map(({ text }) => text).join("\n");
  const nonSwift = fields.filter(({ tag }) => tag === "NS").map(({ text }) => text).join("\n");
  if (told.trim() === "") return { code: null, details: nonSwift === "" ? plain(supplement) : readNonSwift(nonSwift, supplement) };
  const structured = readStructured(told);
  if (structured) {
    const text = structured.details.text || structured.bookingText || folded(supplement);
    return { code: structured.code, details: { ...structured.details, text } };
  }
  const slashed = readSlashed(told);
  if (slashed) return { code: null, details: slashed };
  return readFree(told, supplement, amount);
}

const plain = (supplement: string): Details => ({ ...noDetails, text: folded(supplement), textLines: supplement.split("\n").map((line) => line.trim()).filter(Boolean) });
