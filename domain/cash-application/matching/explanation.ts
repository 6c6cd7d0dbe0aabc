// An explanation is one complete, balanced reading of a payment, with what speaks for it and how it was found.
import type { Allocation, Item } from "#domain/cash-application/matching/model.ts";
import type { Fit } from "#domain/cash-application/matching/difference.ts";
import type { Strength } from "#domain/cash-application/matching/references.ts";

/**
 * How the documents were chosen. Named kinds come from the payer's own words; the others are habits (a balance, a month, the oldest first) or mere
 * arithmetic (a subset), and are worth what uniqueness and the payer's past make of them.
 */
export const kinds = [
  "advice", "named", "namedAll", "namedCredit", "namedMinus", "namedPlus", "single", "balance", "balanceInvoices", "prefixDue", "prefixIssued", "sameDue", "sameIssued", "month", "monthNamed",
  "dueMonth", "order", "window", "subset", "fraction", "lump", "family", "stranger",
] as const;
export type Kind = (typeof kinds)[number];

export type Explanation = {
  readonly kind: Kind;
  readonly fit: Fit;
  /** The weakest reference that it needs; null when it needs none. */
  readonly weakest: Strength | null;
  /** Documents of it that the payer named. */
  readonly named: number;
  /** Other choices of documents that this kind would have found as well: twins, other combinations. */
  readonly alternatives: number;
  /** How many explanations of this kind a payment of any other amount would have found: the risk of mere coincidence. */
  readonly coincidence: number;
  /** Names that the payer wrote and that this explanation leaves out. */
  readonly ignored: number;
  readonly customers: readonly string[];
  /** The customer whose open items were searched, for kinds that need no names. */
  readonly scope: string;
};

export const itemsOf = (explanation: Explanation): readonly Item[] => explanation.fit.allocations.map(({ item }) => item);

/** Two explanations that allocate the same amounts to the same documents are one. */
export function signatureOf(allocations: readonly Allocation[]): string {
  return allocations
    .map(({ item, amount }) => `${item.entity}|${item.document}=${amount}`)
    .toSorted()
    .join(";");
}

export const customersOf = (items: readonly Item[]): string[] => [...new Set(items.map((item) => item.customer))].toSorted();

export const byDue = (a: Item, b: Item): number => a.due - b.due || a.issued - b.issued || (a.document < b.document ? -1 : 1);
export const byIssue = (a: Item, b: Item): number => a.issued - b.issued || (a.document < b.document ? -1 : 1);
