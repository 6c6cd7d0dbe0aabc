// Items in the making: what a customer's rows become while the years are gone through.
import type { DateText } from "#domain/date.ts";
import type { Group } from "#domain/ingestion/fec/lettering.ts";
import type { BookLine } from "#domain/ingestion/fec/reader.ts";

/** One book as far as it is about one customer. */
export type AccountYear = { readonly year: string; readonly first: DateText; readonly hasOpening: boolean; readonly lines: readonly BookLine[] };
export type Settlement = { readonly on: DateText; readonly minor: bigint; readonly entityMinor: bigint; readonly allocation: string; readonly lettering: string };

/** When and by which group. */
export type How = { readonly on: DateText; readonly allocation: string; readonly lettering: string };

/** An item in the making. `open` is what is open in the entity's currency, `openForeign` in the item's own. */
export type Live = {
  readonly year: string;
  /** Undefined: the difference between an opening and the year before. */
  readonly line: BookLine | undefined;
  readonly on: DateText;
  readonly minor: bigint;
  readonly side: "debit" | "credit";
  open: bigint;
  openForeign: bigint | undefined;
  settlements: Settlement[];
};
export type AccountReason = Group<unknown>["reason"] | "opening.restated" | "opening.difference" | "opening.netted";
/** Settles a share of an item. The foreign amount goes along in proportion, and whole with the last share. */
export function take(live: Live, share: bigint, { on, allocation, lettering }: How): void {
  if (share === 0n) return;
  const foreign = live.openForeign === undefined ? share : live.open === share ? live.openForeign : (live.openForeign * share) / live.open;
  live.open -= share;
  if (live.openForeign !== undefined) live.openForeign -= foreign;
  live.settlements.push({ on, minor: foreign, entityMinor: share, allocation, lettering });
}

export const liveOf = (line: BookLine, year: string): Live => ({
  year, line, on: line.on, minor: line.minor, side: line.minor > 0n ? "debit" : "credit", open: line.minor, openForeign: line.foreign?.minor, settlements: [],
});

export const when = ({ on, letteredOn }: BookLine): { on: DateText; letteredOn?: DateText } => (letteredOn ? { on, letteredOn } : { on });
