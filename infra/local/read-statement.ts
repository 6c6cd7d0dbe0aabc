// npm run -s read-statement -- FILE…: what Quittance reads in a bank file, one JSON object per statement, without a cloud and without keeping anything.
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { statementJson } from "#domain/cash-application/statements/json.ts";
import { readStatements } from "#domain/cash-application/statements/read.ts";

const USAGE = `npm run -s read-statement -- FILE…

Prints what Quittance reads in bank statements, one JSON object per statement and line:
{file, format, account, currency, opening, closing, entries: [{bookingDate, valueDate, amount, reference, counterparty, iban, text}], errors: [{line, field, message}]}
Amounts are signed decimal texts (money out is negative); a balance is null where the format has none.
Formats, told by the content: CAMT.052/053/054, MT940/942, CFONB120/240, BAI2, OFX, CSV of banks, Stripe balance transactions.

  --currency EUR   for files that name no currency (CSV)
  --help`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { currency: { type: "string" }, help: { type: "boolean", short: "h", default: false } } });
if (values.help) console.log(USAGE);
else if (positionals.length === 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else process.exitCode = positionals.map(printFile).some(Boolean) ? 0 : 1;

/** Says whether anything could be read. */
function printFile(path: string): boolean {
  try {
    const hints = values.currency ? { file: basename(path), currency: values.currency.toUpperCase() } : { file: basename(path) };
    const statements = readStatements(readFileSync(resolve(process.env.INIT_CWD ?? ".", path)), hints);
    for (const statement of statements) process.stdout.write(`${JSON.stringify(statementJson(statement))}\n`);
    return statements.some((statement) => statement.format !== "unknown");
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === undefined) throw problem;
    console.error(`${path}: ${(problem as Error).message}`);
    return false;
  }
}
