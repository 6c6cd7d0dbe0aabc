// The :86: with words between slashes, as Dutch, Belgian and French banks and the SWIFT handbook write it:
// /TRTP/SEPA OVERBOEKING/IBAN/NL…/BIC/…/NAME/…/REMI/…/EREF/…, /EREF/…//CNTP/iban/bic/name/city///REMI/USTD//…, /ORDP//NAME/…, /BENM//NAME/…
//
// A slash inside a value is no word of the list and stays with the value. The lines are 65 wide and cut anywhere.
import { isIban, looksLikeIban } from "#domain/iban.ts";
import { type Details, noDetails } from "#domain/cash-application/statements/statement.ts";
import { folded, rejoined } from "#domain/cash-application/statements/words.ts";

const words =
  "TRTP|IBAN|BBAN|BIC|NAME|REMI|EREF|KREF|MARF|CSID|CNTP|ORDP|BENM|PREF|TRCD|RTRN|ULTC|ULTD|ULTB|PURP|SVCL|ISDT|PERI|ADDR|ID|CHGS|EXCH|OCMT|BREF|ACCW|NRTX|INST|CPTY|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|TR|RREF|CDTRREF|MANDATEID|FREE";
const mark = new RegExp(`/(${words})/`, "g");
const opening = new RegExp(`^\\s*/(${words})/`);

export function readSlashed(text: string): Details | null {
  if (!opening.test(text)) return null;
  const lines = text.split("\n");
  const whole = rejoined(lines, 65, 61);
  const values = valuesOf(whole);
  const counterparty = values.get("CNTP")?.split("/").map((one) => one.trim());
  const told = values.get("REMI") ?? values.get("SVWZ") ?? values.get("FREE");
  const remittance = remittanceOf(told ?? "");
  const iban = [values.get("IBAN"), counterparty?.[0], /[A-Z]{2}\d{2}[A-Z0-9]{10,30}/.exec(values.get("ORDP") ?? values.get("BENM") ?? "")?.[0]]
    .map((one) => one?.replaceAll(" ", "").toUpperCase() ?? "").find(looksLikeIban);
  const account = values.get("IBAN") ?? values.get("BBAN") ?? counterparty?.[0] ?? /^\/*(\d{8,30})\b/.exec(values.get("ORDP") ?? values.get("BENM") ?? "")?.[1] ?? "";
  const name = values.get("NAME") || counterparty?.[2] || plainName(values.get("ORDP") ?? values.get("BENM")) || null;
  return {
    ...noDetails,
    counterparty: name,
    ultimateCounterparty: values.get("ULTC") ?? values.get("ULTD") ?? values.get("ULTB") ?? values.get("ABWA") ?? null,
    iban: iban ?? null,
    counterpartyAccount: iban === undefined && account !== "" ? account : null,
    bic: values.get("BIC") ?? (counterparty?.[1] || null),
    text: told === undefined ? withoutField(values, name) : remittance.text,
    textLines: lines.map((line) => line.trim()).filter(Boolean),
    structuredReference: remittance.structured ?? values.get("CDTRREF") ?? null,
    endToEndId: meant(values.get("EREF")),
    mandate: meant(values.get("MARF") ?? values.get("MREF")),
    creditorId: meant(values.get("CSID") ?? values.get("CRED")),
    purpose: values.get("PURP") ?? null,
    returnReason: values.get("RTRN")?.split("/")[0] ?? null,
  };
}

/** Who and how are in fields of their own; without words for the receiver, what has no field is all the text there is, and the bank's name for the movement last. */
const inFields = new Set(["TRTP", "IBAN", "BBAN", "BIC", "NAME", "CNTP", "EREF", "MARF", "MREF", "CSID", "CRED", "PURP", "RTRN", "ULTC", "ULTD", "ULTB", "ABWA", "CDTRREF"]);
function withoutField(values: ReadonlyMap<string, string>, name: string | null): string {
  const left = [...values].flatMap(([word, value]) => (inFields.has(word) ? [] : word === "ORDP" || word === "BENM" ? behindWho(value, name) : [value]));
  return left.filter(Boolean).join(" ") || (values.get("TRTP") ?? "");
}

/** "account/name/more words": the account and the name have their fields. */
const behindWho = (value: string, name: string | null): string[] => value.split("/").map((one) => one.trim()).filter((one, n) => !(n === 0 && /^[A-Z]{0,2}\d[A-Z0-9]{6,33}$/.test(one)) && one !== name && /[A-Z]|\d{4}/i.test(one));

function valuesOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  // Two words may share the slash between them ("/NAME//REMI/"): each search starts on the slash that ended the last.
  const marks: { word: string; at: number; from: number }[] = [];
  mark.lastIndex = 0;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    marks.push({ word: match[1]!, at: match.index, from: match.index + match[0].length });
    mark.lastIndex = match.index + match[0].length - 1;
  }
  marks.forEach(({ word, from }, n) => {
    const value = folded(text.slice(from, marks[n + 1]?.at)).replace(/^\/+|\/+$/g, "").trim();
    if (!values.get(word) && (value !== "" || word === "REMI")) values.set(word, value);
  });
  return values;
}

/** "USTD//words", "STRD/CUR/reference", or the words themselves. */
function remittanceOf(value: string): { text: string; structured: string | null } {
  const kind = /^(USTD|STRD)\/(.*)$/s.exec(value);
  if (!kind) return { text: value, structured: null };
  const rest = kind[2]!.replace(/^\/+/, "");
  if (kind[1] === "USTD") return { text: rest, structured: null };
  const reference = rest.split("/").findLast((one) => /\d/.test(one)) ?? null;
  return { text: reference ?? rest, structured: reference };
}

const plainName = (value: string | undefined): string | undefined => value?.replace(/^\/*(?:NAME\/)?/, "").split("/").find((one) => /\D/.test(one.trim()) && !isIban(one.replaceAll(" ", "").toUpperCase()))?.trim();
const meant = (id: string | undefined): string | null => (id === undefined || /^(NOT ?PROV ?IDED|NONREF|NOTAVAIL)/i.test(id) ? null : id);
