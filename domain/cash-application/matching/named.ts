// Explanations from the payer's words. All names first, then what is usual when the sum disagrees: a credit note deducted without a word, one listed
// document that was not paid, one that was paid without being listed. Every completion counts how many documents would have done as well.
import { fits, loosely, type Ways } from "#domain/cash-application/matching/difference.ts";
import { byDue, customersOf, type Explanation, type Kind } from "#domain/cash-application/matching/explanation.ts";
import type { Ledger } from "#domain/cash-application/matching/ledger.ts";
import type { Item, Receipt } from "#domain/cash-application/matching/model.ts";
import type { Policy } from "#domain/cash-application/matching/policy.ts";
import type { Hit, References, Strength } from "#domain/cash-application/matching/references.ts";
import { subsetOf } from "#domain/cash-application/matching/sums.ts";

export type Situation = {
  readonly ledger: Ledger;
  readonly receipt: Receipt;
  readonly references: References;
  readonly policy: Policy;
  readonly ways: Ways;
  /** Candidate payers, likeliest first. */
  readonly payers: readonly string[];
  /** Their places; those of whom exactly as much is known share one. */
  readonly places: ReadonlyMap<string, number>;
};

/** More readings of ambiguous names than this are not tried: the names are then no names. */
const MOST_BRANCHES = 32;

export function namedExplanations(situation: Situation): Explanation[] {
  const hits = situation.references.hits.map((hit) => ({ hit, options: optionsOf(hit, situation) })).filter(({ options }) => options.length > 0);
  if (hits.length === 0) return [];
  const strong = hits.filter(({ hit }) => hit.strength <= 4 && !hit.range);
  const ranged = hits.filter(({ hit }) => hit.strength <= 4);
  const choices: [Kind, typeof hits][] = [["named", strong], ["named", ranged], ["namedAll", hits], ["namedAll", hits.filter(({ hit }) => !hit.range)]];
  const found: Explanation[] = [];
  const seen = new Set<string>();
  for (const [kind, chosen] of choices) {
    const key = chosen.map(({ hit }) => `${hit.start}:${hit.strength}:${hit.items.length}:${hit.range ?? ""}`).join();
    if (chosen.length === 0 || seen.has(key)) continue;
    seen.add(key);
    found.push(...read(situation, kind, chosen));
    if (found.some(({ fit }) => fit.difference === "exact")) return found;
  }
  for (const [kind, chosen] of [choices[0]!, choices[2]!]) if (chosen.length > 0) found.push(...completions(situation, kind, chosen));
  return found;
}

type Named = { readonly hit: Hit; readonly options: readonly (readonly Item[])[] };

/** A name may fit several documents: those of the likeliest payer first, each alone, and all together when it is an order number. */
function optionsOf(hit: Hit, { places }: Situation): (readonly Item[])[] {
  const open = hit.items.filter((item) => item.open !== 0);
  const best = Math.min(...open.map((item) => places.get(item.customer) ?? 99));
  const items = open.filter((item) => (places.get(item.customer) ?? 99) === best).toSorted((a, b) => (a.document < b.document ? -1 : 1));
  if (items.length <= 1) return items.length === 1 ? [items] : [];
  const singles = items.slice(0, 6).map((item) => [item]);
  return hit.strength === 3 ? [items, ...singles] : singles;
}

type Make = (kind: Kind, items: readonly Item[], fit: Explanation["fit"], alternatives: number, named: number) => Explanation;

function maker({ references }: Situation, chosen: readonly Named[]): Make {
  const weakest = Math.max(...chosen.map(({ hit }) => hit.strength)) as Strength;
  return (kind, items, fit, alternatives, named) => ({ kind, fit, weakest, named, alternatives, coincidence: 0, ignored: ignoredBy(references.hits, items), customers: customersOf(items), scope: items[0]!.customer });
}

/** The names as they stand, in each way to read them: right by a rule, or not at all. */
function read(situation: Situation, kind: Kind, chosen: readonly Named[]): Explanation[] {
  const make = maker(situation, chosen);
  const { receipt, policy, ways } = situation;
  const found = branches(chosen).flatMap((items) => fits(items, receipt, policy, ways).map((fit) => make(kind, items, fit, 0, items.length)));
  const exact = found.filter(({ fit }) => fit.difference === "exact").length;
  return found.map((explanation) => ({ ...explanation, alternatives: explanation.fit.difference === "exact" ? exact - 1 : found.length - 1 }));
}

/** The names with what they leave out or have too much, and as a part, a shortfall or an overpayment. */
function completions(situation: Situation, kind: Kind, chosen: readonly Named[]): Explanation[] {
  const sets = branches(chosen);
  const items = sets[0];
  if (!items) return [];
  const make = maker(situation, chosen);
  const completed = complete(situation, items).map((one) => make(one.kind, one.items, one.fit, one.alternatives + sets.length - 1, items.length));
  const loose = loosely(items, situation.receipt);
  return [...completed, ...(loose ? [make(kind, items, loose, sets.length - 1, items.length)] : [])];
}

/** Every choice among ambiguous names, without using a document twice. */
function branches(chosen: readonly Named[]): (readonly Item[])[] {
  let sets: Item[][] = [[]];
  for (const { options } of chosen) {
    const next: Item[][] = [];
    for (const set of sets) for (const option of options) next.push([...set, ...option.filter((item) => !set.includes(item))]);
    sets = next.length > MOST_BRANCHES ? next.slice(0, MOST_BRANCHES) : next;
  }
  const seen = new Set<string>();
  return sets.filter((set) => {
    const key = set.map((item) => item.document).toSorted().join();
    return set.length > 0 && !seen.has(key) && seen.add(key);
  });
}

type Completion = { readonly kind: Kind; readonly items: readonly Item[]; readonly fit: Explanation["fit"]; readonly alternatives: number };

function complete(situation: Situation, items: readonly Item[]): Completion[] {
  const { ledger, receipt } = situation;
  const d = items.reduce((sum, item) => sum + item.open, 0) - receipt.amount;
  const rest = customersOf(items).flatMap((code) => ledger.openOf(code)).filter((item) => item.entity === receipt.entity && item.currency === receipt.currency && !items.includes(item)).toSorted(byDue);
  const exactly = (set: readonly Item[]): Explanation["fit"] => ({ difference: "exact", allocations: set.map((item) => ({ item, amount: item.open })), adjustments: [] });
  const found: Completion[] = [];
  if (d > 0) {
    const credits = rest.filter((item) => item.kind === "CN");
    const own = credits.filter((credit) => items.some((item) => item.document === credit.origin));
    for (const pool of [own, credits]) {
      const { answers, items: set } = pool.length > 0 ? subsetOf(pool, -d, 4_000) : { answers: 0 as const, items: [] };
      if (answers > 0 && set.length > 0) {
        found.push({ kind: "namedCredit", items: [...items, ...set], fit: exactly([...items, ...set]), alternatives: answers - 1 });
        break;
      }
    }
    const dropped = items.length > 1 ? items.filter((item) => item.open === d) : [];
    if (dropped.length > 0) {
      const kept = items.filter((item) => item !== dropped[0]);
      found.push({ kind: "namedMinus", items: kept, fit: exactly(kept), alternatives: dropped.length - 1 });
    }
  } else {
    const { answers, items: set } = subsetOf(rest.filter((item) => Math.abs(item.open) <= -d * 3).slice(0, 26), -d, 6_000);
    if (answers > 0 && set.length > 0) found.push({ kind: "namedPlus", items: [...items, ...set], fit: exactly([...items, ...set]), alternatives: answers - 1 });
  }
  return found;
}

export function ignoredBy(hits: readonly Hit[], items: readonly Item[]): number {
  const set = new Set(items);
  return hits.filter((hit) => hit.strength <= 4 && !hit.range && !hit.items.some((item) => set.has(item))).length;
}
