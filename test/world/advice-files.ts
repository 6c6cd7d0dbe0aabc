// The remittance advices of a bank day in the shapes that customers send: EDI 820, remt.001, a table and the body of a mail.
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import type { BankDay } from "./bank-day.ts";

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const compact = (date: string): string => date.replaceAll("-", "");
const total = ({ movements }: BankDay): bigint => movements.reduce((sum, { minor }) => sum + minor, 0n);
const money = (minor: bigint, { currency }: BankDay): string => decimalText(minor, currency);

export function edi820File(day: BankDay): string {
  const documents = day.movements.flatMap((one, n) => [`RMR*${one.minor < 0n ? "CM" : "IV"}*${9_000_0601 + n}**${money(size(one.minor), day)}*${money(size(one.minor) + 41n, day)}*0.41`, `REF*PO*${4411 + n}`, `DTM*003*${compact(one.booked)}`]);
  const body = ["ST*820*0001", `BPR*C*${money(total(day), day)}*C*ACH*CTX*01*1*DA*2*3*4*01*5*DA*6*${compact(day.closedOn)}`, "TRN*1*HB-2026-0007", "N1*PR*HELIOTROPE BATIMENT", "N1*PE*ARDOISE SA", "ENT*1", ...documents];
  return ["ISA*00*          *00*          *ZZ*HELIOTROPE     *ZZ*QUITTANCE      *260102*0900*U*00401*000000001*0*P*>", "GS*RA*A*B*20260102*0900*1*X*004010", ...body, `SE*${body.length + 1}*0001`, "GE*1*1", "IEA*1*000000001", ""].join("~\n");
}

export function remtFile(day: BankDay): string {
  const document = (one: BankDay["movements"][number], n: number): string =>
    `<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>${one.minor < 0n ? "CREN" : "CINV"}</Cd></CdOrPrtry></Tp><Nb>${9_000_0601 + n}</Nb><RltdDt><Dt>${one.booked}</Dt></RltdDt></RfrdDocInf><RfrdDocAmt><RmtdAmt Ccy="${day.currency}">${money(size(one.minor), day)}</RmtdAmt></RfrdDocAmt><AddtlRmtInf>${xml(one.text)}</AddtlRmtInf></Strd>`;
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.04"><RmtAdvc><GrpHdr/><RmtInf><RmtId>A1</RmtId>${day.movements.map(document).join("\n")}<OrgnlPmtInf><Refs><EndToEndId>HB-7</EndToEndId></Refs><Amt><InstdAmt Ccy="${day.currency}">${money(total(day), day)}</InstdAmt></Amt><ReqdExctnDt>${day.closedOn}</ReqdExctnDt><Dbtr><Nm>HELIOTROPE</Nm></Dbtr></OrgnlPmtInf></RmtInf></RmtAdvc></Document>`;
}

export function adviceTableFile(day: BankDay, delimiter: ";" | "," | "\t"): string {
  const quoted = (cell: string): string => (cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell);
  return adviceRows(day).map((cells) => cells.map(quoted).join(delimiter)).join("\r\n");
}

export function adviceRows(day: BankDay): string[][] {
  const rows = day.movements.map((one, n) => [String(9_000_0601 + n), one.booked, money(one.minor, day), "", money(one.minor, day), one.text]);
  return [["Avis de paiement"], ["Société :", "Héliotrope Bâtiment"], ["Date de paiement :", day.closedOn], [], ["Facture", "Date", "Montant brut", "Escompte", "Montant payé", "Motif"], ...rows, ["Total", "", "", "", money(total(day), day)]];
}

export function adviceTextFile(day: BankDay, kind: "plain" | "HTML"): string {
  const lines = day.movements.map((one, n) => [`${one.minor < 0n ? "Credit note" : "Invoice"} ${9_000_0601 + n}`, one.booked, `${money(size(one.minor), day)} ${day.currency}`]);
  if (kind === "HTML") return `<html><body><p>Reference: HB-2026-0007</p><table>${lines.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n")}</table><p>Total ${money(total(day), day)} ${day.currency}</p></body></html>`;
  return `Dear all,\nplease find our payment of today:\nReference: HB-2026-0007\n${lines.map((cells) => cells.join("   ")).join("\n")}\nTotal ${money(total(day), day)} ${day.currency}\nKind regards`;
}
