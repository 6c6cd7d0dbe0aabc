// A world as the files of the offline matcher: the CSVs, and statements as the three formats that banks here send.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromEpochDay } from "#domain/date.ts";
import type { Item, Receipt } from "#domain/cash-application/matching/model.ts";
import type { Truth, World } from "./trade.ts";

const decimal = (cents: number): string => (cents / 100).toFixed(2);
const compact = (day: number): string => fromEpochDay(day).slice(2).replaceAll("-", "");

export function customersCsv({ customers }: World): string {
  const rows = customers.map(({ party, currency, discountRate }) => [party.code, party.name, party.entity, currency, party.country, party.city, party.vat, party.parent, "30", discountRate / 100 || "", discountRate ? 10 : "", party.ibans[0] ?? ""].join(";"));
  return ["code;name;entity;currency;country;city;vat;parent;terms;discount_pct;discount_days;iban", ...rows].join("\n");
}

export function itemsCsv(items: readonly Item[], open: (item: Item) => number = (item) => item.amount): string {
  const rows = items.map((item) => [item.document, item.kind, item.entity, item.customer, fromEpochDay(item.issued), fromEpochDay(item.due), item.currency, decimal(item.amount), decimal(open(item)), item.po, item.origin, item.discountRate / 100 || "", item.discountUntil ? fromEpochDay(item.discountUntil) : ""].join(";"));
  return ["document;type;entity;customer;issue_date;due_date;currency;amount;open_amount;po;origin;discount_pct;discount_date", ...rows].join("\n");
}

export function clearingsCsv(truths: readonly Truth[]): string {
  const rows = truths.filter(({ allocations }) => allocations.length > 0).flatMap(({ receipt, allocations, adjustments, payer }) => {
    const row = (document: string, cleared: string, type: string, amount: string): string => [fromEpochDay(receipt.booked), receipt.reference, document, cleared, type, amount, payer].join(";");
    return [...allocations.map(({ item, amount }) => row(item.document, decimal(amount), "", "")), ...adjustments.map(({ type, amount }) => row("", "", type, decimal(amount)))];
  });
  return ["date;payment_id;document;cleared_amount;adjustment_type;adjustment_amount;payer", ...rows].join("\n");
}

export type BankFormat = "camt" | "mt940" | "cfonb";

/** One file per entity, currency, day and format. */
export function writeStatements(folder: string, receipts: readonly Receipt[], formatOf: (receipt: Receipt) => BankFormat): void {
  mkdirSync(folder, { recursive: true });
  for (const [key, list] of Map.groupBy(receipts, (receipt) => `${fromEpochDay(receipt.booked)}_${receipt.entity}_${receipt.currency}|${formatOf(receipt)}`)) {
    const [name = "", format = ""] = key.split("|");
    if (format === "camt") writeFileSync(join(folder, `${name}.camt053.xml`), camt(list));
    else if (format === "mt940") writeFileSync(join(folder, `${name}.sta`), mt940(list));
    else writeFileSync(join(folder, `${name}.cfonb120.txt`), cfonb(list));
  }
}

const xml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const total = (receipts: readonly Receipt[]): number => receipts.reduce((sum, { amount }) => sum + amount, 0);

function camt(receipts: readonly Receipt[]): string {
  const [{ currency, booked }] = receipts as [Receipt];
  const date = fromEpochDay(booked);
  const balance = (code: string, cents: number): string => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${decimal(cents)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
  const entries = receipts.map((one) => `<Ntry><Amt Ccy="${currency}">${decimal(one.amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${date}</Dt></BookgDt><ValDt><Dt>${fromEpochDay(one.value)}</Dt></ValDt><AcctSvcrRef>${one.reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>${one.endToEnd || "NOTPROVIDED"}</EndToEndId></Refs><RltdPties>${one.name ? `<Dbtr><Nm>${xml(one.name)}</Nm></Dbtr>` : ""}${one.iban ? `<DbtrAcct><Id><IBAN>${one.iban}</IBAN></Id></DbtrAcct>` : ""}${one.ultimate ? `<UltmtDbtr><Nm>${xml(one.ultimate)}</Nm></UltmtDbtr>` : ""}</RltdPties><RmtInf>${one.text ? `<Ustrd>${xml(one.text)}</Ustrd>` : ""}${one.structured.map((reference) => `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${reference}</Ref></CdtrRefInf></Strd>`).join("")}</RmtInf></TxDtls></NtryDtls></Ntry>`);
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M${booked}</MsgId><CreDtTm>${date}T06:00:00</CreDtTm></GrpHdr><Stmt><Id>S${booked}</Id><CreDtTm>${date}T06:00:00</CreDtTm><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>${currency}</Ccy></Acct>${balance("OPBD", 100_000)}${balance("CLBD", 100_000 + total(receipts))}${entries.join("")}</Stmt></BkToCstmrStmt></Document>`;
}

function mt940(receipts: readonly Receipt[]): string {
  const [{ currency, booked }] = receipts as [Receipt];
  const amount = (cents: number): string => decimal(cents).replace(".", ",");
  const entries = receipts.flatMap((one) => {
    const purpose = one.text.match(/.{1,27}/g) ?? [];
    const fields = ["?00GUTSCHRIFT", ...purpose.slice(0, 10).map((part, n) => `?2${n}${part}`), ...(one.iban ? [`?31${one.iban}`] : []), ...(one.name ? [`?32${one.name.slice(0, 27)}`, ...(one.name.length > 27 ? [`?33${one.name.slice(27, 54)}`] : [])] : [])];
    return [`:61:${compact(one.value)}${compact(booked).slice(2)}C${amount(one.amount)}NTRFNONREF//${one.reference}`, ...(`:86:166${fields.join("")}`.match(/.{1,65}/g) ?? [])];
  });
  return [":20:STARTUMS", ":25:37040044/0532013000", `:28C:${booked % 1000}/1`, `:60F:C${compact(booked - 1)}${currency}1000,00`, ...entries, `:62F:C${compact(booked)}${currency}${amount(100_000 + total(receipts))}`, "-"].join("\r\n");
}

function cfonb(receipts: readonly Receipt[]): string {
  const [{ currency, booked }] = receipts as [Receipt];
  const day = (at: number): string => `${compact(at).slice(4)}${compact(at).slice(2, 4)}${compact(at).slice(0, 2)}`;
  const signed = (cents: number): string => {
    const digits = String(cents).padStart(14, "0");
    return digits.slice(0, -1) + "{ABCDEFGHI"[Number(digits.at(-1))]!;
  };
  const head = (code: string): string => `${code}30004${" ".repeat(4)}00001${currency}2 12345678901`;
  const balance = (code: string, at: number, cents: number): string => `${head(code)}  ${day(at)}${" ".repeat(50)}${signed(cents)}`.padEnd(120);
  const lines = receipts.flatMap((one) => {
    const entry = `0430004${" ".repeat(4)}00001${currency}2 1234567890105${day(booked)}  ${day(one.value)}${"VIR SEPA RECU".padEnd(31)} ${one.reference.slice(-8).padStart(8, " ").trim().padEnd(7).slice(0, 9)}`;
    const main = `${entry.slice(0, 81).padEnd(81)}${one.reference.slice(-7).padStart(7, "0")}  ${signed(one.amount)}`.padEnd(120);
    const more = (qualifier: string, text: string): string => `0530004${" ".repeat(4)}00001${currency}2 1234567890105${day(booked)}${" ".repeat(5)}${qualifier}${text}`.padEnd(120).slice(0, 120);
    return [main, ...(one.name ? [more("NPY", one.name)] : []), ...(one.text ? [more("LCC", one.text.slice(0, 70)), ...(one.text.length > 70 ? [more("LCC", one.text.slice(70, 140))] : [])] : [])];
  });
  return [balance("01", booked - 1, 100_000), ...lines, balance("07", booked, 100_000 + total(receipts))].join("\r\n");
}
