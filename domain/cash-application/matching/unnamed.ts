// Explanations without names: what a payer may mean who only sends money. One document of that amount, the whole balance, everything due, a month, the
// oldest first, one order, a row of neighbours, some combination. Each reading is a short list of sets; a reading counts its own alternatives, and how
// often it would have fitted an amount that means nothing (`coincidence`), which is what tells arithmetic from evidence.
import { fits, isShare, type Fit } from "./difference.ts";
import { byDue, byIssue, customersOf, signatureOf, type Explanation, type Kind } from "./explanation.ts";
import type { Item } from "./model.ts";
import { ignoredBy, type Situation } from "./named.ts";
import { granularity, MOST_ITEMS, subsetOf } from "./sums.ts";

/** Payers with more open items than this are only asked for single documents and balances. */
const MOST_ORDERED = 400;

export function unnamedExplanations(situation: Situation, scope: string, codes: readonly string[], monthNamed: number): Explanation[] {
  const { ledger, receipt, references } = situation;
  const items = codes.flatMap((code) => ledger.openOf(code)).filter((item) => item.entity === receipt.entity && item.currency === receipt.currency).toSorted(byDue);
  if (items.length === 0) return [];
  const span = Math.max(receipt.amount, ...items.map((item) => Math.abs(item.open))) / granularity(items);
  const found = new Map<string, Explanation>();
  let tried = 0;
  const keep = (kind: Kind, set: readonly Item[], fit: Fit, alternatives: number, tries: number): void => {
    const signature = signatureOf(fit.allocations);
    const width = fit.difference === "exact" ? 1 : fit.difference === "earned" || fit.difference === "late" || fit.difference === "fee" ? 3 : 21;
    if (!found.has(signature)) found.set(signature, { kind, fit, weakest: null, named: 0, alternatives, coincidence: (tries * width) / span, ignored: ignoredBy(references.hits, set), customers: customersOf(set), scope });
  };
  singles(situation, items, keep);
  for (const [kind, sets] of readings(items.slice(0, MOST_ORDERED), receipt.booked, monthNamed)) {
    tried += sets.length;
    for (const set of sets) {
      if (set.length < 2) continue;
      for (const fit of near(situation, set)) if (fit.difference !== "small" && fit.difference !== "retention") keep(kind, set, fit, 0, tried);
    }
  }
  if (found.size === 0) combination(situation, items, keep);
  if (found.size === 0) fractions(situation, items, keep);
  return [...found.values()];
}

type Keep = (kind: Kind, set: readonly Item[], fit: Fit, alternatives: number, tries: number) => void;

/** The full comparison only for sums that can fit at all: within a tenth of the amount. */
function near({ receipt, policy, ways }: Situation, set: readonly Item[]): Fit[] {
  let open = 0;
  for (const item of set) open += item.open;
  if (open < receipt.amount - policy.cents || open * 0.88 > receipt.amount + policy.fee) return [];
  return open === receipt.amount || open - receipt.amount <= policy.fee || set.some((item) => item.discountRate > 0) ? fits(set, receipt, policy, ways) : [];
}

function singles({ receipt, policy, ways }: Situation, items: readonly Item[], keep: Keep): void {
  const invoices = items.filter((item) => item.kind === "INV");
  const matched = invoices.flatMap((item) => (item.open > receipt.amount * 1.2 + policy.fee || item.open < receipt.amount - policy.cents * 10 ? [] : fits([item], receipt, policy, ways).map((fit) => ({ item, fit }))));
  const best = matched.some(({ fit }) => fit.difference === "exact") ? matched.filter(({ fit }) => fit.difference === "exact") : matched;
  for (const { item, fit } of best.slice(0, 6)) keep("single", [item], fit, best.length - 1, invoices.length);
}

/** The sets that people pay, by the rule that they follow. Order of the list = order of preference for the name of a set found twice. */
function readings(items: readonly Item[], today: number, monthNamed: number): [Kind, Item[][]][] {
  const invoices = items.filter((item) => item.kind === "INV");
  const credits = items.filter((item) => item.kind === "CN");
  const issued = invoices.toSorted(byIssue);
  const withCredits = (set: Item[]): Item[][] => (credits.length === 0 || set.length === 0 ? [set] : [set, [...set, ...credits]]);
  const groups = (list: readonly Item[], of: (item: Item) => string): Item[][] => [...Map.groupBy(list, of).values()];
  const monthOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 7);
  const due = invoices.filter((item) => item.due <= today + 3);
  const months = groups(issued, (item) => monthOf(item.issued));
  const named = monthNamed === 0 ? [] : months.filter((set) => Number(monthOf(set[0]!.issued).slice(5)) === monthNamed);
  const found: [Kind, Item[][]][] = [
    ["monthNamed", named.flatMap((set) => [set, ...withMonthCredits(set, credits, monthOf)])],
    ["balance", credits.length > 0 ? [[...items]] : [invoices]],
    ["balanceInvoices", credits.length > 0 ? [invoices] : []],
    ["prefixDue", [...withCredits(due), ...prefixes(invoices).flatMap(withCredits)]],
    ["sameDue", groups(invoices, (item) => String(item.due)).flatMap(withCredits)],
    ["month", months.flatMap((set) => [set, ...withMonthCredits(set, credits, monthOf)])],
    ["dueMonth", groups(invoices, (item) => monthOf(item.due)).flatMap(withCredits)],
    ["prefixIssued", prefixes(issued).flatMap(withCredits)],
    ["sameIssued", groups(invoices, (item) => String(item.issued))],
    ["order", groups(invoices.filter((item) => item.po), (item) => item.po)],
  ];
  if (invoices.length <= 40) found.push(["window", windows(issued)]);
  return found;
}

function withMonthCredits(set: readonly Item[], credits: readonly Item[], monthOf: (day: number) => string): Item[][] {
  if (credits.length === 0) return [];
  const own = credits.filter((credit) => monthOf(credit.issued) === monthOf(set[0]!.issued));
  return own.length > 0 && own.length < credits.length ? [[...set, ...own], [...set, ...credits]] : [[...set, ...credits]];
}

const prefixes = (sorted: readonly Item[]): Item[][] => sorted.slice(1, 60).map((_, n) => sorted.slice(0, n + 2));

function windows(sorted: readonly Item[]): Item[][] {
  const found: Item[][] = [];
  for (let from = 1; from < sorted.length; from++) for (let to = from + 2; to <= Math.min(sorted.length, from + 12); to++) found.push(sorted.slice(from, to));
  return found;
}

function combination({ receipt }: Situation, items: readonly Item[], keep: Keep): void {
  if (items.length < 3 || items.length > MOST_ITEMS) return;
  const { answers, items: set } = subsetOf(items, receipt.amount);
  if (answers === 0 || set.length === 0) return;
  const chosen = binomials(items.length, set.length);
  keep("subset", set, { difference: "exact", allocations: set.map((item) => ({ item, amount: item.open })), adjustments: [] }, answers - 1, chosen);
}

/** Combinations of at most k of n. */
function binomials(n: number, k: number): number {
  let [sum, term] = [0, 1];
  for (let j = 1; j <= k; j++) {
    term = (term * (n - j + 1)) / j;
    sum += term;
  }
  return sum;
}

/** A share of one document, or the oldest debts in part: readings to propose, never to post. */
function fractions({ receipt }: Situation, items: readonly Item[], keep: Keep): void {
  const invoices = items.filter((item) => item.kind === "INV");
  const shared = invoices.filter((item) => item.open > receipt.amount && isShare(receipt.amount, item));
  for (const item of shared.slice(0, 2)) keep("fraction", [item], { difference: "instalment", allocations: [{ item, amount: receipt.amount }], adjustments: [] }, shared.length - 1, invoices.length * 30);
  let left = receipt.amount;
  const allocations: { item: Item; amount: number }[] = [];
  for (const item of invoices) {
    if (left <= 0) break;
    const amount = Math.min(left, item.open);
    allocations.push({ item, amount });
    left -= amount;
  }
  if (left > 0) keep("lump", invoices, { difference: "over", allocations, adjustments: [{ type: "other", amount: -left }] }, 0, 1000);
  else if (allocations.length > 0) keep("lump", allocations.map(({ item }) => item), { difference: "short", allocations, adjustments: [] }, 0, 1000);
}
