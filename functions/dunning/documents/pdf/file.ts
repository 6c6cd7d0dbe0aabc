// A PDF as bytes: pages of text, lines and filled boxes, with the fonts embedded. The same drawing gives the same bytes: the date is an argument, the
// file's id is a digest of what is in it, and nothing is compressed by chance.
//
// Coordinates are millimetres from the top left of an A4 page, as one measures a letter; they become points from the bottom left when written.
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { Font } from "#functions/dunning/documents/pdf/font.ts";

export const PAGE = { width: 210, height: 297 };
const POINTS = 72 / 25.4;

export type Ink = readonly [number, number, number];
export type TextStyle = { readonly font: Font; readonly size: number; readonly ink?: Ink; readonly align?: "left" | "right"; /** Digits of one width, for columns. */ readonly tabular?: boolean };
export type About = { readonly title: string; readonly author: string; readonly language: string; readonly createdAt: string };

export type Pdf = {
  addPage(): void;
  /** Draw on a page that was added before: page numbers are known at the end. */
  onPage(n: number): void;
  readonly pages: number;
  text(x: number, baseline: number, text: string, style: TextStyle): void;
  rule(x1: number, y1: number, x2: number, y2: number, width: number, ink: Ink): void;
  box(x: number, y: number, width: number, height: number, ink: Ink): void;
  finish(about: About): Buffer;
};

/** The width of a text in millimetres, its kerning included. */
export function widthOf(text: string, { font, size, tabular = false }: TextStyle): number {
  const glyphs = [...text].map((char) => font.glyphOf(char, tabular));
  const units = glyphs.reduce((sum, glyph, n) => sum + font.advanceOf(glyph) + (n > 0 ? font.kerningOf(glyphs[n - 1]!, glyph) : 0), 0);
  return ((units / font.unitsPerEm) * size) / POINTS;
}

export function openPdf(fonts: readonly Font[]): Pdf {
  const contents: string[][] = [];
  const used = new Map(fonts.map((font) => [font, new Map<number, string>()]));
  let current = -1;
  const draw = (operators: string): void => void contents[current]!.push(operators);
  return {
    get pages() {
      return contents.length;
    },
    addPage: () => {
      contents.push([]);
      current = contents.length - 1;
    },
    onPage: (n) => {
      current = n;
    },
    text: (x, baseline, text, style) => {
      const { font, size, ink = [0, 0, 0], align = "left" } = style;
      const from = align === "right" ? x - widthOf(text, style) : x;
      draw(`BT /F${fonts.indexOf(font)} ${n2(size)} Tf ${colour(ink)} rg ${n2(from * POINTS)} ${n2((PAGE.height - baseline) * POINTS)} Td ${shown(text, style, used.get(font)!)} TJ ET`);
    },
    rule: (x1, y1, x2, y2, width, ink) => draw(`${colour(ink)} RG ${n2(width * POINTS)} w ${point(x1, y1)} m ${point(x2, y2)} l S`),
    box: (x, y, width, height, ink) => draw(`${colour(ink)} rg ${point(x, y + height)} ${n2(width * POINTS)} ${n2(height * POINTS)} re f`),
    finish: (about) => written(contents, fonts, used, about),
  };
}

/** Glyph numbers with the kerning between them, in thousandths of the size. */
function shown(text: string, { font, tabular = false }: TextStyle, used: Map<number, string>): string {
  const parts: string[] = [];
  let run = "";
  let before: number | undefined;
  for (const char of text) {
    const glyph = font.glyphOf(char, tabular);
    const kerning = before === undefined ? 0 : font.kerningOf(before, glyph);
    if (kerning !== 0) {
      parts.push(`<${run}>`, n2((-kerning * 1000) / font.unitsPerEm));
      run = "";
    }
    run += glyph.toString(16).padStart(4, "0");
    if (!used.has(glyph)) used.set(glyph, char);
    before = glyph;
  }
  return `[${[...parts, `<${run}>`].join(" ")}]`;
}

function written(contents: readonly (readonly string[])[], fonts: readonly Font[], used: ReadonlyMap<Font, ReadonlyMap<number, string>>, about: About): Buffer {
  const objects: Buffer[] = [];
  const add = (body: string | Buffer): number => objects.push(typeof body === "string" ? Buffer.from(body, "latin1") : body);
  const stream = (data: Buffer, more = ""): Buffer => {
    const packed = deflateSync(data, { level: 9 });
    return Buffer.concat([Buffer.from(`<< /Length ${packed.length} /Filter /FlateDecode${more} >>\nstream\n`, "latin1"), packed, Buffer.from("\nendstream", "latin1")]);
  };
  const [catalog, pages] = [add(""), add("")];
  const resources = fonts.map((font, n) => `/F${n} ${addFont(font, used.get(font)!, `QUIT${String.fromCharCode(65 + n)}A`, add, stream)} 0 R`).join(" ");
  const kids = contents.map((operators) => {
    const content = add(stream(Buffer.from(operators.join("\n"), "latin1")));
    return add(`<< /Type /Page /Parent ${pages} 0 R /MediaBox [0 0 ${n2(PAGE.width * POINTS)} ${n2(PAGE.height * POINTS)}] /Resources << /Font << ${resources} >> >> /Contents ${content} 0 R >>`);
  });
  const info = add(`<< /Title ${unicode(about.title)} /Author ${unicode(about.author)} /Producer ${unicode("Quittance")} /CreationDate (D:${about.createdAt.replace(/[-:T]/g, "").slice(0, 14)}Z) >>`);
  objects[catalog - 1] = Buffer.from(`<< /Type /Catalog /Pages ${pages} 0 R /Lang (${about.language}) /ViewerPreferences << /DisplayDocTitle true >> >>`, "latin1");
  objects[pages - 1] = Buffer.from(`<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`, "latin1");
  return assembled(objects, catalog, info);
}

function addFont(font: Font, glyphs: ReadonlyMap<number, string>, tag: string, add: (body: string | Buffer) => number, stream: (data: Buffer, more?: string) => Buffer): number {
  const em = (units: number): string => n2((units * 1000) / font.unitsPerEm);
  const name = `${tag}+${font.name}`;
  const ids = [...glyphs.keys()].toSorted((a, b) => a - b);
  const outlines = font.subset(new Set(ids));
  const file = add(stream(outlines, ` /Length1 ${outlines.length}`));
  const descriptor = add(`<< /Type /FontDescriptor /FontName /${name} /Flags 32 /FontBBox [${font.box.map(em).join(" ")}] /ItalicAngle 0 /Ascent ${em(font.ascent)} /Descent ${em(font.descent)} /CapHeight ${em(font.capHeight)} /StemV 80 /FontFile2 ${file} 0 R >>`);
  const widths = ids.map((id) => `${id} [${em(font.advanceOf(id))}]`).join(" ");
  const descendant = add(`<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /DW 1000 /W [${widths}] /CIDToGIDMap /Identity >>`);
  const meaning = add(stream(Buffer.from(toUnicode(ids.map((id) => [id, glyphs.get(id)!])), "latin1")));
  return add(`<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${meaning} 0 R >>`);
}

/** So that the letter can be searched and copied, and read aloud. */
function toUnicode(pairs: readonly (readonly [number, string])[]): string {
  const groups = Array.from({ length: Math.ceil(pairs.length / 100) }, (_, n) => pairs.slice(100 * n, 100 * n + 100));
  const bodies = groups.map((group) => `${group.length} beginbfchar\n${group.map(([id, char]) => `<${id.toString(16).padStart(4, "0")}> <${utf16(char)}>`).join("\n")}\nendbfchar`);
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n${bodies.join("\n")}\nendcmap CMapName currentdict /CMap defineresource pop end end`;
}

function assembled(objects: readonly Buffer[], catalog: number, info: number): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const offsets: number[] = [];
  let length = parts[0]!.length;
  objects.forEach((body, n) => {
    const part = Buffer.concat([Buffer.from(`${n + 1} 0 obj\n`, "latin1"), body, Buffer.from("\nendobj\n", "latin1")]);
    offsets.push(length);
    length += part.length;
    parts.push(part);
  });
  const id = createHash("sha256").update(Buffer.concat(parts)).digest("hex").slice(0, 32);
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R /ID [<${id}> <${id}>] >>\nstartxref\n${length}\n%%EOF\n`, "latin1"));
  return Buffer.concat(parts);
}

const n2 = (value: number): string => String(Math.round(value * 100) / 100);
const point = (x: number, y: number): string => `${n2(x * POINTS)} ${n2((PAGE.height - y) * POINTS)}`;
const colour = (ink: Ink): string => ink.map((part) => n2(part / 255)).join(" ");
const utf16 = (text: string): string => Buffer.from(text, "utf16le").swap16().toString("hex");
const unicode = (text: string): string => `<feff${utf16(text)}>`;
