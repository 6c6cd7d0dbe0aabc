// A mapping profile meets a file: which field stands in which column of this very file.
import { type About, type Field, instalmentOf, required } from "#domain/ingestion/fields.ts";
import type { MappingProfile } from "#domain/ingestion/schema.ts";
import { titleKey } from "#domain/text/title.ts";
import type { Row } from "#domain/text/delimited.ts";

export type Layout = {
  readonly about: About;
  readonly profile: MappingProfile;
  readonly titles: readonly string[];
  readonly at: ReadonlyMap<string, number>;
  /** Numbered instalment columns, by number. */
  readonly instalments: readonly number[];
  /** Columns that no field claims, and that nobody said to ignore. */
  readonly extra: readonly number[];
  /** A row with fewer cells cannot be read. */
  readonly least: number;
};

export function layoutOf(profile: MappingProfile, header: readonly string[]): Layout | { readonly missing: readonly string[] } {
  const byTitle = new Map(Object.entries(profile.columns).map(([title, field]) => [titleKey(title), field]));
  const at = new Map<string, number>();
  const extra: number[] = [];
  for (const [n, title] of header.entries()) {
    const field = byTitle.get(titleKey(title));
    if (field === undefined && title.trim() !== "") extra.push(n);
    else if (field && !at.has(field)) at.set(field, n);
  }
  const instalments = [...new Set([...at.keys()].flatMap((field) => instalmentOf(field)?.n ?? []))].toSorted((a, b) => a - b);
  const told = (field: Field): boolean => at.has(field) || profile.defaults?.[field] !== undefined || (field === "amount" && (instalments.length > 0 || at.has("open")));
  const missing = (required[profile.about] as readonly Field[]).filter((field) => !told(field));
  if (missing.length > 0) return { missing };
  const needed = (required[profile.about] as readonly Field[]).map((field) => at.get(field) ?? -1);
  return { about: profile.about, profile, titles: distinct(header), at, instalments, extra, least: Math.max(...needed) + 1 };
}

type FieldRow = Pick<Row, "cell"> & { readonly set?: Readonly<Record<string, string>> };

/** The text of a field: the cell, trimmed and translated by the profile's values, or the profile's default where there is no such column or nothing in it. */
export function fieldText({ at, profile }: Layout, row: FieldRow, field: string): string {
  const set = row.set?.[field];
  if (set !== undefined) return profile.values?.[field]?.[set] ?? set;
  const n = at.get(field);
  const text = n === undefined ? "" : row.cell(n).trim();
  if (text === "") return profile.defaults?.[field] ?? "";
  return profile.values?.[field]?.[text] ?? text;
}

/** The same for one field of many rows: where the cell stands, and what may have to be done to it, is looked up once. */
export function fieldReader(layout: Layout, field: string): (row: FieldRow) => string {
  const { at, profile } = layout;
  const n = at.get(field);
  if (n === undefined && profile.defaults?.[field] === undefined) return (row) => row.set?.[field] ?? "";
  if (n === undefined || profile.values?.[field] || profile.defaults?.[field] !== undefined) return (row) => fieldText(layout, row, field);
  return (row) => row.set?.[field] ?? row.cell(n).trim();
}

/** Titles as the rejects show them; two columns with one title stay two. */
function distinct(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((title, n) => {
    const name = title.replace("\uFEFF", "").trim() || `column ${n + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
