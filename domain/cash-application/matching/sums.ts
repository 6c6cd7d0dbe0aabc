// Which of these documents add up to the amount? The question has no, one or several answers, and only "one" is an answer.
// Depth-first over amounts sorted by size with the reachable rest as bound; a step limit instead of a clock keeps it deterministic. Beyond the limit
// the honest answer is "several". Credit notes are negative and simply widen the bounds. Two documents of one amount are two answers.
import type { Cents, Item } from "#domain/cash-application/matching/model.ts";

export type Sums = { readonly answers: 0 | 1 | 2; readonly items: readonly Item[] };

export const MOST_ITEMS = 26;

export function subsetOf(items: readonly Item[], amount: Cents, effort = 12_000): Sums {
  if (items.length > MOST_ITEMS) return { answers: 2, items: [] };
  const sorted = items.toSorted((a, b) => Math.abs(b.open) - Math.abs(a.open) || (a.document < b.document ? -1 : 1));
  const count = sorted.length;
  const [highest, lowest] = [new Float64Array(count + 1), new Float64Array(count + 1)];
  for (let n = count - 1; n >= 0; n--) {
    highest[n] = highest[n + 1]! + Math.max(0, sorted[n]!.open);
    lowest[n] = lowest[n + 1]! + Math.min(0, sorted[n]!.open);
  }
  let left = effort;
  let answers = 0;
  let first: Item[] = [];
  const chosen: Item[] = [];
  const walk = (from: number, rest: Cents): void => {
    for (let n = from; n < count; n++) {
      if (left-- <= 0 || answers > 1 || rest > highest[n]! || rest < lowest[n]!) return;
      const then = rest - sorted[n]!.open;
      chosen.push(sorted[n]!);
      if (then === 0 && ++answers === 1) first = [...chosen];
      walk(n + 1, then);
      chosen.pop();
    }
  };
  walk(0, amount);
  if (left <= 0) return { answers: 2, items: first };
  return { answers: Math.min(2, answers) as 0 | 1 | 2, items: first };
}

const steps = [10_000, 5_000, 1_000, 500, 100, 50, 10, 5];

/** The round step of which all amounts are multiples (1 where there is none): round amounts meet by chance far more often. */
export function granularity(items: readonly Item[]): Cents {
  return steps.find((step) => items.every((item) => item.open % step === 0)) ?? 1;
}
