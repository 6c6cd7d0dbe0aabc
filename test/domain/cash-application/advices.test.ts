// Remittance advices in the shapes that customers send.
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readAdviceLetters, readAdvices } from "#domain/cash-application/advices/read.ts";
import { packed, sheetXml, workbook } from "#test/world/workbook.ts";

const paid = (advice: { lines: readonly { document: string; paid: bigint | null }[] } | undefined): unknown => advice?.lines.map(({ document, paid: amount }) => [document, amount]);

const edi = [
  "ISA*00*          *00*          *ZZ*HELIOTROPE     *ZZ*QUITTANCE      *260102*0900*U*00401*000000001*0*P*>", "GS*RA*A*B*20260102*0900*1*X*004010", "ST*820*0001", "BPR*C*1850.00*C*ACH*CTX*01*1*DA*2*3*4*01*5*DA*6*20260102",
  "TRN*1*HB-2026-0007", "N1*PR*HELIOTROPE BATIMENT", "N1*PE*ARDOISE SA", "ENT*1", "RMR*IV*90000601**1000.00*1020.41*20.41", "REF*PO*4411", "RMR*IV*90000602**900.00", "RMR*CM*90000588**50.00", "SE*11*0001", "GE*1*1", "IEA*1*000000001", "",
].join("~\n");

describe("an 820 payment advice", () => {
  const [advice, ...more] = readAdviceLetters(edi);
  test("tells payer, trace number, date and each document, a credit memo negative", () => {
    expect(more).toEqual([]);
    expect(advice).toMatchObject({ payer: "HELIOTROPE BATIMENT", paymentReference: "HB-2026-0007", paidOn: "2026-01-02", total: 1_850_00n, currency: "USD", errors: [] });
    expect(paid(advice)).toEqual([["90000601", 1_000_00n], ["90000602", 900_00n], ["90000588", -50_00n]]);
    expect(advice!.lines[0]).toMatchObject({ gross: 1_020_41n, discount: 20_41n, purchaseOrder: "4411" });
  });
  test("loses no document to an end that stands too early, and says so", () => {
    const advices = readAdviceLetters(edi.replace("TRN*1", "SE*4*0001~\nTRN*1"));
    expect(advices.flatMap(({ lines }) => lines.map(({ document }) => document))).toEqual(["90000601", "90000602", "90000588"]);
    expect(advices.flatMap(({ errors }) => errors.map(({ code }) => code))).toContain("segment.outside");
    expect(advices.map(({ paymentReference }) => paymentReference)).toEqual([null, "HB-2026-0007"]);
  });
  test("keeps what stands behind such an end and names no document", () => {
    const advices = readAdviceLetters(edi.replace("TRN*1", "SE*4*0001~\nTRN*1").replace("RMR*IV*90000601", "R?R*IV*90000601"));
    expect(advices.flatMap(({ unread }) => unread.map(({ text }) => text))).toEqual(expect.arrayContaining(["R?R*IV*90000601**1000.00*1020.41*20.41", "REF*PO*4411"]));
  });
  test("is given with an error when it is cut off, and when its lines are not its total", () => {
    expect(readAdviceLetters(edi.slice(0, edi.indexOf("RMR*CM")))[0]!.errors.map(({ code }) => code)).toEqual(["file.cut", "sum.mismatch"]);
  });
});

test("a remt.001 tells what was paid for which document, and the payment it belongs to", () => {
  const document = (number: string, amount: string, type = "CINV"): string => `<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Nb>${number}</Nb><RltdDt><Dt>2025-12-01</Dt></RltdDt></RfrdDocInf><RfrdDocAmt>${amount}</RfrdDocAmt></Strd>`;
  const invoice = document("90000601", '<DuePyblAmt Ccy="EUR">1020.41</DuePyblAmt><DscntApldAmt><Amt Ccy="EUR">20.41</Amt></DscntApldAmt><RmtdAmt Ccy="EUR">1000.00</RmtdAmt>');
  const credit = document("90000588", '<CdtNoteAmt Ccy="EUR">50.00</CdtNoteAmt>', "CREN");
  const xml = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.04"><RmtAdvc><GrpHdr/><RmtInf><RmtId>A1</RmtId>${invoice}${credit}<OrgnlPmtInf><Refs><EndToEndId>HB-7</EndToEndId></Refs><Amt><InstdAmt Ccy="EUR">950.00</InstdAmt></Amt><ReqdExctnDt>2026-01-02</ReqdExctnDt><Dbtr><Nm>HELIOTROPE</Nm></Dbtr></OrgnlPmtInf></RmtInf></RmtAdvc></Document>`;
  const [advice] = readAdviceLetters(xml);
  expect(advice).toMatchObject({ format: "remt.001.001.04", id: "A1", paymentReference: "HB-7", payer: "HELIOTROPE", paidOn: "2026-01-02", total: 950_00n, errors: [] });
  expect(paid(advice)).toEqual([["90000601", 1_000_00n], ["90000588", -50_00n]]);
});

const rows = [["Avis de paiement"], ["Société :", "Héliotrope Bâtiment"], ["Date de paiement :", "02/01/2026"], [], ["Facture", "Date", "Montant brut", "Escompte", "Montant payé"], ["90000601", "01/12/2025", "1 020,41", "20,41", "1 000,00"], ["90000588", "05/12/2025", "-50,00", "", "-50,00"], ["Total", "", "", "", "950,00"]];

test("a table tells the same as CSV and as a workbook", () => {
  const csv = new TextEncoder().encode(rows.map((cells) => cells.join(";")).join("\r\n"));
  const excel = workbook(rows.map((cells) => cells.map((cell) => (/^-?[\d ]+,\d\d$/.test(cell) ? Number(cell.replace(" ", "").replace(",", ".")) : cell))));
  for (const bytes of [csv, excel]) {
    const [advice] = readAdvices(bytes);
    expect(advice).toMatchObject({ payer: "Héliotrope Bâtiment", paidOn: "2026-01-02", total: 950_00n, errors: [] });
    expect(paid(advice)).toEqual([["90000601", 1_000_00n], ["90000588", -50_00n]]);
    expect(advice!.lines[0]).toMatchObject({ date: "2025-12-01", gross: 1_020_41n, discount: 20_41n });
  }
});

test.each([
  ["plain", "Dear all,\nplease find our payment of today:\nReference: HB-2026-0007\nInvoice 90000601 of 01.12.2025   1.000,00 EUR\nCredit note 90000588   50,00 EUR\nTotal 950,00 EUR\nKind regards"],
  ["HTML", "<html><body><p>Reference: HB-2026-0007</p><table><tr><td>Invoice 90000601</td><td>01.12.2025</td><td>1.000,00&nbsp;EUR</td></tr><tr><td>Credit note 90000588</td><td></td><td>50,00 EUR</td></tr></table><p>Total 950,00 EUR</p></body></html>"],
])("the body of a %s mail gives its documents, and keeps the other words", (_, body) => {
  const [advice] = readAdviceLetters(body);
  expect(paid(advice)).toEqual([["90000601", 1_000_00n], ["90000588", -50_00n]]);
  expect(advice).toMatchObject({ paymentReference: "HB-2026-0007", total: 950_00n, currency: "EUR", errors: [] });
});

test("a workbook that would unpack to more than memory holds is refused, and so is one that is broken", () => {
  expect(readAdvices(workbook([["Invoice", "Paid"], ["90000601", 1]]).slice(0, 200))).toEqual([]);
  expect(readAdvices(zipSync({ "xl/worksheets/sheet1.xml": new Uint8Array(25 * 1024 * 1024) }, { level: 1 }))).toMatchObject([{ lines: [], errors: [{ code: "row.torn", raw: "xl/worksheets/sheet1.xml" }] }]);
});

test("a workbook whose directory counts more parts than it has bytes is refused at once", () => {
  const bytes = workbook([["Invoice", "Paid"], ["90000601", 1]]);
  const end = Buffer.from(bytes).lastIndexOf("PK\u0005\u0006");
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(end + 8, 65_000, true);
  expect(readAdvices(bytes)).toEqual([]);
});

test("a row of a workbook that is hurt is an error with its words, and the rows around it are documents", () => {
  const sheet = sheetXml([["Invoice", "Paid"], ["90000601", 10], ["90000602", 20], ["90000603", 30]]);
  const [advice] = readAdvices(packed(sheet.replace("<v>20</v>", "<w>20</w>")));
  expect(paid(advice)).toEqual([["90000601", 10_00n], ["90000603", 30_00n]]);
  expect(advice!.errors).toMatchObject([{ code: "row.torn", line: 3, raw: expect.stringContaining("90000602") }]);
  const [cut] = readAdvices(packed(sheet.slice(0, sheet.indexOf("90000602") + 8)));
  expect(paid(cut)).toEqual([["90000601", 10_00n]]);
  expect(cut!.errors.map(({ raw }) => raw)).toContainEqual(expect.stringContaining("90000602"));
});

test("a remt.001 whose markup is broken loses no document: what was not read is an error with its text, or kept unread", () => {
  const advice = (strd: string): string => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.04"><RmtAdvc><RmtInf><RmtId>A1</RmtId>${strd}</RmtInf></RmtAdvc></Document>`;
  const strd = (number: string): string => `<Strd><RfrdDocInf><Nb>${number}</Nb></RfrdDocInf><RfrdDocAmt><RmtdAmt Ccy="EUR">10.00</RmtdAmt></RfrdDocAmt></Strd>`;
  for (const text of [advice(strd("90000601") + strd("90000602")).replace('"EUR"', '"EUR'), advice(strd("90000601")).replace("</RmtInf>", `</RmtInf>${strd("90000602")}`), advice(strd("90000601").replace("</Nb>", "</Nb><Nb>90000602</Nb>")), advice(strd("90000601") + strd("90000602").replace("</RfrdDocInf>", "</Rfrd>"))]) {
    const told = JSON.stringify(readAdviceLetters(text), (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    expect(told).toContain("90000601");
    expect(told).toContain("90000602");
  }
});

test("a customer called Total is a customer, and its document no total", () => {
  const [advice] = readAdviceLetters("Facture;Date;Montant brut;Client\n90000601;2026-01-02;100,00;Total Energies\n90000602;2026-01-02;50,00;Total Energies\nTotal;;150,00;\n");
  expect(paid(advice)).toEqual([["90000601", 100_00n], ["90000602", 50_00n]]);
  expect(advice).toMatchObject({ total: 150_00n, errors: [] });
});
