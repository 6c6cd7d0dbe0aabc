// Bytes, letters, rows and cells: what exports really contain.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodingOf, textDecoder } from "#domain/text/decode.ts";
import { rowReader, UnreadableFile } from "#domain/text/delimited.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";
import { titleKey } from "#domain/text/title.ts";
import { readTerms } from "#domain/ingestion/terms.ts";
import { readAmount, readCurrency, readDate, readSign } from "#domain/text/values.ts";

const rowsOf = (text: string, delimiter = ";", pieces = [text.length], options = {}): { line: number; cells: string[] }[] => {
  const rows: { line: number; cells: string[] }[] = [];
  const reader = rowReader(delimiter, (row) => rows.push({ line: row.line, cells: row.all() }), options);
  let at = 0;
  for (const size of [...pieces, text.length]) {
    reader.push(text.slice(at, at + size));
    at += size;
  }
  reader.end();
  return rows;
};

describe("letters", () => {
  test("valid UTF-8 is UTF-8, a byte order mark decides, and everything else is Windows' letters, with the reason", () => {
    expect(encodingOf(new TextEncoder().encode("Hélène"))).toEqual({ encoding: "utf-8", reasons: [{ code: "encoding.valid-utf-8", encoding: "utf-8" }] });
    expect(encodingOf(Uint8Array.of(0xff, 0xfe, 0x48, 0)).encoding).toBe("utf-16le");
    expect(encodingOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x48)).reasons[0]!.code).toBe("encoding.byte-order-mark");
    expect(encodingOf(Uint8Array.of(0x48, 0xe9, 0x6c), undefined)).toMatchObject({ encoding: "windows-1252", reasons: [{ code: "encoding.not-utf-8" }, { code: "encoding.default" }] });
    expect(encodingOf(Uint8Array.of(0x48, 0xe9, 0x6c), "iso-8859-15")).toMatchObject({ encoding: "iso-8859-15", reasons: [{}, { code: "encoding.configured" }] });
  });

  test("a letter that two blocks share is one letter", () => {
    const bytes = new TextEncoder().encode("é€");
    const decoder = textDecoder("utf-8");
    expect([...bytes].map((byte) => decoder.push(Uint8Array.of(byte))).join("") + decoder.end()).toBe("é€");
  });
});

describe("rows", () => {
  test("keep their lines through quoted line ends, blank lines and every kind of line end", () => {
    expect(rowsOf('a;"b\r\nc";d\r\n\r\ne;f\rg\n"h ""i"" j";"";k')).toEqual([
      { line: 1, cells: ["a", "b\r\nc", "d"] }, { line: 4, cells: ["e", "f"] }, { line: 5, cells: ["g"] }, { line: 6, cells: ['h "i" j', "", "k"] },
    ]);
  });

  test("a quote inside a cell is a letter, and so is every quote where none is expected", () => {
    expect(rowsOf('12" tube;5')).toEqual([{ line: 1, cells: ['12" tube', "5"] }]);
    expect(rowsOf('"LE PETIT;5\n', ";", [99], { quotes: false })).toEqual([{ line: 1, cells: ['"LE PETIT', "5"] }]);
  });

  test("a quote that is never closed and a row without end are the file's fault, and told with the line", () => {
    expect(() => rowsOf('a;b\n"c;d\ne;f')).toThrow(expect.objectContaining({ code: "file.quote-not-closed", line: 2 }));
    expect(() => rowsOf(`a\n${"x".repeat(1_100_000)}`)).toThrow(UnreadableFile);
  });

  test("what was written is what is read, however the text is cut into pieces", () => {
    const cell = fc.string({ maxLength: 8 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 40 }), fc.constantFrom("\n", "\r\n", "\r"), (rows, pieces, end) => {
      const text = rows.map((row) => row.map(quoted).join(";")).join(end);
      expect(rowsOf(text, ";", pieces).map(({ cells }) => cells)).toEqual(rows);
    }));
  });

  test("two rows have one fingerprint only if they are one text", () => {
    const hashes = new Map<string, string>();
    const reader = rowReader(";", (row) => hashes.set(`${row.hashHigh} ${row.hashLow}`, row.all().join(";")));
    for (let n = 0; n < 20_000; n++) reader.push(`FA-${n};C${n % 7};${n % 100},00\n`);
    expect(hashes.size).toBe(20_000);
  });
});

test.each([["a;b;c\n1;2;3", ";"], ["a\tb\n1\t2", "\t"], ["a|b\n1|2,5", "|"], ['a,b\n"1,5",2', ","], ["N;MONTANT;D\n1;12,50;3\n2;1,5;4", ";"], ["alone", undefined]])("%j is cut by %j", (text, delimiter) => {
  expect(detectDelimiter(text)?.delimiter).toBe(delimiter);
});

test.each([["N° PIÈCE ", "no piece"], ["n_piece", "n piece"], ["\uFEFFDT ECH", "dt ech"], ["Montant  T.T.C.", "montant t t c"]])("the title %j compares as %j", (title, key) => expect(titleKey(title)).toBe(key));

test.each([
  ["1204,50", 120450n], ["1 204,50", 120450n], ["1\u202F204,50", 120450n], ["1.204,50-", -120450n], ["(1.204,50)", -120450n], ["-12", -1200n], ["0000000336,19", 33619n], ["12,5 €", 1250n], ["EUR 12,50", 1250n],
  ["1'204,50", 120450n], ["12,500", 1250n], [",5", 50n], ["+3,00", 300n], ["−3,00", -300n],
])("the amount %j is read as %s cents", (text, minor) => expect(readAmount(text, ",", "EUR")).toEqual({ ok: true, value: minor }));

test.each([["", "amount.missing", undefined], ["12,345", "amount.too-many-decimals", undefined], ["1204.50", "amount.unreadable", "1204,50"], ["1O4,50", "amount.unreadable", "104,50"], ["1.2.3,00", "amount.unreadable", undefined], ["douze", "amount.unreadable", undefined]])(
  "the amount %j is refused: %s", (text, code, suggestion) => expect(readAmount(text, ",", "EUR")).toEqual({ ok: false, code, ...(suggestion ? { suggestion } : {}) }),
);

test("an amount has the decimals of its currency: none of a yen, three of a dinar", () => {
  expect([readAmount("1200", ".", "JPY"), readAmount("1200.5", ".", "JPY"), readAmount("1.234", ".", "TND")]).toMatchObject([{ value: 1200n }, { ok: false }, { value: 1234n }]);
});

test.each([["31/12/2026", "DD/MM/YYYY", "2026-12-31"], ["31.12.26", "DD/MM/YYYY", "2026-12-31"], ["12/31/2026", "MM/DD/YYYY", "2026-12-31"], ["20261231", "YYYYMMDD", "2026-12-31"], ["2026-12-31 00:00:00", "YYYY-MM-DD", "2026-12-31"], ["2026-12-31T10:00:00Z", "YYYY-MM-DD", "2026-12-31"]] as const)(
  "the date %j (%s) is %s", (text, format, date) => expect(readDate(text, format)).toEqual({ ok: true, value: date }),
);

test.each([["31/02/2026", "DD/MM/YYYY", "28/02/2026"], ["31/04/2026", "DD/MM/YYYY", "30/04/2026"], ["12/31/2026", "DD/MM/YYYY", "31/12/2026"], ["2026-02-03", "DD/MM/YYYY", "03/02/2026"], ["hier", "DD/MM/YYYY", undefined]] as const)(
  "the date %j (%s) is refused, and %s suggested", (text, format, suggestion) => expect(readDate(text, format)).toMatchObject({ ok: false, ...(suggestion ? { suggestion } : {}) }),
);

test("currencies are ISO's; what people write instead is suggested, never taken", () => {
  expect([readCurrency(" eur"), readCurrency("EURO"), readCurrency("£"), readCurrency("XYZ"), readCurrency("")]).toEqual([
    { ok: true, value: "EUR" }, { ok: false, code: "currency.unknown", suggestion: "EUR" }, { ok: false, code: "currency.unknown", suggestion: "GBP" }, { ok: false, code: "currency.unknown" }, { ok: false, code: "currency.missing" },
  ]);
  expect([readSign("D"), readSign("-1"), readSign("?")]).toMatchObject([{ value: 1n }, { value: -1n }, { code: "sign.unreadable" }]);
});

test.each([["45 jours fin de mois", { days: 45, endOfMonth: true }], ["30 net", { days: 30, endOfMonth: false }], ["60 FDM", { days: 60, endOfMonth: true }], ["Comptant", { days: 0, endOfMonth: false }], ["à voir", undefined]])("the terms %j are %j", (text, terms) => expect(readTerms(text)).toEqual(terms));

test("no text makes a reader of values crash", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    for (const format of ["YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "YYYYMMDD", "DD.MM.YYYY"] as const) readDate(text, format);
    for (const decimal of [",", "."] as const) readAmount(text, decimal, "EUR");
    readCurrency(text);
    readTerms(text);
    titleKey(text);
    detectDelimiter(text);
  }));
});
