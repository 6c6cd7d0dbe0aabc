// The same bank day in the formats of other countries and programs: BAI2, OFX, a bank's CSV, CFONB240 and Stripe.
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import { type BankDay, closingOf } from "./bank-day.ts";

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const compact = (date: string): string => date.replaceAll("-", "");

/** One account with balances, totals and control totals that hold. */
export function bai2File(day: BankDay): string {
  const amounts = [day.opening, closingOf(day), ...day.movements.map(({ minor }) => size(minor))];
  const total = amounts.reduce((sum, one) => sum + one, 0n);
  const movement = (one: BankDay["movements"][number]): string =>
    `16,${one.minor < 0n ? (one.reversal ? "557" : "451") : "195"},${size(one.minor)},V,${compact(one.value).slice(2)},,${one.reference},${one.endToEnd ?? ""},${one.text.slice(0, 60)}/\n88,${one.minor < 0n ? "CRNM" : "DBNM"}: ${one.name}\n`;
  return `01,BANK,QUITTANCE,${compact(day.closedOn).slice(2)},0900,1,80,,2/\n02,QUITTANCE,BANK,1,${compact(day.closedOn).slice(2)},2359,${day.currency},2/\n03,${day.account},${day.currency},010,${day.opening},,,015,${closingOf(day)},,/\n` +
    `${day.movements.map(movement).join("")}49,${total},9/\n98,${total},1,11/\n99,${total},1,13/\n`;
}

/** SGML (1.x) has no end tags on fields, XML (2.x) has. */
export function ofxFile(day: BankDay, kind: "sgml" | "xml" = "sgml"): string {
  const field = (name: string, value: string): string => `<${name}>${xml(value)}${kind === "xml" ? `</${name}>` : ""}\n`;
  const movement = (one: BankDay["movements"][number]): string =>
    `<STMTTRN>\n${field("TRNTYPE", one.minor < 0n ? "DIRECTDEBIT" : "CREDIT")}${field("DTPOSTED", `${compact(one.booked)}120000[+1:CET]`)}${field("TRNAMT", decimalText(one.minor, day.currency))}${field("FITID", one.reference)}${field("NAME", one.name)}${field("MEMO", one.text)}</STMTTRN>\n`;
  const head = kind === "xml" ? '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n' : "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:UTF-8\nCHARSET:NONE\n\n";
  return `${head}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>${field("CURDEF", day.currency)}<BANKACCTFROM>${field("BANKID", "30006")}${field("ACCTID", day.account)}</BANKACCTFROM>\n<BANKTRANLIST>\n${day.movements.map(movement).join("")}</BANKTRANLIST>\n` +
    `<LEDGERBAL>${field("BALAMT", decimalText(closingOf(day), day.currency))}${field("DTASOF", compact(day.closedOn))}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`;
}

export type CsvManner = { readonly delimiter: ";" | "," | "\t"; readonly decimal: "," | "."; readonly dates: "dmy" | "ymd"; readonly columns: "signed" | "debit-credit" | "side"; readonly balance: boolean; readonly preamble: boolean };

/** A bank's CSV in one of the manners that banks have. */
export function csvFile(day: BankDay, { delimiter, decimal, dates, columns, balance, preamble }: CsvManner): string {
  const amount = (minor: bigint): string => decimalText(minor, day.currency).replace(".", decimal);
  const date = (iso: string): string => (dates === "ymd" ? iso : iso.split("-").toReversed().join("/"));
  const quoted = (cell: string): string => (cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell);
  const amountTitles = { signed: ["Montant"], "debit-credit": ["Débit", "Crédit"], side: ["Montant", "Sens"] }[columns];
  const amountCells = (minor: bigint): string[] => (columns === "signed" ? [amount(minor)] : columns === "side" ? [amount(size(minor)), minor < 0n ? "D" : "C"] : minor < 0n ? [amount(size(minor)), ""] : ["", amount(minor)]);
  let running = day.opening;
  const rows = day.movements.map((one) => {
    running += one.minor;
    return [date(one.booked), date(one.value), one.text, one.name, one.iban, one.reference, ...amountCells(one.minor), ...(balance ? [amount(running)] : [])];
  });
  const titles = ["Date opération", "Date valeur", "Libellé", "Contrepartie", "IBAN contrepartie", "Référence", ...amountTitles, ...(balance ? ["Solde"] : [])];
  const head = preamble ? `Numéro de compte : ${day.account}\r\nDevise : ${day.currency}\r\n\r\n` : "";
  return head + [titles, ...rows].map((row) => row.map(quoted).join(delimiter)).join("\r\n") + "\r\n";
}

/** Bills that came back unpaid: our account is the drawer's. */
export function cfonb240File(day: BankDay): string {
  const french = (date: string): string => date.slice(8, 10) + date.slice(5, 7) + date.slice(2, 4);
  const digits = (minor: bigint): string => size(minor).toString().padStart(12, "0");
  const [bank, account] = [day.account.slice(4, 14), day.account.slice(14, 25)];
  const place = (...fields: readonly (readonly [number, string])[]): string => {
    let record = " ".repeat(240);
    for (const [position, text] of fields) record = record.slice(0, position - 1) + text + record.slice(position - 1 + text.length);
    return record.slice(0, 240);
  };
  const bill = (one: BankDay["movements"][number], n: number): string =>
    place([1, `34${String(n + 2).padStart(6, "0")}60${french(one.booked)}E`], [22, bank], [32, account], [43, "ARDOISE SA"], [67, french(one.value)], [78, "3000400005"], [88, "00099887766"], [99, one.name.slice(0, 24)], [123, one.reference.slice(-8)], [204, "LCR00042"], [227, "01"], [229, digits(one.minor)]);
  const sum = day.movements.reduce((all, { minor }) => all + size(minor), 0n);
  return `${[place([1, `3100000160${french(day.closedOn)}E`], [78, bank], [88, account]), ...day.movements.map(bill), place([1, `39000009${"60"}${french(day.closedOn)}E`], [229, digits(sum)])].join("\r\n")}\r\n`;
}

/** A balance report: each movement with a fee of 30 minor units. */
export function stripeFile(day: BankDay): string {
  const money = (minor: bigint): string => decimalText(minor, day.currency);
  const rows = day.movements.map((one) => [one.reference, one.minor < 0n ? (one.reversal ? "dispute" : "refund") : "charge", "ch_1", money(one.minor), money(30n), money(one.minor - 30n), day.currency.toLowerCase(), `${one.booked} 10:00:00`, `${one.value} 00:00:00`, `"${one.text.replaceAll('"', '""')}"`]);
  return [["balance_transaction_id", "reporting_category", "source", "gross", "fee", "net", "currency", "created (UTC)", "available_on (UTC)", "description"], ...rows].map((row) => row.join(",")).join("\n") + "\n";
}
