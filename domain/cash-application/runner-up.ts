// Why the second candidate lost: what it would leave unexplained, whom it names that the payer did not, and whom it forgets that he did. Worked out from
// what both clear and from the words of the bank, so that a clerk can check each sentence against the text above it.
import type { ItemId } from "#domain/id.ts";
import type { Reason } from "#domain/reason.ts";

type Candidate = { readonly lines: readonly { readonly itemId: string; readonly number: string }[]; readonly adjustments: readonly { readonly type: string }[]; readonly reasons: readonly { readonly code: string }[] };
type Named = { readonly items?: readonly ItemId[] | readonly string[] | undefined };

export function whyItLost(best: Candidate, other: Candidate, clues: readonly Named[]): Reason[] {
  const named = new Set(clues.flatMap(({ items = [] }) => items as readonly string[]));
  const numbers = (lines: Candidate["lines"]): string => lines.slice(0, 4).map(({ number }) => number).join(", ");
  const inOther = new Set(other.lines.map(({ itemId }) => itemId));
  const forgotten = best.lines.filter(({ itemId }) => named.has(itemId) && !inOther.has(itemId));
  const invented = other.lines.filter(({ itemId }) => !named.has(itemId));
  const found: Reason[] = [];
  if (forgotten.length > 0) found.push({ code: "runner-up.forgets", documents: numbers(forgotten), count: forgotten.length });
  if (named.size > 0 && invented.length > 0) found.push({ code: "runner-up.not-named", documents: numbers(invented), count: invented.length });
  const difference = differenceOf(other);
  if (difference !== "exact" && difference !== differenceOf(best)) found.push({ code: "runner-up.difference", rule: difference });
  if (found.length === 0) found.push({ code: sameSet(best, other) ? "runner-up.same-documents" : "runner-up.weaker" });
  return found;
}

const differenceOf = ({ reasons }: Candidate): string => reasons.find(({ code }) => code.startsWith("difference."))?.code.slice("difference.".length) ?? "exact";
const sameSet = (a: Candidate, b: Candidate): boolean => a.lines.length === b.lines.length && a.lines.every(({ itemId }) => b.lines.some((line) => line.itemId === itemId));
