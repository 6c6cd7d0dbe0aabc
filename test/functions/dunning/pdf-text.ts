// What a reader finds on each page of one of our PDFs: the glyphs of its text operators, through the fonts' own table of meanings.
import { inflateSync } from "node:zlib";

export function pagesOf(pdf: Buffer): string[] {
  const file = pdf.toString("latin1");
  const object = (n: string): string => file.slice(file.indexOf(`\n${n} 0 obj\n`) + n.length + 8, file.indexOf("\nendobj", file.indexOf(`\n${n} 0 obj\n`)));
  const stream = (n: string): string => {
    const body = object(n);
    return inflateSync(Buffer.from(body.slice(body.indexOf("stream\n") + 7, body.lastIndexOf("\nendstream")), "latin1")).toString("latin1");
  };
  const kids = /\/Kids \[([^\]]*)\]/.exec(file)![1]!.match(/\d+(?= 0 R)/g)!;
  return kids.map((kid) => {
    const page = object(kid);
    const fonts = new Map([.../(?:\/Font <<)([^>]*)/.exec(page)![1]!.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, meanings(stream(/\/ToUnicode (\d+)/.exec(object(id!))![1]!))]));
    const operators = stream(/\/Contents (\d+)/.exec(page)![1]!).split("\n");
    return operators.flatMap((line) => {
      const text = /^BT \/(F\d+) .* \[(.*)\] TJ ET$/.exec(line);
      return text ? [[...text[2]!.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []).map((glyph) => fonts.get(text[1]!)!.get(glyph) ?? "?").join("")] : [];
    }).join("\n");
  });
}

const meanings = (map: string): Map<string, string> =>
  new Map([...map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4,8})>/g)].map(([, glyph, hex]) => [glyph!, Buffer.from(hex!, "hex").swap16().toString("utf16le")]));
