// What Ardelane's three banks say this morning: the transfers that arrived, in the formats and the manners of their countries, and the usual rest (fees, a
// supplier's debit, a transfer between own accounts). Most payers name what they pay, some the wrong way, some only themselves; a few pay short, once too
// often, or for somebody else. Told by the seed, so that two demos of one day have the same morning.
import { addDays, epochDay } from "#domain/date.ts";
import { chance, type Chance } from "#infra/local/demo/chance.ts";
import type { DemoFile } from "#infra/local/demo/files.ts";
import type { Arrival, Trade } from "#infra/local/demo/trade.ts";
import type { Country } from "#infra/local/demo/names.ts";

export const accounts = { FR: "FR7630004000031234567890143", GB: "GB33BUKB20201555555555", US: "0912345678" } as const;

/** One line of a statement: positive is money in. */
type Booking = { readonly minor: number; readonly name: string; readonly iban: string; readonly text: string; readonly reference: string; readonly endToEnd: string; readonly code: "transfer" | "fee" | "debit" | "collection" | "return" };

export function bankFiles(trade: Trade, today: string): DemoFile[] {
  const booked = lastBankingDay(today);
  return (["FR", "GB", "US"] as const).map((country) => {
    const luck = chance(Number(`0x${country.charCodeAt(0)}${epochDay(today)}`));
    const arrived = [...trade.arrivals.filter(({ buyer }) => buyer.country === country).map((arrival, n) => transfer(luck, arrival, `${booked.replaceAll("-", "")}${String(n + 1).padStart(5, "0")}`)), ...paidTwice(luck, trade, country, booked)];
    const bookings = [...(country === "FR" ? cameBack(arrived, booked) : arrived), ...theRest(country, booked)];
    const day = booked.replaceAll("-", "");
    const { source, name, write } = banks[country];
    return { source, name: name(day), bytes: Buffer.from(write(bookings, booked), "utf8") };
  });
}

function transfer(luck: Chance, { buyer, bills }: Arrival, reference: string): Booking {
  const numbers = bills.map(({ number }) => number);
  const full = bills.reduce((sum, { minor }) => sum + minor, 0);
  // Two in a hundred keep a fee of the bank's, three pay some cents less, two leave a disputed part out.
  const minor = full - (luck.happens(0.02) ? 1_500 : luck.happens(0.03) ? luck.between(1, 9) : luck.happens(0.02) ? Math.round(full * 0.1) : 0);
  const text = luck.pick([
    numbers.join(" "), numbers.join(", "), `${{ FR: "REGLT FACT", GB: "INVOICES", US: "PMT INV" }[buyer.country]} ${numbers.join(" ")}`, numbers.map((number) => number.replaceAll("-", "")).join(" "),
    numbers.map((number) => number.split("-").at(-1)).join("/"), bills.map(({ reference: po }) => po).join(" "), `${{ FR: "VOS FACTURES", GB: "YOUR STATEMENT", US: "ACCOUNT" }[buyer.country]} ${buyer.code}`, "",
  ]);
  return { minor, name: luck.happens(0.85) ? buyer.legalName.toUpperCase() : buyer.name.toUpperCase(), iban: ibanOf(buyer.code, buyer.country), text: plain(text), reference, endToEnd: luck.happens(0.4) ? `E2E${reference}` : "NOTPROVIDED", code: "transfer" };
}

/** Somebody pays an invoice that he has paid three weeks ago. */
function paidTwice(luck: Chance, { documents }: Trade, country: Country, booked: string): Booking[] {
  const paid = documents.filter(({ kind, buyer, settledOn, open }) => kind === "invoice" && buyer.country === country && open === 0 && settledOn !== undefined && settledOn >= addDays(booked, -30));
  if (paid.length === 0) return [];
  const { buyer, number, minor } = luck.pick(paid);
  return [{ minor, name: buyer.legalName.toUpperCase(), iban: ibanOf(buyer.code, country), text: number, reference: `${booked.replaceAll("-", "")}90001`, endToEnd: "NOTPROVIDED", code: "transfer" }];
}

/** One who names his invoice has been collected from, and his account held too little: his bank takes it back the same evening, and names nobody's reference. */
function cameBack(arrived: readonly Booking[], booked: string): Booking[] {
  const collected = arrived.find(({ text }) => /^FA-\d\d-\d+$/.test(text));
  if (!collected) return [...arrived];
  const back: Booking = { ...collected, minor: -collected.minor, text: "PRLV IMPAYE PROVISION INSUFFISANTE", reference: `${booked.replaceAll("-", "")}70001`, endToEnd: "", code: "return" };
  return [...arrived.map((one) => (one === collected ? { ...one, code: "collection" as const } : one)), back];
}

function theRest(country: Country, booked: string): Booking[] {
  const day = booked.replaceAll("-", "");
  const words = { FR: ["FRAIS DE TENUE DE COMPTE", "PRLV ENERGIES DU LITTORAL", "VIR LOYER SCI DES TILLEULS"], GB: ["ACCOUNT CHARGES", "DD NORTHERN UTILITIES", "RENT 14 QUAY STREET"], US: ["SERVICE CHARGE", "ACH HUDSON POWER", "LEASE 22 PINE AVE"] }[country];
  return [
    { minor: -2_850, name: "", iban: "", text: words[0]!, reference: `${day}80001`, endToEnd: "", code: "fee" },
    { minor: -148_020, name: "ENERGY", iban: "", text: words[1]!, reference: `${day}80002`, endToEnd: "", code: "debit" },
    { minor: 72_500, name: "HOLLINGER & SOEHNE", iban: "", text: words[2]!, reference: `${day}80003`, endToEnd: "", code: "transfer" },
  ];
}

const units = (minor: number, point: string): string => `${Math.floor(Math.abs(minor) / 100)}${point}${String(Math.abs(minor) % 100).padStart(2, "0")}`;
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "");
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const opening = 184_220_37;
const closing = (bookings: readonly Booking[]): number => bookings.reduce((sum, { minor }) => sum + minor, opening);

function camt(bookings: readonly Booking[], booked: string): string {
  const balance = (code: string, minor: number) => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${units(minor, ".")}</Amt><CdtDbtInd>${minor < 0 ? "DBIT" : "CRDT"}</CdtDbtInd><Dt><Dt>${booked}</Dt></Dt></Bal>`;
  const entry = ({ minor, name, iban, text, reference, endToEnd, code }: Booking) =>
    `<Ntry><Amt Ccy="EUR">${units(minor, ".")}</Amt><CdtDbtInd>${minor < 0 ? "DBIT" : "CRDT"}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${booked}</Dt></BookgDt><ValDt><Dt>${booked}</Dt></ValDt><AcctSvcrRef>${reference}</AcctSvcrRef>` +
    `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${{ transfer: "RCDT", fee: "MDOP", debit: "IDDT", collection: "RDDT", return: "RDDT" }[code]}</Cd><SubFmlyCd>${{ transfer: "ESCT", fee: "CHRG", debit: "ESDD", collection: "ESDD", return: "UPDD" }[code]}</SubFmlyCd></Fmly></Domn></BkTxCd>` +
    `<NtryDtls><TxDtls><Refs>${endToEnd ? `<EndToEndId>${endToEnd}</EndToEndId>` : ""}</Refs>${name ? `<RltdPties><Dbtr><Pty><Nm>${escaped(name)}</Nm></Pty></Dbtr>${iban ? `<DbtrAcct><Id><IBAN>${iban}</IBAN></Id></DbtrAcct>` : ""}</RltdPties>` : ""}<RmtInf>${text ? `<Ustrd>${escaped(text)}</Ustrd>` : ""}</RmtInf>${code === "return" ? "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>" : ""}</TxDtls></NtryDtls></Ntry>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>CRS${booked}</MsgId><CreDtTm>${booked}T21:04:00</CreDtTm></GrpHdr><Stmt><Id>CRS-${booked}</Id><ElctrncSeqNb>${epochDay(booked) % 1000}</ElctrncSeqNb><CreDtTm>${booked}T21:04:00</CreDtTm><Acct><Id><IBAN>${accounts.FR}</IBAN></Id><Ccy>EUR</Ccy></Acct>${balance("OPBD", opening)}${balance("CLBD", closing(bookings))}${bookings.map(entry).join("\n")}</Stmt></BkToCstmrStmt></Document>\n`;
}

function mt940(bookings: readonly Booking[], booked: string): string {
  const day = booked.replaceAll("-", "").slice(2);
  const lines = bookings.flatMap(({ minor, name, iban, text, reference, endToEnd, code }) => [
    `:61:${day}${day.slice(2)}${minor < 0 ? "D" : "C"}${units(minor, ",")}${{ transfer: "NTRF", fee: "NCHG", debit: "NDDT", collection: "NDDT", return: "NRTI" }[code]}${endToEnd.slice(0, 16) || "NONREF"}//${reference}`,
    ...wrapped(`:86:${text ? `/REMI/${text}` : ""}${name ? `/NAME/${name}` : ""}${iban ? `/IBAN/${iban}` : ""}`),
  ]);
  return [":20:HTW" + day, `:25:${accounts.GB}`, `:28C:${epochDay(booked) % 1000}/1`, `:60F:C${day}GBP${units(opening, ",")}`, ...lines, `:62F:C${day}GBP${units(closing(bookings), ",")}`, "-"].join("\r\n") + "\r\n";
}
const wrapped = (text: string): string[] => text.match(/.{1,65}/g) ?? [text];

function bai2(bookings: readonly Booking[], booked: string): string {
  const day = booked.replaceAll("-", "").slice(2);
  const lines = bookings.flatMap(({ minor, name, text, reference, endToEnd, code }) => [`16,${{ transfer: "142", fee: "698", debit: "455", collection: "165", return: "555" }[code]},${Math.abs(minor)},Z,${reference},${endToEnd || ""},`, `88,${[name, text].filter(Boolean).join(" ")}`]);
  const control = opening + closing(bookings) + bookings.reduce((sum, { minor }) => sum + Math.abs(minor), 0);
  const records = [`03,${accounts.US},USD,010,${opening},,,015,${closing(bookings)},,/`, ...lines];
  return [`01,COLDWATER,ARDELANE,${day},2100,1,80,,2/`, `02,ARDELANE,COLDWATER,1,${day},,USD,2/`, ...records, `49,${control},${records.length + 1}/`, `98,${control},1,${records.length + 3}/`, `99,${control},1,${records.length + 5}/`].join("\r\n") + "\r\n";
}

const banks: Readonly<Record<Country, { readonly source: string; readonly name: (day: string) => string; readonly write: (bookings: readonly Booking[], booked: string) => string }>> = {
  FR: { source: "bank-france", name: (day) => `releve_01_${day}.camt053.xml`, write: camt },
  GB: { source: "bank-uk", name: (day) => `statement_02_${day}.sta`, write: mt940 },
  US: { source: "bank-us", name: (day) => `bai2_03_${day}.txt`, write: bai2 },
};

/** Each payer's own account, with right check digits; Americans tell none. */
function ibanOf(code: string, country: Country): string {
  if (country === "US") return "";
  const digits = String([...code].reduce((h, c) => (h * 33 + c.charCodeAt(0)) % 99_999_999_977, 7)).padStart(11, "0");
  const bban = country === "FR" ? `3000400003${digits}90` : `BUKB202015${digits.slice(-8)}`;
  const numeric = [...`${bban}${country}00`].map((c) => (/[A-Z]/.test(c) ? String(c.charCodeAt(0) - 55) : c)).join("");
  return `${country}${String(98n - (BigInt(numeric) % 97n)).padStart(2, "0")}${bban}`;
}

function lastBankingDay(today: string): string {
  const day = (epochDay(today) + 4) % 7;
  return addDays(today, day === 0 ? -2 : day === 1 ? -3 : -1);
}
