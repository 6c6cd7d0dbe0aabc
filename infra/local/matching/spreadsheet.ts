// The first sheet of an .xlsx as rows of text: an .xlsx is a zip of XML. Only what an advice needs is read: shared strings, inline strings, numbers.
import { inflateRawSync } from "node:zlib";
import { childrenOf, readXml, textAt, type Element } from "#domain/text/xml.ts";

const LARGEST = 50_000_000;

export function rowsOfSpreadsheet(bytes: Buffer): string[][] {
  const files = unzip(bytes);
  const strings = elements(files.get("xl/sharedStrings.xml") ?? "", "si").map(allText);
  const sheet = [...files.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).toSorted()[0];
  return elements(files.get(sheet ?? "") ?? "", "row").map((row) => {
    const cells: string[] = [];
    for (const [n, cell] of childrenOf(row, "c").entries()) {
      const at = cell.attributes.r ? columnOf(cell.attributes.r) : n;
      while (cells.length < at) cells.push("");
      const value = textAt(cell, "v") ?? "";
      cells[at] = cell.attributes.t === "s" ? (strings[Number(value)] ?? "") : cell.attributes.t === "inlineStr" ? allText(cell) : value;
    }
    return cells;
  });
}

function elements(xml: string, name: string): Element[] {
  const found: Element[] = [];
  if (xml) readXml(xml, { wants: (one) => one === name, onElement: (element) => void found.push(element), onBroken: () => undefined });
  return found;
}

const allText = (element: Element): string => element.text.trim() + element.children.map(allText).join("");

/** "AB12" → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? "A") column = column * 26 + letter.charCodeAt(0) - 64;
  return Math.min(column, 1000) - 1;
}

function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) return files;
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0 && bytes.readUInt32LE(at) === 0x02014b50; n--) {
    const [method, packed, nameLength, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + packed);
    if (name.endsWith(".xml")) files.set(name, (method === 0 ? data : inflateRawSync(data, { maxOutputLength: LARGEST })).toString("utf8"));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
