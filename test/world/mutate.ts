// Breaks a file as transports, editors and banks do, and worse: cut, repeated, swapped, flipped, with tokens of its own format in wrong places.
import { readAdviceLetters, readAdvices } from "#domain/cash-application/advices/read.ts";
import type { Advice } from "#domain/cash-application/advices/advice.ts";
import { camtFile, cfonb120File, mt940File, mt942File, ordinaryDay, type BankDay, type Dialect, type Movement } from "./bank-day.ts";
import { adviceRows, adviceTableFile, adviceTextFile, edi820File, remtFile } from "./advice-files.ts";
import { bai2File, cfonb240File, csvFile, ofxFile, stripeFile } from "./bank-files.ts";
import { packed, sheetXml } from "./workbook.ts";

/** Numbers from a seed, the same on every machine (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

type Random = (below: number) => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)]!;

/** A day of a few movements. */
export function anyDay(random: Random): BankDay {
  const movement = (): Movement => {
    const model = pick(random, ordinaryDay.movements);
    const size = BigInt(1 + random(10_000_000));
    return { ...model, minor: model.minor < 0n ? -size : size, reference: `20260102${String(random(100_000_000)).padStart(8, "0")}`, value: `2026-01-0${1 + random(9)}` };
  };
  return { ...ordinaryDay, opening: BigInt(random(100_000_000)) - 50_000_000n, movements: Array.from({ length: 1 + random(random(4) === 0 ? 5 : 2) }, movement) };
}

/** Every format of statements, as a file of a day. */
export const formats: Readonly<Record<string, { readonly file: (random: Random) => string }>> = {
  camt: { file: (random) => camtFile(anyDay(random), { version: 2 + random(13), message: pick(random, ["052", "053", "054"]), prefix: pick(random, ["", "ns2:"]) }) },
  mt940: { file: (random) => mt940File(anyDay(random), { dialect: pick<Dialect>(random, ["structured", "slashed", "free"]), wrapped: random(2) === 0 }) },
  mt942: { file: (random) => mt942File(anyDay(random), { dialect: pick<Dialect>(random, ["structured", "slashed", "free"]), wrapped: random(2) === 0 }) },
  cfonb120: { file: (random) => cfonb120File(anyDay(random)) },
  cfonb240: { file: (random) => cfonb240File(anyDay(random)) },
  bai2: { file: (random) => bai2File(anyDay(random)) },
  ofx: { file: (random) => ofxFile(anyDay(random), pick(random, ["sgml", "xml"])) },
  csv: { file: (random) => csvFile(anyDay(random), { delimiter: pick(random, [";", ",", "\t"]), decimal: pick(random, [",", "."]), dates: pick(random, ["dmy", "ymd"]), columns: pick(random, ["signed", "debit-credit", "side"]), balance: random(2) === 0, preamble: random(2) === 0 }) },
  stripe: { file: (random) => stripeFile(anyDay(random)) },
};

/**
 * Advices, in the shapes of customers. A workbook is broken in two ways: the letters of its sheet within a whole package (`xlsx`), as programs that write them
 * badly do, and the bytes of the package (`package`), as transports do.
 */
export const adviceFormats: Readonly<Record<string, { readonly file: (random: Random) => string; readonly read: (letters: string) => readonly Advice[] }>> = {
  edi820: { file: (random) => edi820File(anyDay(random)), read: readAdviceLetters },
  remt: { file: (random) => remtFile(anyDay(random)), read: readAdviceLetters },
  table: { file: (random) => adviceTableFile(anyDay(random), pick(random, [";", ",", "\t"])), read: readAdviceLetters },
  text: { file: (random) => adviceTextFile(anyDay(random), pick(random, ["plain", "HTML"])), read: readAdviceLetters },
  xlsx: { file: (random) => sheetXml(adviceSheet(random)), read: (letters) => readAdvices(packed(letters, 0)) },
  package: { file: (random) => Buffer.from(packed(sheetXml(adviceSheet(random)), pick(random, [0, 6]))).toString("latin1"), read: (letters) => readAdvices(Buffer.from(letters, "latin1")) },
};

/** Amounts as numbers or as words, as the customer's program has them. */
const adviceSheet = (random: Random): (string | number)[][] => adviceRows(anyDay(random)).map((cells) => cells.map((cell) => (/^-?\d+\.\d\d$/.test(cell) && random(2) === 0 ? Number(cell) : cell)));

const tokens = [
  ":61:", ":86:", ":62F:", ":20:", "-\r\n", "-}", "{1:F01", "?20", "/REMI/", "<Ntry>", "</Ntry>", "<Stmt>", "</Stmt>", "<TxDtls>", "]]>", "<![CDATA[", "<!--", "&#x110000;", "&amp", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "<STMTTRN>", "</STMTTRN>", "<TRNAMT>",
  "04", "01", "07", "05", "\r\n04", "\r\n", "\n", "\r", "\0", "\u001A", "\uFEFF", "\uFFFD", "{", "}", "16,", "88,", "\n88,", "\n16,195,", "49,", "/", ",", ";", "\t", '"', "é", "€", "𝟙", "9".repeat(40), "-", "+", "20260230", "000000", "NaN", "1e9", "Infinity", "RMR*IV*", "~", "*", "SE*", "ST*820*0001~", "<Strd>", "</RmtInf>", "<row>", "</row>", '<c r="A1" t="s">', "</c>", "<v>", "</is>", "PK\u0003\u0004", "PK\u0005\u0006", "Total", "Facture", " ".repeat(200), "A".repeat(1_000), "?".repeat(300),
];

export function mutated(file: string, other: string, random: Random): string {
  let text = file;
  for (let n = random(4); n >= 0; n--) text = once(text, other, random);
  return text.length > 60_000 ? text.slice(0, 60_000) : text;
}

/** A piece of the file over and over, a quarter of a megabyte in all. */
export function enlarged(text: string, random: Random): string {
  const at = random(text.length + 1);
  const piece = text.slice(at, at + 1 + random(random(2) === 0 ? 20 : 600)) || "A";
  return text.slice(0, at) + piece.repeat(Math.ceil(250_000 / piece.length)) + text.slice(at);
}

/** What keeps a file's shape and changes what it says: digits, fields and lines. */
function within(text: string, random: Random): string {
  const lines = text.split("\n");
  const n = random(lines.length);
  const line = lines[n]!;
  const at = random(line.length + 1);
  switch (random(5)) {
    case 0:
      lines[n] = line.replace(/\d+/g, (digits) => (random(3) === 0 ? String(random(10) === 0 ? "" : random(1_000_000)).padEnd(digits.length, "0").slice(0, digits.length) : digits));
      break;
    case 1:
      lines.splice(n, 1);
      break;
    case 2:
      lines.splice(n, 0, lines[random(lines.length)]!);
      break;
    case 3:
      lines[n] = line.slice(0, at) + line.slice(at + 1);
      break;
    default:
      lines[n] = line.slice(0, at) + pick(random, [" ", "-", "0", ",", ".", "D", "C", "é"]) + line.slice(at);
  }
  return lines.join("\n");
}

function once(text: string, other: string, random: Random): string {
  const at = random(text.length + 1);
  const to = Math.min(text.length, at + 1 + random(random(4) === 0 ? 400 : 12));
  switch (random(12)) {
    case 8:
    case 9:
    case 10:
    case 11:
      return within(text, random);
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2:
      return text.slice(0, at) + String.fromCharCode(random(4) === 0 ? random(0x3000) : 32 + random(95)) + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + pick(random, tokens) + text.slice(at);
    case 4: {
      const lines = text.split("\n");
      const [a, b] = [random(lines.length), random(lines.length)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
      return lines.join("\n");
    }
    case 5:
      return text.slice(0, at);
    case 6:
      return text.slice(0, at) + other.slice(random(other.length + 1));
    default:
      return text.slice(0, at) + text.slice(at, to).repeat(1 + random(20)) + text.slice(to);
  }
}
