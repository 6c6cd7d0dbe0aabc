// Explanations without names: what a payer may mean who only sends money. One document of that amount, the whole balance, everything due, a month, the
// oldest first, one order, a row of neighbours, some combination. Each reading is a short list of sets; a reading counts its own alternatives, and how
// often it would have fitted an amount that means nothing (`coincidence`), which is what tells arithmetic from evidence.
import { fits, isShare, type Fit } from "#domain/cash-application/matching/difference.ts";
import { byDue, byIssue, customersOf, signatureOf, type Explanation, type Kind } from "#domain/cash-application/matching/explanation.ts";
import type { Item } from "#domain/cash-application/matching/model.ts";
import { ignoredBy, type Situation } from "#domain/cash-application/matching/named.ts";
import { granularity, MOST_ITEMS, subsetOf } from "#domain/cash-application/matching/sums.ts";

/** How many amounts a rule accepts around the exact one: what makes a coincidence likelier. */
const widths: Partial<Record<Fit["difference"], number>> = { earned: 3, late: 3, discountFee: 6, cents: 21, small: 201, retention: 2, instalment: 30 };

/** Payers with more open items than this are only asked for single documents and balances. */
const MOST_ORDERED = 400;

export function unnamedExplanations(situation: Situation, scope: string, codes: readonly string[], monthNamed: number): Explanation[] {
  const { ledger, receipt, references } = situation;
  const items = codes.flatMap((code) => ledger.openOf(code)).filter((item) => item.entity === receipt.entity && item.currency === receipt.currency).toSorted(byDue);
  if (items.length === 0) return [];
  const span = Math.max(receipt.amount, ...items.map((item) => Math.abs(item.open))) / granularity(items);
  const found = new Map<string, Explanation>();
  const keep = (kind: Kind, set: readonly Item[], fit: Fit, alternatives: number, tries: number): void => {
    const signature = signatureOf(fit.allocations);
    const width = widths[fit.difference] ?? 1;
    if (!found.has(signature)) found.set(signature, { kind, fit, weakest: null, named: 0, alternatives, coincidence: (tries * width) / span, ignored: ignoredBy(references.hits, set), customers: customersOf(set), scope });
  };
  // All invoices together do not come near: no set of them does.
  if (owed(items) < receipt.amount - situation.policy.cents * 10) {
    fractions(situation, items, keep);
    return [...found.values()];
  }
  singles(situation, items, keep);
  readings(items.slice(0, MOST_ORDERED), receipt.booked, monthNamed, situation, (kind, set, tries) => {
    for (const fit of fits(set, receipt, situation.policy, situation.ways)) if (fit.difference !== "small" && fit.difference !== "retention") keep(kind, set, fit, (kind === "monthNamed" ? 0 : twinsOf(set, items)) + cancelling(set), tries);
  });
  if (found.size === 0) combination(situation, items, keep);
  if (found.size === 0) fractions(situation, items, keep);
  return [...found.values()];
}

type Keep = (kind: Kind, set: readonly Item[], fit: Fit, alternatives: number, tries: number) => void;

function singles({ receipt, policy, ways }: Situation, items: readonly Item[], keep: Keep): void {
  const invoices = items.filter((item) => item.kind === "INV");
  const matched = invoices.flatMap((item) => (item.open > receipt.amount * 1.2 + policy.fee || item.open < receipt.amount - policy.cents * 10 ? [] : fits([item], receipt, policy, ways).map((fit) => ({ item, fit }))));
  const best = matched.some(({ fit }) => fit.difference === "exact") ? matched.filter(({ fit }) => fit.difference === "exact") : matched;
  for (const { item, fit } of best.slice(0, 6)) keep("single", [item], fit, best.length - 1, invoices.length);
}

/**
 * The sets that people pay, by the rule that they follow. Order = preference for the name of a set found twice. Only sums that can fit become sets:
 * equal, a few cents or a fee apart, or a discount more.
 */
function readings(items: readonly Item[], today: number, monthNamed: number, { receipt, policy }: Situation, offer: (kind: Kind, set: readonly Item[], tries: number) => void): void {
  const invoices = items.filter((item) => item.kind === "INV");
  const credits = items.filter((item) => item.kind === "CN");
  const allCredits = sumOf(credits);
  const discounted = invoices.some((item) => item.discountRate > 0);
  const near = (sum: number): boolean => sum === receipt.amount || (sum > receipt.amount ? sum - receipt.amount <= policy.fee || (discounted && sum * 0.88 <= receipt.amount) : receipt.amount - sum <= policy.cents);
  let tries = 0;
  const set = (kind: Kind, list: readonly Item[], extra: readonly Item[] = []): void => {
    tries++;
    if (list.length + extra.length > 1 && near(sumOf(list) + sumOf(extra))) offer(kind, [...list, ...extra], tries);
  };
  const withCredits = (kind: Kind, list: readonly Item[]): void => {
    set(kind, list);
    if (credits.length > 0 && list.length > 0) set(kind, list, credits);
  };
  const prefixes = (kind: Kind, sorted: readonly Item[]): void => {
    let sum = 0;
    sorted.slice(0, MOST_PREFIXES).forEach((item, n) => {
      sum += item.open;
      tries++;
      if (n > 0 && near(sum)) offer(kind, sorted.slice(0, n + 1), tries);
      if (credits.length > 0 && near(sum + allCredits)) offer(kind, [...sorted.slice(0, n + 1), ...credits], tries);
    });
  };
  const issued = invoices.toSorted(byIssue);
  const byMonth = (kind: Kind, groups: Iterable<readonly Item[]>): void => {
    for (const group of groups) {
      const own = credits.filter((credit) => monthOf(credit.issued) === monthOf(group[0]!.issued));
      withCredits(kind, group);
      if (own.length > 0 && own.length < credits.length) set(kind, group, own);
    }
  };
  const months = grouped(issued, (item) => monthOf(item.issued));
  if (monthNamed > 0) byMonth("monthNamed", [...months].filter(([month]) => (month % 12) + 1 === monthNamed).map(([, group]) => group));
  set("balance", items);
  if (credits.length > 0) set("balanceInvoices", invoices);
  withCredits("prefixDue", invoices.filter((item) => item.due <= today + 3));
  prefixes("prefixDue", invoices);
  for (const group of grouped(invoices, (item) => item.due).values()) withCredits("sameDue", group);
  byMonth("month", months.values());
  for (const group of grouped(invoices, (item) => monthOf(item.due)).values()) withCredits("dueMonth", group);
  prefixes("prefixIssued", issued);
  for (const group of grouped(invoices, (item) => item.issued).values()) set("sameIssued", group);
  for (const [order, group] of grouped(invoices, (item) => item.po)) if (order) set("order", group);
  if (invoices.length <= 40) windows(issued, near, (list) => offer("window", list, (tries += 1) + issued.length * 10));
}

const MOST_PREFIXES = 60;

function windows(sorted: readonly Item[], near: (sum: number) => boolean, offer: (list: readonly Item[]) => void): void {
  for (let from = 1; from < sorted.length; from++) {
    let sum = sorted[from]!.open;
    for (let to = from + 1; to < Math.min(sorted.length, from + 12); to++) {
      sum += sorted[to]!.open;
      if (near(sum)) offer(sorted.slice(from, to + 1));
    }
  }
}

function sumOf(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) sum += item.open;
  return sum;
}

function owed(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) if (item.open > 0) sum += item.open;
  return sum;
}

function grouped<K>(items: readonly Item[], of: (item: Item) => K): Map<K, Item[]> {
  const groups = new Map<K, Item[]>();
  for (const item of items) {
    const key = of(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const monthsOfDay = new Map<number, number>();
/** Months since year nought, so that (month % 12) + 1 is the month of the year. */
function monthOf(day: number): number {
  const known = monthsOfDay.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * 86_400_000);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  if (monthsOfDay.size < 50_000) monthsOfDay.set(day, month);
  return month;
}

function combination({ receipt }: Situation, items: readonly Item[], keep: Keep): void {
  if (items.length < 3 || items.length > MOST_ITEMS) return;
  const { answers, items: set } = subsetOf(items, receipt.amount);
  if (answers === 0 || set.length === 0) return;
  const chosen = binomials(items.length, set.length);
  keep("subset", set, { difference: "exact", allocations: set.map((item) => ({ item, amount: item.open })), adjustments: [] }, Math.max(answers - 1, twinsOf(set, items)), chosen);
}

/** Credit notes that cancel invoices of the same set: the sum would be the same without both, and nobody said that they were meant. */
function cancelling(set: readonly Item[]): number {
  const invoices = set.filter((item) => item.kind === "INV");
  const credits = set.filter((item) => item.kind === "CN");
  return credits.filter((credit) => invoices.some((item) => item.open === -credit.open) || (invoices.length <= 20 && subsetOf(invoices, -credit.open, 2_000).answers > 0)).length;
}

/** Documents outside the set that could stand in for one inside, because they are open with the same amount: without names, nobody knows which was meant. */
function twinsOf(set: readonly Item[], items: readonly Item[]): number {
  const inside = new Set(set);
  const amounts = new Set(set.map((item) => item.open));
  return items.filter((item) => amounts.has(item.open) && !inside.has(item)).length;
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
