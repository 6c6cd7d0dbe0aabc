// The structured :86: of German, Austrian, Polish, Hungarian and Czech banks: a three-digit business code (GVC), then ?00 booking text, ?10 journal,
// ?20–?29 and ?60–?63 the purpose, ?30 bank, ?31 account, ?32–?33 name, ?34 text key (901 to 949: why it came back; 990 and above are other keys). The `?` may be another sign (`~`, `^`, `<`).
//
// The bank's line ends fall anywhere, also inside a sub-field's number, so lines are joined before anything is looked for; then the sub-fields of the
// purpose, each 27 wide, are joined in turn, and only then are the SEPA keywords (EREF+, SVWZ+ …) found, which the cuts go through too.
import { looksLikeIban } from "#domain/iban.ts";
import { type Details, noDetails } from "#domain/cash-application/statements/statement.ts";
import { folded, rejoined } from "#domain/cash-application/statements/words.ts";

export type StructuredDetails = { readonly code: string | null; readonly details: Details; readonly bookingText: string | null };

const begins = /^\s*(\d{3})?([?~^<>|@+!$&*#])(\d{2})/;

/** Null when the text is not of this kind. */
export function readStructured(text: string): StructuredDetails | null {
  const joined = text.replaceAll("\n", "");
  const start = begins.exec(joined);
  if (!start || (start[1] === undefined && start[2] !== "?" && start[2] !== "~" && start[2] !== "^")) return null;
  const subfields = cut(joined.slice(start[0].length - 3), start[2]!);
  if (start[1] === undefined && !subfields.some(([code]) => code >= "20" && code <= "33")) return null;
  const of = (from: string, to: string): string[] => subfields.filter(([code]) => code >= from && code <= to).map(([, value]) => value);
  const lines = [...of("20", "29"), ...of("60", "63")];
  // ?60 goes on where ?29 was full; behind a shorter purpose it is a line of its own.
  const purpose = subfields.some(([code]) => code === "29") ? rejoined(lines, 27) : folded(`${rejoined(of("20", "29"), 27)} ${rejoined(of("60", "63"), 27)}`);
  const found = keywords(purpose);
  const account = folded(of("31", "31").join("")).replaceAll(" ", "");
  const name = folded(of("32", "33").join(""));
  const iban = [account, of("38", "38").join("").replaceAll(" ", ""), found.get("IBAN")?.replaceAll(" ", "") ?? "", ...lines.map((line) => line.trim())].find(looksLikeIban) ?? null;
  const bank = folded(of("30", "30").join(""));
  const returned = /^9(?!00)[0-4]\d$/.exec(of("34", "34").join("").trim());
  return {
    code: start[1] ?? null,
    bookingText: folded(of("00", "00").join("")) || null,
    details: {
      ...noDetails,
      counterparty: name || null,
      ultimateCounterparty: found.get("ABWA") ?? null,
      iban,
      counterpartyAccount: iban === null && account !== "" && !/^0+$/.test(account) ? account : null,
      bic: /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bank) ? bank : (found.get("BIC") ?? null),
      text: found.get("SVWZ") ?? purpose,
      textLines: lines.map((line) => line.trim()).filter(Boolean),
      structuredReference: null,
      endToEndId: meant(found.get("EREF")),
      mandate: meant(found.get("MREF")),
      creditorId: meant(found.get("CRED")?.split(" ")[0]),
      purpose: found.get("PURP") ?? null,
      returnReason: returned?.[0] ?? null,
    },
  };
}

/** Codes that exist: "…335?960…" is a question mark in somebody's reference. */
const subfield = /^([0-3]\d|6[0-3])$/;

function cut(text: string, sign: string): (readonly [string, string])[] {
  const parts: [string, string][] = [];
  for (let at = 0; at < text.length; ) {
    let next = at + 3;
    while (next < text.length && !(text[next] === sign && subfield.test(text.slice(next + 1, next + 3)))) next++;
    parts.push([text.slice(at + 1, at + 3), text.slice(at + 3, next)]);
    at = next;
  }
  return parts;
}

const keyword = /(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|RREF|RTRN)([+:]) ?/g;

/** "EREF+… MREF+… SVWZ+…". Only a `+` is sure; the colon form counts where the text begins with it, for payers write "IBAN:" too. */
export function keywords(purpose: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const marks = [...purpose.matchAll(keyword)].filter((mark, _, all) => mark[2] === "+" || all[0]!.index === 0);
  const sign = marks[0]?.[2];
  const own = marks.filter((mark) => mark[2] === sign);
  own.forEach((mark, n) => {
    const value = folded(purpose.slice(mark.index + mark[0].length, own[n + 1]?.index));
    if (value !== "" && !found.has(mark[1]!)) found.set(mark[1]!, value);
  });
  if (own.length > 0 && !found.has("SVWZ") && own[0]!.index > 0) found.set("SVWZ", folded(purpose.slice(0, own[0]!.index)));
  return found;
}

const meant = (id: string | undefined): string | null => (id === undefined || /^(NOT ?PROVIDED|NONREF|NOTAVAIL)/i.test(id) ? null : id);
