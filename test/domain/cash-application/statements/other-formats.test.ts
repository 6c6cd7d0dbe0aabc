// The ordinary bank day as American, program and spreadsheet formats write it.
import { describe, expect, test } from "vitest";
import { readStatementText } from "#domain/cash-application/statements/read.ts";
import { closingOf, ordinaryDay } from "#test/world/bank-day.ts";
import { bai2File, cfonb240File, type CsvManner, csvFile, ofxFile, stripeFile } from "#test/world/bank-files.ts";

const amounts = ordinaryDay.movements.map(({ minor }) => minor);
const closing = closingOf(ordinaryDay);

test("BAI2 gives both balances, the day of the group, value dates from the funds type and the words of record 88", () => {
  const [statement, ...more] = readStatementText(bai2File(ordinaryDay));
  expect(more).toEqual([]);
  expect(statement).toMatchObject({ format: "bai2", account: ordinaryDay.account, errors: [], opening: { amount: ordinaryDay.opening }, closing: { amount: closing } });
  expect(statement!.entries.map((entry) => [entry.amount, entry.bookingDate, entry.valueDate, entry.reference, entry.counterparty])).toEqual(ordinaryDay.movements.map((one) => [one.minor, "2026-01-02", one.value, one.reference, one.name]));
  expect(statement!.entries.map(({ kind }) => kind)).toEqual(["credit-transfer", "direct-debit", "return", "credit-transfer"]);
});

test("a BAI2 file with several records on a line, wrapped text and no slashes is the same file", () => {
  const retyped = bai2File(ordinaryDay).replace("/\n02,", "/   02,").replaceAll(/\/\n(?=88,)/g, "\n").replace("FACTURES 90000601 ", "FACTURES\n90000601 ");
  const [statement] = readStatementText(retyped);
  expect(statement!.errors).toEqual([]);
  expect(statement!.entries.map(({ amount }) => amount)).toEqual(amounts);
  expect(statement!.entries[0]!.text).toContain("FACTURES 90000601 90000602");
});

test("a BAI2 control total that does not hold is told with both figures, and the movements are given", () => {
  const [statement] = readStatementText(bai2File(ordinaryDay).replace(/\n49,\d+/, "\n49,1"));
  expect(statement!.entries).toHaveLength(4);
  expect(statement!.errors[0]).toMatchObject({ field: "49", message: "The control total is 0.01, the amounts of the account add up to 24806.18." });
});

test.each(["sgml", "xml"] as const)("OFX as %s gives entries, bank ids and the ledger balance", (kind) => {
  const [statement] = readStatementText(ofxFile(ordinaryDay, kind));
  expect(statement).toMatchObject({ format: "ofx", account: ordinaryDay.account, currency: "EUR", opening: null, closing: { amount: closing, date: "2026-01-02" }, errors: [] });
  expect(statement!.entries.map((entry) => [entry.amount, entry.bookingDate, entry.reference, entry.counterparty])).toEqual(ordinaryDay.movements.map((one) => [one.minor, one.booked, one.reference, one.name]));
  expect(statement!.entries[3]!.text).toContain("SOLDE <90000590>");
});

const manners: CsvManner[] = ([";", ",", "\t"] as const).flatMap((delimiter) => (["signed", "debit-credit", "side"] as const).flatMap((columns) => ([",", "."] as const).map((decimal) => ({
  delimiter, columns, decimal, dates: decimal === "," ? "dmy" as const : "ymd" as const, balance: columns !== "side", preamble: delimiter !== ",",
}))));
describe.each(manners)("a bank's CSV with $delimiter, $columns, $decimal", (manner) => {
  const [statement, ...more] = readStatementText(csvFile(ordinaryDay, manner), { currency: "EUR" });
  test("is detected: every sign, both dates, payer, IBAN and reference", () => {
    expect(more).toEqual([]);
    expect(statement!.errors).toEqual([]);
    expect(statement!.entries.map((entry) => [entry.amount, entry.bookingDate, entry.valueDate, entry.counterparty, entry.iban, entry.reference])).toEqual(
      ordinaryDay.movements.map((one) => [one.minor, one.booked, one.value, one.name, one.iban, one.reference]),
    );
    if (manner.balance) expect([statement!.opening?.amount, statement!.closing?.amount]).toEqual([ordinaryDay.opening, closing]);
    if (manner.preamble) expect(statement!.account).toBe(ordinaryDay.account);
  });
});

test("a CSV without titles whose money stands in two columns is not guessed at: the signs would be", () => {
  const [statement] = readStatementText("02/01/2026;VIR DUPONT;12,50;\n03/01/2026;PRLV EDF;;40,00\n05/01/2026;VIR DURAND;8,00;\n");
  expect(statement).toMatchObject({ format: "unknown", entries: [] });
});

test("months and days are told apart by the whole column", () => {
  const dates = (rows: string[]): (string | null)[] => readStatementText(`Date,Description,Amount\n${rows.map((date) => `${date},A payment,1.00`).join("\n")}\n`)[0]!.entries.map(({ bookingDate }) => bookingDate);
  expect(dates(["04/09/2024", "04/05/2024", "04/03/2024"])).toEqual(["2024-04-09", "2024-04-05", "2024-04-03"]);
  expect(dates(["09/04/2024", "13/04/2024", "03/04/2024"])).toEqual(["2024-04-09", "2024-04-13", "2024-04-03"]);
  expect(dates(["22.02.18", "23.02.18"])).toEqual(["2018-02-22", "2018-02-23"]);
  expect(dates(["12-Dec-2019", "3 févr. 2020"])).toEqual(["2019-12-12", "2020-02-03"]);
});

test("CFONB240 gives unpaid bills as returns, with the drawee as counterparty and the bill's number", () => {
  const [statement] = readStatementText(cfonb240File(ordinaryDay));
  expect(statement).toMatchObject({ format: "cfonb240", account: "12345678901", errors: [] });
  expect(statement!.entries.map((entry) => [entry.kind, entry.amount, entry.counterparty, entry.returnReason])).toEqual(ordinaryDay.movements.map((one) => ["return", one.minor < 0n ? one.minor : -one.minor, one.name.slice(0, 24).trim(), "01"]));
  expect(statement!.entries[0]!.documents).toEqual([{ number: "LCR00042", type: "LCR", date: null, amount: null, currency: null }]);
  expect(readStatementText(cfonb240File(ordinaryDay).replace(/(\d{12})\r\n$/, "000000000001\r\n"))[0]!.errors[0]!.message).toBe("The file says a sum of 0.01, its operations add up to 2865.49.");
});

test("Stripe's transactions are gross with their fee, and a refund, a dispute and a payout are none of them receipts", () => {
  const [statement] = readStatementText(stripeFile(ordinaryDay));
  expect(statement).toMatchObject({ format: "stripe", currency: "EUR", errors: [] });
  expect(statement!.entries.map(({ amount, kind, charges }) => [amount, kind, charges[0]!.amount])).toEqual(ordinaryDay.movements.map(({ minor }, n) => [minor, ["card", "refund", "dispute", "card"][n], 30n]));
  const api = { object: "list", data: [{ object: "balance_transaction", id: "txn_1", amount: -5000, fee: 0, net: -5000, currency: "jpy", created: 1767312000, type: "payout", reporting_category: "payout" }] };
  expect(readStatementText(JSON.stringify(api))[0]!.entries[0]).toMatchObject({ amount: -5000n, currency: "JPY", kind: "payout", bookingDate: "2026-01-02" });
});

describe("a bank's CSV of another habit", () => {
  const read = (...lines: readonly string[]): NonNullable<ReturnType<typeof readStatementText>[0]> => readStatementText(lines.join("\n"))[0]!;

  test("a small table about the account above the one of its movements is no movement", () => {
    const statement = read('"Kontoumsätze Giro"', "", '"Umsätze ab";"Enddatum";"Kontonummer";"Saldo";"Währung"', '"01.01.2026";"15.01.2026";"1234567";"12.345,67";"EUR"', "", '"Buchungstag";"Wertstellungstag";"Verwendungszweck";"Umsatz";"Währung"', '"20.01.2026";"20.01.2026";"RG 4711";"-11,99";"EUR";""', '"29.01.2026";"29.01.2026";"GUTSCHRIFT 90000601";"2.432,10";"EUR";""');
    expect(statement.entries.map(({ amount, bookingDate }) => [amount, bookingDate])).toEqual([[-11_99n, "2026-01-20"], [2_432_10n, "2026-01-29"]]);
    expect(statement.errors).toEqual([]);
  });

  test("where payer and payee have columns of their own, the other side of a credit is the payer", () => {
    const titles = "Buchungsdatum;Betrag;Währung;Auftraggebername;Auftraggeber IBAN/Kto.Nr.;Empfängername;Empfänger IBAN/Kto.Nr.;Text";
    const statement = read(titles, "15.01.2026;11,00;EUR;HELIOTROPE;FR1420041010050500013M02606;ARDOISE SA;DE89370400440532013000;RG 1", "16.01.2026;-7,00;EUR;ARDOISE SA;DE89370400440532013000;OURAGAN;BE68539007547034;RG 2");
    expect(statement.entries.map(({ counterparty, iban }) => [counterparty, iban])).toEqual([["HELIOTROPE", "FR1420041010050500013M02606"], ["OURAGAN", "BE68539007547034"]]);
  });

  test("a column of accounts that says one account in every row is the owner's", () => {
    const statement = read("Kontonummer;Text;Datum;Währung;Soll;Haben", "12345678001;Zinsen;31.12.2025;EUR;0,00;12,23", "12345678001;Steuer;31.12.2025;EUR;34,56;0,00", "12345678001;Eingang RG 4711;23.12.2025;EUR;0,00;500,00");
    expect([statement.account, statement.entries.map(({ amount }) => amount), statement.entries[2]!.counterpartyAccount]).toEqual(["12345678001", [12_23n, -34_56n, 500_00n], null]);
  });

  test("rows of opening, turnover and closing balance are none of the movements, in Vilnius and with two currencies too", () => {
    const row = (date: string, words: string, amount: string, currency: string, side: string, number = ""): string => `"LT121000011101001000","20","${date}","","${words}","${amount}","${currency}","${side}","${number}"`;
    const statement = read('"Sąskaitos Nr.","","Data","Gavėjas","Paaiškinimai","Suma","Valiuta","D/K","Įrašo Nr."', row("2026-01-01", "Likutis pradžiai", "100.00", "EUR", "K"), row("2026-01-02", "PIRKINYS", "14.34", "EUR", "D", "2026010200041787"), row("2026-01-31", "Apyvarta", "14.34", "EUR", "D"), row("2026-01-31", "Likutis pabaigai", "85.66", "EUR", "K"), row("2026-01-01", "Likutis pradžiai", "7", "USD", "K"), row("2026-01-31", "Likutis pabaigai", "7", "USD", "K"));
    expect(statement).toMatchObject({ account: "LT121000011101001000", opening: { amount: 100_00n }, closing: { amount: 85_66n }, errors: [] });
    expect(statement.entries.map(({ amount, reference, text }) => [amount, reference, text])).toEqual([[-14_34n, "2026010200041787", "PIRKINYS"]]);
  });
});
