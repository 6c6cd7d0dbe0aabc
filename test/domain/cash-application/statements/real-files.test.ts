// Sample files of banks and of other libraries, as they lie in public. They are not part of this repository: the tests run where they lie beside it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readAdvices } from "#domain/cash-application/advices/read.ts";
import { statementJson } from "#domain/cash-application/statements/json.ts";
import { readStatements } from "#domain/cash-application/statements/read.ts";

const folder = ["../../../../../shared/data", "../../../../../../shared/data"].map((path) => join(import.meta.dirname, path)).find(existsSync) ?? "";
const under = (name: string, pattern: RegExp): string[] =>
  folder === "" || !existsSync(join(folder, name)) ? [] : readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && pattern.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)).toSorted();
const count = (bytes: Uint8Array, pattern: RegExp): number => new TextDecoder("latin1").decode(bytes).match(pattern)?.length ?? 0;

const counted = [
  ...under("camt_genkgo", /\.xml$/).map((file) => ({ file, pattern: /<Ntry>/g })),
  ...under("remt_pyiso20022", /^camt.*\.xml$/).map((file) => ({ file, pattern: /<Ntry>/g })),
  ...under("mt940_wolph", /\.(sta|txt)$/).map((file) => ({ file, pattern: /^:61:/gm })),
  ...under("cfonb_pennylane", /\.txt$/).map((file) => ({ file, pattern: /^04/gm })),
  ...under("cfonb_silarhi", /\.txt$/).map((file) => ({ file, pattern: file.includes("240") ? /^34/gm : /^04/gm })),
  ...under("bai2_moov", /\.txt$/).map((file) => ({ file, pattern: /(?:^|\/ )16,/gm })),
  ...under("ofx_ofxparse", /\.ofx$/).map((file) => ({ file, pattern: /<STMTTRN>/g })),
];

describe.each(counted.map((one) => ({ ...one, name: basename(one.file) })))("$name", ({ file, pattern }) => {
  test("every entry record is an entry, or an error that says why not", () => {
    const bytes = readFileSync(file);
    const statements = readStatements(bytes);
    const entries = statements.reduce((sum, statement) => sum + statement.entries.length, 0);
    const lost = statements.flatMap(({ errors }) => errors.filter(({ raw }) => raw !== undefined));
    expect(entries + lost.length).toBe(count(bytes, pattern));
    if (!file.includes("fail_nice")) expect(lost).toEqual([]);
    for (const statement of statements) expect(JSON.stringify(statementJson(statement))).toContain('"format"');
  });
});

const balanced = [...under("cfonb_silarhi", /complex-test\.txt$|non-strict/).filter((file) => !file.includes("240")), ...under("mt940_wolph", /^0708271685/), ...under("remt_pyiso20022", /^camt053/), ...under("mt940_wolph", /^mt940\.sta$/).filter((file) => file.includes("mBank"))];
test.each(balanced.map((file) => [basename(file), file]))("%s: opening and movements are the closing balance on every statement", (_, file) => {
  const statements = readStatements(readFileSync(file));
  expect(statements.flatMap(({ errors }) => errors)).toEqual([]);
  expect(statements.every(({ opening, closing }) => opening !== null && closing !== null)).toBe(true);
});

test.each(under("bankcsv_bank2ynab", /\.csv$/i).filter((file) => !/test_delimiter_tab|row_format_default|TH_2018|statement_1|dba33/.test(file)).map((file) => [basename(file), file]))("%s is understood without being told anything", (_, file) => {
  const statements = readStatements(readFileSync(file));
  expect(statements[0]!.format).toBe("csv");
  expect(statements[0]!.entries.length).toBeGreaterThan(0);
});

test.each([...under("edi820_moov", /\.txt$/), ...under("remt_pyiso20022", /^remt/)].map((file) => [basename(file), file]))("%s is an advice of two documents", (_, file) => {
  expect(readAdvices(readFileSync(file)).map(({ lines }) => lines.length)).toEqual([2]);
});

test("these files are read, or they are not here", () => {
  expect([0, 87]).toContain(counted.length);
});
