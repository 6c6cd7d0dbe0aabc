// What OpenType knows beyond outlines: which digits are of one width (GSUB "tnum"), and which pairs of letters stand closer (GPOS "kern").
import type { Table } from "#functions/dunning/documents/pdf/font.ts";

export function readTabularDigits(data: Buffer, gsub: Table | undefined): Map<number, number> {
  const map = new Map<number, number>();
  for (const { type, at } of gsub ? lookupsOf(data, gsub.offset, "tnum", 7) : []) {
    if (type !== 1) continue;
    const glyphs = coverage(data, at + data.readUInt16BE(at + 2));
    const byDelta = data.readUInt16BE(at) === 1;
    glyphs.forEach((glyph, n) => map.set(glyph, byDelta ? (glyph + data.readInt16BE(at + 4)) & 0xffff : data.readUInt16BE(at + 6 + 2 * n)));
  }
  return map;
}

/** The first table that knows the pair decides, as OpenType wants it. */
export function readKerning(data: Buffer, gpos: Table | undefined): (left: number, right: number) => number {
  const tables = (gpos ? lookupsOf(data, gpos.offset, "kern", 9) : []).flatMap(({ type, at }) => (type === 2 ? [data.readUInt16BE(at) === 1 ? singlePairs(data, at) : classPairs(data, at)] : []));
  const known = new Map<number, number>();
  return (left, right) => {
    const pair = left * 65536 + right;
    let value = known.get(pair);
    if (value === undefined) known.set(pair, (value = tables.reduce<number | undefined>((found, look) => found ?? look(left, right), undefined) ?? 0));
    return value;
  };
}

type Lookup = { readonly type: number; readonly at: number };

function lookupsOf(data: Buffer, base: number, feature: string, extension: number): Lookup[] {
  const features = base + data.readUInt16BE(base + 6);
  const lookups = base + data.readUInt16BE(base + 8);
  const indexes = new Set<number>();
  for (let n = 0; n < data.readUInt16BE(features); n++) {
    const record = features + 2 + 6 * n;
    if (data.toString("latin1", record, record + 4) !== feature) continue;
    const at = features + data.readUInt16BE(record + 4);
    for (let k = 0; k < data.readUInt16BE(at + 2); k++) indexes.add(data.readUInt16BE(at + 4 + 2 * k));
  }
  return [...indexes].toSorted((a, b) => a - b).flatMap((index) => {
    const lookup = lookups + data.readUInt16BE(lookups + 2 + 2 * index);
    const type = data.readUInt16BE(lookup);
    return Array.from({ length: data.readUInt16BE(lookup + 4) }, (_, n): Lookup => {
      const at = lookup + data.readUInt16BE(lookup + 6 + 2 * n);
      return type === extension ? { type: data.readUInt16BE(at + 2), at: at + data.readUInt32BE(at + 4) } : { type, at };
    });
  });
}

type Pairs = (left: number, right: number) => number | undefined;

function singlePairs(data: Buffer, at: number): Pairs {
  const { first, size, offset } = valueShape(data, at);
  const lefts = new Map(coverage(data, at + data.readUInt16BE(at + 2)).map((glyph, n) => [glyph, n]));
  return (left, right) => {
    const n = lefts.get(left);
    if (n === undefined) return undefined;
    const set = at + data.readUInt16BE(at + 10 + 2 * n);
    for (let k = 0; k < data.readUInt16BE(set); k++) {
      const record = set + 2 + k * (2 + size);
      if (data.readUInt16BE(record) === right) return first ? data.readInt16BE(record + 2 + offset) : 0;
    }
    return undefined;
  };
}

function classPairs(data: Buffer, at: number): Pairs {
  const { first, size, offset } = valueShape(data, at);
  const lefts = new Set(coverage(data, at + data.readUInt16BE(at + 2)));
  const leftClasses = classes(data, at + data.readUInt16BE(at + 8));
  const rightClasses = classes(data, at + data.readUInt16BE(at + 10));
  const rightCount = data.readUInt16BE(at + 14);
  return (left, right) => {
    if (!lefts.has(left)) return undefined;
    const record = at + 16 + ((leftClasses.get(left) ?? 0) * rightCount + (rightClasses.get(right) ?? 0)) * size;
    return first ? data.readInt16BE(record + offset) : 0;
  };
}

/** Where in a pair's values the first glyph's advance stands. */
function valueShape(data: Buffer, at: number): { first: boolean; size: number; offset: number } {
  const [one, two] = [data.readUInt16BE(at + 4), data.readUInt16BE(at + 6)];
  const bits = (value: number): number => [1, 2, 4, 8, 16, 32, 64, 128].filter((bit) => value & bit).length;
  return { first: (one & 4) !== 0, size: 2 * (bits(one) + bits(two)), offset: 2 * bits(one & 3) };
}

function coverage(data: Buffer, at: number): number[] {
  const count = data.readUInt16BE(at + 2);
  if (data.readUInt16BE(at) === 1) return Array.from({ length: count }, (_, n) => data.readUInt16BE(at + 4 + 2 * n));
  return Array.from({ length: count }, (_, n) => at + 4 + 6 * n).flatMap((range) => span(data.readUInt16BE(range), data.readUInt16BE(range + 2)));
}

function classes(data: Buffer, at: number): Map<number, number> {
  const map = new Map<number, number>();
  if (data.readUInt16BE(at) === 1) {
    const first = data.readUInt16BE(at + 2);
    for (let n = 0; n < data.readUInt16BE(at + 4); n++) map.set(first + n, data.readUInt16BE(at + 6 + 2 * n));
  } else {
    for (let n = 0; n < data.readUInt16BE(at + 2); n++) {
      const range = at + 4 + 6 * n;
      for (const glyph of span(data.readUInt16BE(range), data.readUInt16BE(range + 2))) map.set(glyph, data.readUInt16BE(range + 4));
    }
  }
  return map;
}

const span = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n);
