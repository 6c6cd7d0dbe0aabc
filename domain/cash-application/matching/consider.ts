// From a receipt to its ranked explanations: names, payer, advice, habits, in this order, and only as far as needed. A payment whose names add up to the
// cent is explained; nobody searches combinations behind it.
import { advisedExplanation } from "#domain/cash-application/matching/advised.ts";
import type { Ways } from "#domain/cash-application/matching/difference.ts";
import type { Matcher } from "#domain/cash-application/matching/engine.ts";
import { byDue, signatureOf, type Explanation } from "#domain/cash-application/matching/explanation.ts";
import { classOf, featuresOf, payerFit, type PayerFit, type View } from "#domain/cash-application/matching/features.ts";
import { hintsIn, monthIn } from "#domain/cash-application/matching/hints.ts";
import type { Item, Reason, Receipt } from "#domain/cash-application/matching/model.ts";
import { senderKey } from "#domain/cash-application/matching/name.ts";
import { namedExplanations, type Situation } from "#domain/cash-application/matching/named.ts";
import { identify, type Payer } from "#domain/cash-application/matching/payer.ts";
import { readReferences, readWeakly } from "#domain/cash-application/matching/references.ts";
import { unnamedExplanations } from "#domain/cash-application/matching/unnamed.ts";
import { safeByRule, vetoes, type Judgement } from "#domain/cash-application/matching/veto.ts";

/** `against`: the vetoes; looked at for the first two only. */
export type Ranked = { readonly explanation: Explanation; readonly signature: string; readonly against: readonly Reason[]; readonly safe: boolean; readonly fit: PayerFit; readonly features: readonly number[]; readonly score: number; readonly track: string; readonly allowed: boolean; readonly judgement: Judgement };
export type Considered = { readonly receipt: Receipt; readonly view: View; readonly payer: Payer; readonly ranked: readonly Ranked[]; readonly advice: string | null; /** The advice that tells of it, also where it explains nothing. */ readonly linked: string | null };

export function consider(matcher: Matcher, receipt: Receipt): Considered {
  const { ledger, memory } = matcher;
  const references = readReferences(ledger, receipt);
  const payer = identify(matcher, receipt, references);
  const payers = payersOf(matcher, payer);
  readWeakly(references, payers.slice(0, 8).flatMap((code) => oldest(here(ledger.openOf(code), receipt), 300)));
  const situation: Situation = { ledger, receipt, references, policy: matcher.policies(receipt.currency, payers[0]), ways: waysOf(matcher, receipt, payers), payers, places: placesOf(payers, payer) };
  const linked = matcher.advices.all.size > 0 ? matcher.advices.of(receipt, payers, ledger) : null;
  const advised = linked ? advisedExplanation(situation, linked) : null;
  const named = namedExplanations(situation);
  const explanations = [...(advised ? [advised] : []), ...named];
  if (!explanations.some(settled)) explanations.push(...habitual(matcher, situation, payer));
  const view = { ledger, memory, receipt, payer, references, hints: hintsIn(references.folded), rivals: 0, sameAmountDaysAgo: daysAgo(matcher, receipt) };
  return { receipt, view, payer, ranked: rank(matcher, view, distinct(explanations)), advice: advised && linked ? linked.advice.id : null, linked: linked?.advice.id ?? null };
}

/** Whose documents had a part in this: as long as nothing of theirs is posted, the receipt is explained as before. */
export function customersBehind({ ledger, memory }: Matcher, { receipt, payer, view: { references }, ranked }: Considered): Set<string> {
  const served = receipt.iban ? memory.paidFor(`iban:${receipt.iban}`, receipt.booked).map(({ code }) => code) : [];
  const named = [...references.hits, ...references.closed, ...references.foreign].flatMap(({ items }) => items.map(({ customer }) => customer));
  return new Set([...payer.candidates.flatMap(({ code }) => [code, ...ledger.familyOf(code)]), ...served, ...named, ...ranked.flatMap(({ explanation }) => explanation.customers)]);
}

/** Told by the payer and right to the cent: no further search. */
const settled = ({ kind, fit, ignored, alternatives, weakest }: Explanation): boolean => (kind === "named" || kind === "advice") && fit.difference === "exact" && ignored === 0 && alternatives === 0 && (weakest ?? 9) <= 4;

const oldest = (items: readonly Item[], most: number): readonly Item[] => (items.length > most ? items.toSorted(byDue).slice(0, most) : items);
const here = (items: readonly Item[], receipt: Receipt): Item[] => items.filter((item) => item.entity === receipt.entity && item.currency === receipt.currency);

function payersOf({ ledger }: Matcher, { candidates }: Payer): string[] {
  const likely = candidates.filter(({ bits }) => bits >= 2).slice(0, 4).map(({ code }) => code);
  const families = likely.slice(0, 2).flatMap((code) => ledger.familyOf(code).slice(0, 12));
  return [...new Set([...likely, ...families])];
}

/** Nobody is before another by the order of their codes alone. */
function placesOf(payers: readonly string[], { candidates }: Payer): Map<string, number> {
  const bits = new Map(candidates.map((one) => [one.code, one.bits]));
  return new Map(payers.map((code, n) => [code, bits.has(code) ? payers.findIndex((other) => bits.get(other) === bits.get(code)) : n]));
}

function waysOf({ memory }: Matcher, receipt: Receipt, payers: readonly string[]): Ways {
  const fees = new Set<number>();
  for (const code of payers.slice(0, 3)) for (const { says } of memory.facts(receipt.booked, `residue:${code}`)) if (says.startsWith("fee:")) fees.add(Number(says.slice(4)));
  return { fees, charges: receipt.charges };
}

/** Readings without names, for each likely payer, then for its whole family, then for those it paid for before. */
function habitual({ ledger, memory }: Matcher, situation: Situation, { candidates, independent }: Payer): Explanation[] {
  const { receipt, references } = situation;
  const month = monthIn(references.folded);
  const likely = candidates.filter(({ code, bits }) => bits >= 3 || (independent.get(code) ?? 0) >= 3).slice(0, 3);
  const found: Explanation[] = [];
  const asked = new Set<string>();
  const ask = (scope: string, codes: readonly string[]): void => {
    const key = codes.toSorted().join();
    if (codes.length === 0 || asked.has(key)) return;
    asked.add(key);
    found.push(...unnamedExplanations(situation, scope, codes, month));
  };
  for (const { code } of likely) ask(code, [code]);
  for (const { code } of likely.slice(0, 1)) {
    const family = ledger.familyOf(code);
    if (family.length > 1 && family.length <= 40) for (const member of family) ask(member, [member]);
    if (family.length > 1 && family.length <= 40) ask(code, family);
    const served = receipt.iban ? memory.paidFor(`iban:${receipt.iban}`, receipt.booked).filter(({ support }) => support > 0.5).map(({ code: served }) => served) : [];
    if (served.length > 1 && served.length <= 40) for (const member of served.slice(0, 12)) ask(member, [member]);
    if (served.length > 1 && served.length <= 12) ask(code, served);
  }
  if (found.length === 0) found.push(...strangers(situation));
  return found;
}

/** One document of that amount anywhere: a hint for the clerk when nobody is recognised, never more. */
function strangers({ ledger, receipt }: Situation): Explanation[] {
  const items = ledger.openByAmount(receipt.entity, receipt.currency, receipt.amount);
  return [...items].toSorted((a, b) => (a.document < b.document ? -1 : 1)).slice(0, 3).map((item) => ({
    kind: "stranger", fit: { difference: "exact", allocations: [{ item, amount: item.open }], adjustments: [] }, weakest: null, named: 0, alternatives: items.length - 1, coincidence: 0.1, ignored: 0, customers: [item.customer], scope: item.customer,
  }));
}

function distinct(explanations: readonly Explanation[]): Map<string, Explanation> {
  const seen = new Map<string, Explanation>();
  for (const explanation of explanations) {
    const signature = signatureOf(explanation.fit.allocations);
    // They stand in the order of preference of their kinds; the seventeenth is not worth its features.
    if (seen.size < 16 && !seen.has(signature)) seen.set(signature, explanation);
  }
  return seen;
}

function rank(matcher: Matcher, view: View, explanations: ReadonlyMap<string, Explanation>): Ranked[] {
  const { memory, scorer, writtenOff, records, policies } = matcher;
  const { receipt } = view;
  const all = [...explanations.values()];
  const exact = all.filter(({ fit }) => fit.difference === "exact").length;
  const year = Math.floor(receipt.booked / 365);
  const spent = (code: string, type: string): number => writtenOff.get(`${code}|${type}|${year}`) ?? 0;
  const ranked = [...explanations].map(([signature, explanation]) => {
    const seen = { ...view, rivals: exact - (explanation.fit.difference === "exact" ? 1 : 0) };
    const fit = payerFit(seen, explanation);
    const features = featuresOf(scorer.vocabulary, seen, explanation, fit);
    const track = classOf(explanation, fit);
    const [customer = ""] = explanation.customers;
    const judgement: Judgement = {
      view: seen, best: explanation, fit, others: all, policy: policies(receipt.currency, customer), record: records.get(track) ?? { right: 0, wrong: 0 }, writtenOff: spent,
      differenceSupport: memory.support(`difference:${customer}`, explanation.fit.difference, receipt.booked), habitSupport: memory.support(`habit:${customer}`, explanation.kind, receipt.booked),
    };
    return { explanation, signature, fit, features, score: scorer.score(features), track, judgement };
  });
  ranked.sort((a, b) => b.score - a.score || (a.signature < b.signature ? -1 : 1));
  // A veto names the likeliest rival, not the one that was found first.
  all.splice(0, all.length, ...ranked.map(({ explanation }) => explanation));
  return ranked.map((one, n) => {
    const against = n < 2 ? vetoes(one.judgement) : [];
    return { ...one, against, allowed: n < 2 && against.length === 0, safe: n < 2 && safeByRule(one.judgement) };
  });
}

function daysAgo({ recent }: Matcher, receipt: Receipt): number {
  const last = recent.get(`${receipt.iban || senderKey(receipt.name, receipt.text)}|${receipt.amount}`);
  return last === undefined ? 999 : receipt.booked - last;
}
