// A :86: without structure. The words are re-joined; an IBAN in it is the counterparty's, and a name is taken only where the bank's habit shows it:
// right behind the IBAN on the first line (Dutch banks), or behind a mark that says so. A guess would be worse than none.
import { type Details, noDetails } from "#domain/cash-application/statements/statement.ts";
import { keywords } from "#domain/cash-application/statements/mt940/structured.ts";
import { folded, rejoined } from "#domain/cash-application/statements/words.ts";
import { ibanIn, looksLikeIban } from "#domain/iban.ts";

/** Six lines of 65 are the standard; names are looked for in ten times as much, not in a megabyte. */
const LONGEST = 4_000;

/** "TYPE:words:name:IBAN" (Solarisbank and those upon it) and "REK: IBAN/NAAM: name" (Knab). */
function namedOnes(listed: RegExpExecArray | null, knab: RegExpExecArray | null): Partial<Details> {
  const [account, name] = listed ? [listed[3]!, listed[2]!] : [knab?.[1] ?? "", knab?.[2] ?? ""];
  return { counterparty: folded(name) || null, ...(looksLikeIban(account) ? { iban: account } : { counterpartyAccount: account || null }) };
}

export function readFree(told: string, supplement: string, amount: bigint): { code: string | null; details: Details } {
  const lines = told.split("\n");
  const text = rejoined(lines, 64);
  const short = text.slice(0, LONGEST);
  const first = folded(lines[0] ?? "");
  const head = /^([A-Z]{2}\d{2}[A-Z0-9]{10,30})\s+(\S.*)$/.exec(first);
  const found = keywords(text);
  const marked = amount >= 0n ? /\b(?:OD|DE|VAN|FROM|ORDP|ZLECENIODAWCA)\s?[:/]\s?([^;/:]{3,70})/.exec(short) : /\b(?:DLA|POUR|AAN|TO|BENM)\s?[:/]\s?([^;/:]{3,70})/.exec(short);
  const code = /^(\d{3})(?=PN\d|\D|$)/.exec(first)?.[1] ?? null;
  const listed = /^(?:\d{3})?[A-Z_]{4,}:(.*):([^:]+):([A-Z]{2}\d{2}[A-Z0-9]{10,30})(?::[^:]*)?$/s.exec(short);
  const knab = /REK: ?([A-Z]{2}\d{2}[A-Z0-9]{10,30}|\d{5,12})?.*?NAAM: ?([^/]{2,70})/.exec(short);
  if (listed || knab) return { code, details: { ...noDetails, ...namedOnes(listed, knab), text, textLines: lines.map((line) => line.trim()).filter(Boolean) } };
  return {
    code,
    details: {
      ...noDetails,
      counterparty: head && looksLikeIban(head[1]!) ? folded(head[2]!) : (marked?.[1] ? folded(marked[1]) : null),
      iban: head && looksLikeIban(head[1]!) ? head[1]! : ibanIn(text),
      text: found.get("SVWZ") ?? text,
      textLines: [...lines, ...supplement.split("\n")].map((line) => line.trim()).filter(Boolean),
      endToEndId: found.get("EREF") ?? null,
      mandate: found.get("MREF") ?? null,
      creditorId: found.get("CRED") ?? null,
    },
  };
}
