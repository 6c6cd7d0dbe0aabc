// A TrueType font as a letter needs it: how wide each glyph is, which pairs stand closer, digits of one width for columns, and a file that holds only
// the glyphs in use. Written here because the usual packages for PDF are as large as a whole function may be (pdfkit alone is 892 KB bundled), and
// because two runs must give the same bytes.
import { readKerning, readTabularDigits } from "#functions/dunning/documents/pdf/font-layout.ts";

export type Table = { readonly offset: number; readonly length: number };

export type Font = {
  readonly name: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly box: readonly [number, number, number, number];
  glyphOf(char: string, tabular?: boolean): number;
  advanceOf(glyph: number): number;
  kerningOf(left: number, right: number): number;
  /** The same font with only these glyphs drawn; numbers of glyphs stay. */
  subset(glyphs: ReadonlySet<number>): Buffer;
};

export function readFont(name: string, data: Buffer): Font {
  const tables = readTables(data);
  const at = (tag: string): number => table(tables, tag).offset;
  const glyphs = data.readUInt16BE(at("maxp") + 4);
  const metrics = data.readUInt16BE(at("hhea") + 34);
  const map = readCharacters(data, at("cmap"));
  const tabular = readTabularDigits(data, tables.get("GSUB"));
  const kerning = readKerning(data, tables.get("GPOS"));
  const box = [0, 1, 2, 3].map((n) => data.readInt16BE(at("head") + 36 + 2 * n)) as [number, number, number, number];
  return {
    name, box, kerningOf: kerning,
    unitsPerEm: data.readUInt16BE(at("head") + 18),
    ascent: data.readInt16BE(at("hhea") + 4),
    descent: data.readInt16BE(at("hhea") + 6),
    capHeight: data.readInt16BE(at("OS/2") + 88),
    glyphOf: (char, inColumn = false) => {
      const glyph = map.get(char.codePointAt(0)!) ?? map.get(similar(char)) ?? 0;
      return inColumn ? (tabular.get(glyph) ?? glyph) : glyph;
    },
    advanceOf: (glyph) => data.readUInt16BE(at("hmtx") + 4 * Math.min(glyph, metrics - 1)),
    subset: (used) => subsetOf(data, tables, glyphs, used),
  };
}

/** What this face lacks and what may stand for it: thin spaces, non-breaking hyphens. */
const similar = (char: string): number => ({ "\u202f": 0xa0, "\u2011": 0x2d, "\u2010": 0x2d, "\u2007": 0xa0 })[char] ?? char.normalize("NFD").codePointAt(0)!;

function readTables(data: Buffer): Map<string, Table> {
  const count = data.readUInt16BE(4);
  return new Map(Array.from({ length: count }, (_, n) => [data.toString("latin1", 12 + 16 * n, 16 + 16 * n), { offset: data.readUInt32BE(20 + 16 * n), length: data.readUInt32BE(24 + 16 * n) }]));
}

function table(tables: ReadonlyMap<string, Table>, tag: string): Table {
  const found = tables.get(tag);
  if (!found) throw new Error(`the font has no table ${tag}`);
  return found;
}

/** Format 4, which every font for Windows has. */
function readCharacters(data: Buffer, cmap: number): Map<number, number> {
  const count = data.readUInt16BE(cmap + 2);
  const offsets = Array.from({ length: count }, (_, n) => cmap + data.readUInt32BE(cmap + 8 + 8 * n));
  const format4 = offsets.find((offset) => data.readUInt16BE(offset) === 4);
  if (format4 === undefined) throw new Error("the font's characters are not in a table of format 4");
  const segments = data.readUInt16BE(format4 + 6) / 2;
  const word = (field: number, n: number): number => format4 + 14 + 2 * (field * segments + n) + (field > 0 ? 2 : 0);
  const map = new Map<number, number>();
  for (let n = 0; n < segments; n++) {
    const [last, first, delta, range] = [data.readUInt16BE(word(0, n)), data.readUInt16BE(word(1, n)), data.readUInt16BE(word(2, n)), data.readUInt16BE(word(3, n))];
    for (let char = first; char <= last && char !== 0xffff; char++) {
      const found = range === 0 ? char : data.readUInt16BE(word(3, n) + range + 2 * (char - first));
      if (range === 0 || found !== 0) map.set(char, (found + delta) & 0xffff);
    }
  }
  return map;
}

function subsetOf(data: Buffer, tables: ReadonlyMap<string, Table>, count: number, used: ReadonlySet<number>): Buffer {
  const [head, loca, glyf] = [table(tables, "head"), table(tables, "loca"), table(tables, "glyf")];
  const long = data.readInt16BE(head.offset + 50) === 1;
  const start = (n: number): number => (long ? data.readUInt32BE(loca.offset + 4 * n) : 2 * data.readUInt16BE(loca.offset + 2 * n));
  const outline = (n: number): Buffer => data.subarray(glyf.offset + start(n), glyf.offset + start(n + 1));
  const keep = new Set([0, ...used]);
  for (const glyph of keep) for (const part of partsOf(outline(glyph))) keep.add(part);
  const places = Buffer.alloc(4 * (count + 1));
  const outlines: Buffer[] = [];
  let end = 0;
  for (let n = 0; n < count; n++) {
    const drawn = keep.has(n) ? outline(n) : Buffer.alloc(0);
    outlines.push(drawn);
    end += drawn.length;
    places.writeUInt32BE(end, 4 * (n + 1));
  }
  const newHead = Buffer.from(data.subarray(head.offset, head.offset + head.length));
  newHead.writeInt16BE(1, 50);
  const copied = ["cvt ", "fpgm", "hhea", "hmtx", "maxp", "prep"].flatMap((tag): [string, Buffer][] => {
    const found = tables.get(tag);
    return found ? [[tag, data.subarray(found.offset, found.offset + found.length)]] : [];
  });
  return assembled([...copied, ["glyf", Buffer.concat(outlines)], ["head", newHead], ["loca", places]]);
}

/** The glyphs that a glyph is made of: é is e and an accent. */
function partsOf(outline: Buffer): number[] {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return [];
  const parts: number[] = [];
  for (let at = 10, more = true; more; ) {
    const flags = outline.readUInt16BE(at);
    parts.push(outline.readUInt16BE(at + 2));
    at += 4 + (flags & 0x01 ? 4 : 2) + (flags & 0x08 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
    more = (flags & 0x20) !== 0;
  }
  return parts;
}

function assembled(parts: readonly (readonly [string, Buffer])[]): Buffer {
  const sorted = parts.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const header = Buffer.alloc(12 + 16 * sorted.length);
  header.writeUInt32BE(0x00010000, 0);
  header.writeUInt16BE(sorted.length, 4);
  const bodies: Buffer[] = [];
  let offset = header.length;
  sorted.forEach(([tag, body], n) => {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    header.write(tag, 12 + 16 * n, "latin1");
    header.writeUInt32BE(offset, 20 + 16 * n);
    header.writeUInt32BE(body.length, 24 + 16 * n);
    bodies.push(padded);
    offset += padded.length;
  });
  return Buffer.concat([header, ...bodies]);
}
