// One day on a bank account, and how each format writes it. The same day read from any of them must give the same entries, which is what the tests ask.
import { decimalText } from "#domain/cash-application/statements/amount.ts";

export type Movement = {
  readonly minor: bigint;
  readonly booked: string;
  readonly value: string;
  readonly reference: string;
  readonly name: string;
  readonly iban: string;
  readonly text: string;
  readonly endToEnd?: string;
  readonly mandate?: string;
  readonly reversal?: boolean;
  /** CFONB operation code, SWIFT type, ISO codes, GVC. */
  readonly codes?: { readonly cfonb?: string; readonly swift?: string; readonly iso?: readonly [string, string, string]; readonly gvc?: string };
};
export type BankDay = { readonly account: string; readonly currency: string; readonly openedOn: string; readonly closedOn: string; readonly opening: bigint; readonly movements: readonly Movement[]; readonly number?: string };

export const closingOf = (day: BankDay): bigint => day.movements.reduce((sum, { minor }) => sum + minor, day.opening);
const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** `version` from 2 to 14; `prefix` with its colon; `message` 052, 053 or 054. */
export function camtFile(day: BankDay, { version = 2, prefix = "", message = "053" }: { version?: number; prefix?: string; message?: "052" | "053" | "054" } = {}): string {
  const [root, part] = { "052": ["BkToCstmrAcctRpt", "Rpt"], "053": ["BkToCstmrStmt", "Stmt"], "054": ["BkToCstmrDbtCdtNtfctn", "Ntfctn"] }[message] as [string, string];
  const tag = (name: string, inner: string, attributes = ""): string => `<${prefix}${name}${attributes}>${inner}</${prefix}${name}>`;
  const amount = (minor: bigint): string => tag("Amt", decimalText(size(minor), day.currency), ` Ccy="${day.currency}"`) + tag("CdtDbtInd", minor < 0n ? "DBIT" : "CRDT");
  const balance = (code: string, minor: bigint, date: string): string => tag("Bal", tag("Tp", tag("CdOrPrtry", tag("Cd", code))) + amount(minor) + tag("Dt", tag("Dt", date)));
  const party = (name: string): string => (version >= 8 ? tag("Pty", tag("Nm", xml(name))) : tag("Nm", xml(name)));
  const entry = (one: Movement): string => {
    const side = one.minor < 0n !== (one.reversal ?? false) ? "Cdtr" : "Dbtr";
    const [domain, family, sub] = one.codes?.iso ?? ["PMNT", one.minor < 0n ? "ICDT" : "RCDT", "ESCT"];
    const parties = tag(side, party(one.name)) + tag(`${side}Acct`, tag("Id", tag("IBAN", one.iban)));
    const words = one.text.match(/[\s\S]{1,140}/g)!.map((piece) => tag("Ustrd", xml(piece))).join("");
    const references = tag("Refs", tag("EndToEndId", one.endToEnd ?? "NOTPROVIDED") + (one.mandate ? tag("MndtId", one.mandate) : ""));
    return tag("Ntry", [
      amount(one.minor), one.reversal ? tag("RvslInd", "true") : "", version >= 8 ? tag("Sts", tag("Cd", "BOOK")) : tag("Sts", "BOOK"), tag("BookgDt", tag("Dt", one.booked)),
      tag("ValDt", tag("Dt", one.value)), tag("AcctSvcrRef", one.reference), tag("BkTxCd", tag("Domn", tag("Cd", domain) + tag("Fmly", tag("Cd", family) + tag("SubFmlyCd", sub)))),
      tag("NtryDtls", tag("TxDtls", references + tag("RltdPties", parties) + tag("RmtInf", words))),
    ].join(""));
  };
  const balances = message === "054" ? "" : balance("OPBD", day.opening, day.openedOn) + balance("CLBD", closingOf(day), day.closedOn);
  const statement = tag("Id", "S1") + tag("ElctrncSeqNb", day.number ?? "7") + tag("CreDtTm", `${day.closedOn}T20:00:00`) + tag("Acct", tag("Id", tag("IBAN", day.account)) + tag("Ccy", day.currency)) + balances + day.movements.map((one) => `\n${entry(one)}`).join("");
  const namespace = `urn:iso:std:iso:20022:tech:xsd:camt.${message}.001.${String(version).padStart(2, "0")}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag("Document", tag(root, tag("GrpHdr", tag("MsgId", "M1")) + tag(part, statement)), ` xmlns${prefix ? `:${prefix.slice(0, -1)}` : ""}="${namespace}"`)}\n`;
}

const short = (date: string): string => date.slice(2).replaceAll("-", "");
const comma = (minor: bigint, currency: string): string => decimalText(size(minor), currency).replace(".", ",") + (decimalText(minor, currency).includes(".") ? "" : ",");
/** Lines of 65, as banks cut them. */
const lines = (text: string, width = 65): string => (text.match(new RegExp(`[\\s\\S]{1,${width}}`, "g")) ?? []).join("\r\n");

export type Dialect = "structured" | "slashed" | "free";

/** `:86:` in one of three dialects; the envelope with `wrapped`. */
export function mt940File(day: BankDay, { dialect = "structured", wrapped = false }: { dialect?: Dialect; wrapped?: boolean } = {}): string {
  const balance = (minor: bigint, date: string): string => `${minor < 0n ? "D" : "C"}${short(date)}${day.currency}${comma(minor, day.currency)}`;
  const mark = (one: Movement): string => (one.reversal ? (one.minor < 0n ? "RC" : "RD") : one.minor < 0n ? "D" : "C");
  const entry = (one: Movement): string =>
    `:61:${short(one.value)}${short(one.booked).slice(2)}${mark(one)}${comma(one.minor, day.currency)}${one.codes?.swift ?? "NTRF"}NONREF//${one.reference}\r\n:86:${lines(words86(one, dialect))}\r\n`;
  const body = `:20:STARTUMS\r\n:25:${day.account}\r\n:28C:${day.number ?? "7"}/1\r\n:60F:${balance(day.opening, day.openedOn)}\r\n${day.movements.map(entry).join("")}:62F:${balance(closingOf(day), day.closedOn)}\r\n`;
  return wrapped ? `{1:F01BANKDEFFXXXX0000000000}{2:O9400000000000BANKDEFFXXXX00000000000000000000N}{4:\r\n${body}-}\r\n` : `${body}-\r\n`;
}

/** The same day told while it lasts: limits and sums in place of balances. */
export function mt942File(day: BankDay, { dialect = "structured", wrapped = false }: { dialect?: Dialect; wrapped?: boolean } = {}): string {
  const sum = (tag: string, own: readonly Movement[]): string => `:${tag}:${own.length}${day.currency}${comma(own.reduce((all, { minor }) => all + size(minor), 0n), day.currency)}\r\n`;
  const [head, entries] = mt940File(day, { dialect }).split(/:60F:.*\r\n/) as [string, string];
  const limits = `:34F:${day.currency}D0,01\r\n:34F:${day.currency}C0,01\r\n:13D:${short(day.closedOn)}1230+0100\r\n`;
  const body = head + limits + entries.split(/:62F:/)[0]! + sum("90D", day.movements.filter(({ minor }) => minor < 0n)) + sum("90C", day.movements.filter(({ minor }) => minor >= 0n));
  return wrapped ? `{1:F01BANKDEFFXXXX0000000000}{2:O9420000000000BANKDEFFXXXX00000000000000000000N}{4:\r\n${body}-}\r\n` : `${body}-\r\n`;
}

function words86(one: Movement, dialect: Dialect): string {
  if (dialect === "free") return `${one.iban} ${one.name} ${one.text}`;
  if (dialect === "slashed") return `/TRTP/SEPA OVERBOEKING/IBAN/${one.iban}/BIC/BANKDEFF/NAME/${one.name}/REMI/${one.text}/EREF/${one.endToEnd ?? "NOTPROVIDED"}`;
  const purpose = `${one.endToEnd ? `EREF+${one.endToEnd} ` : ""}${one.mandate ? `MREF+${one.mandate} ` : ""}SVWZ+${one.text}`;
  const fields = (purpose.match(/[\s\S]{1,27}/g) ?? []).map((piece, n) => `?${n < 10 ? 20 + n : 50 + n}${piece}`);
  return `${one.codes?.gvc ?? "166"}?00GUTSCHRIFT?109310${fields.slice(0, 14).join("")}?30BANKDEFF?31${one.iban}?32${one.name.slice(0, 27)}${one.name.length > 27 ? `?33${one.name.slice(27, 54)}` : ""}`;
}

const punched = (minor: bigint): string => {
  const digits = size(minor).toString().padStart(14, "0");
  return digits.slice(0, 13) + (minor < 0n ? "}JKLMNOPQR" : "{ABCDEFGHI")[Number(digits[13])]!;
};
const french = (date: string): string => date.slice(8, 10) + date.slice(5, 7) + date.slice(2, 4);

/** Bank, branch and account stand in the French IBAN. */
export function cfonb120File(day: BankDay): string {
  const [bank, branch, account] = [day.account.slice(4, 9), day.account.slice(9, 14), day.account.slice(14, 25)];
  const head = (code: string, operation = "    ", kind = "  "): string => `${code}${bank}${operation}${branch}${day.currency}2 ${account}${kind}`;
  const balance = (code: string, minor: bigint, date: string): string => `${head(code)}${french(date)}`.padEnd(90) + punched(minor).padEnd(30);
  const movement = (one: Movement): string[] => {
    const operation = one.codes?.cfonb ?? (one.minor < 0n ? "06" : "05");
    const front = head("04", "1234", operation) + french(one.booked);
    const complement = (qualifier: string, data: string): string => `${head("05", "1234", operation)}${french(one.booked)}     ${qualifier}${data}`.padEnd(120).slice(0, 120);
    return [
      `${front}  ${french(one.value)}${`VIR ${one.name}`.slice(0, 31).padEnd(33)}${one.reference.slice(-7).padStart(7, "0")}  ${punched(one.minor)}`.padEnd(120),
      complement(one.minor < 0n ? "NBE" : "NPY", one.name),
      ...(one.endToEnd ? [complement("RCN", one.endToEnd)] : []),
      ...(one.mandate ? [complement("RUM", one.mandate)] : []),
      complement("LCC", one.text.slice(0, 70)),
      ...(one.text.length > 70 ? [complement("LC2", one.text.slice(70, 140))] : []),
    ];
  };
  return `${[balance("01", day.opening, day.openedOn), ...day.movements.flatMap(movement), balance("07", closingOf(day), day.closedOn)].join("\r\n")}\r\n`;
}

/** The cast's account and an ordinary day on it. */
export const ordinaryDay: BankDay = {
  account: "FR7630006000011234567890189",
  currency: "EUR",
  openedOn: "2025-12-31",
  closedOn: "2026-01-02",
  opening: 10_000_00n,
  movements: [
    { minor: 2_402_10n, booked: "2026-01-02", value: "2025-12-31", reference: "2026010200000041", name: "HELIOTROPE BATIMENT SAS", iban: "FR1420041010050500013M02606", text: "FACTURES 90000601 90000602 ET 90000617 MOINS AVOIR 90000588 SUIVANT RELEVE DE DECEMBRE REFERENCE CHANTIER 4411", endToEnd: "HB-2026-0007" },
    { minor: -312_40n, booked: "2026-01-02", value: "2026-01-02", reference: "2026010200000042", name: "OURAGAN TRANSPORTS", iban: "DE89370400440532013000", text: "RG 4711", endToEnd: "LASTSCHRIFT 1", mandate: "MND-77", codes: { swift: "NDDT", iso: ["PMNT", "RDDT", "ESDD"], cfonb: "B1", gvc: "105" } },
    { minor: -150_00n, booked: "2026-01-02", value: "2026-01-02", reference: "2026010200000043", name: "LES JARDINS DE LA COTE", iban: "BE68539007547034", text: "RETOUR PRELEVEMENT 90000533", mandate: "MND-12", reversal: true, codes: { swift: "NRTI", iso: ["PMNT", "IDDT", "UPDD"], cfonb: "B3", gvc: "109" } },
    { minor: 99n, booked: "2026-01-02", value: "2026-01-02", reference: "2026010200000044", name: "PETIT & FILS", iban: "FR1420041010050500013M02606", text: "SOLDE <90000590>" },
  ],
};
