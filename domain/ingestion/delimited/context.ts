// What a reader has to know beside the file: whose it is, and as of when.
import type { DateText } from "#domain/date.ts";
import type { Digest, SourceId } from "#domain/id.ts";
import type { Terms } from "#domain/ingestion/terms.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import type { Rate } from "#domain/money.ts";

export type ReadContext = {
  readonly digest: Digest;
  readonly source: SourceId;
  readonly codeSpace: string;
  readonly terms: Terms;
  readonly sequence: string;
  readonly asOf: DateText;
  /** The source's entity, or the only one that the tenant has. */
  readonly entity: LegalEntity | undefined;
  readonly entities: readonly LegalEntity[];
  readonly rates: readonly Rate[];
};

/** By code, registration or name, as the file writes it; the source's own where the file says nothing. */
export function entityOf({ entity, entities }: ReadContext, text: string): LegalEntity | undefined {
  if (text === "") return entity;
  const wanted = text.toLowerCase();
  return entities.find(({ id, code, registration, name }) => code.toLowerCase() === wanted || registration === text || name.toLowerCase() === wanted || id === text);
}

/** The rate of the day, or the last one before it; failing that, the first after it. */
export function rateOn(rates: readonly Rate[], from: string, to: string, on: DateText): Rate | undefined {
  const ofPair = rates.filter((rate) => rate.from === from && rate.to === to).toSorted((a, b) => (a.on < b.on ? -1 : 1));
  return ofPair.findLast((rate) => rate.on <= on) ?? ofPair[0];
}
