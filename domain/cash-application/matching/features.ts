// What an explanation looks like, as a handful of words ("kind:single", "difference:earned × payer:sure"). The same words are the model's features, the
// key of the track record and the language of the reasons: nothing that the score uses is hidden from the reader of a decision.
import type { Explanation } from "#domain/cash-application/matching/explanation.ts";
import { itemsOf } from "#domain/cash-application/matching/explanation.ts";
import type { Hint } from "#domain/cash-application/matching/hints.ts";
import type { Ledger } from "#domain/cash-application/matching/ledger.ts";
import type { Memory } from "#domain/cash-application/matching/memory.ts";
import type { Receipt } from "#domain/cash-application/matching/model.ts";
import type { Payer } from "#domain/cash-application/matching/payer.ts";
import type { Vocabulary } from "#domain/cash-application/matching/score.ts";
import type { References } from "#domain/cash-application/matching/references.ts";

export type PayerFit = "sure" | "likely" | "family" | "names" | "conflict" | "tied" | "none";

export type View = {
  readonly ledger: Ledger;
  readonly memory: Memory;
  readonly receipt: Receipt;
  readonly payer: Payer;
  readonly references: References;
  readonly hints: ReadonlySet<Hint>;
  readonly rivals: number;
  readonly sameAmountDaysAgo: number;
};

const SURE = 9;
const LIKELY = 5;
/** Bits by which the customer must lead everybody else. */
const LEAD = 3;

/** How well the customers of an explanation agree with what account, name and codes say, the documents left aside. */
export function payerFit({ payer, ledger, memory, receipt }: View, explanation: Explanation): PayerFit {
  const mine = Math.max(0, ...explanation.customers.map((code) => payer.independent.get(code) ?? 0));
  let other = 0;
  let leader = "";
  for (const [code, bits] of payer.independent) {
    if (explanation.customers.includes(code) || bits <= other) continue;
    [other, leader] = [bits, code];
  }
  const related = leader !== "" && explanation.customers.some((code) => ledger.familyOf(code).includes(leader));
  if (explanation.customers.length > 1 && explanation.customers.some((code) => (payer.independent.get(code) ?? 0) < LIKELY)) {
    const together = explanation.customers.every((code) => (payer.independent.get(code) ?? 0) >= 1 || ledger.familyOf(explanation.customers[0]!).includes(code));
    return together && mine + other >= LIKELY ? "family" : mine >= LIKELY ? "conflict" : "names";
  }
  const paidBefore = receipt.iban !== "" && explanation.customers.every((code) => memory.support(`pays:iban:${receipt.iban}`, code, receipt.booked) >= 0.8);
  if (mine >= SURE && mine - other >= LEAD) return "sure";
  if (paidBefore && mine >= LIKELY) return other >= mine + LEAD ? "family" : mine - other >= -LEAD ? "likely" : "family";
  if (mine >= LIKELY && mine - other >= LEAD) return "likely";
  if (mine >= LIKELY && Math.abs(mine - other) < LEAD) return related ? "family" : "tied";
  if (other >= LIKELY) return related ? "family" : "conflict";
  return mine > 0 ? "none" : "names";
}

const bucket = (value: number, ...steps: readonly number[]): number => steps.findIndex((step) => value <= step) + 1 || steps.length + 1;

/** One line of the track record: explanations of one class have been right so many times of so many. */
export function classOf(explanation: Explanation, fit: PayerFit): string {
  return `${explanation.kind}|${explanation.fit.difference}|${explanation.weakest ?? "-"}|${fit}`;
}

export function featuresOf(vocabulary: Vocabulary, view: View, explanation: Explanation, fit: PayerFit): number[] {
  const { memory, receipt, references, hints } = view;
  const { kind, weakest, customers } = explanation;
  const difference = explanation.fit.difference;
  const items = itemsOf(explanation);
  const [first = ""] = customers;
  const habits = memory.total(`habit:${first}`, receipt.booked);
  const ofKind = memory.support(`habit:${first}`, kind, receipt.booked);
  const ofDifference = memory.support(`difference:${first}`, difference, receipt.booked);
  const habit = habits < 1.5 ? "new" : bucket(ofKind / habits, 0.02, 0.2, 0.6, 0.9);
  const differs = habits < 1.5 ? "new" : bucket(ofDifference / habits, 0.02, 0.2, 0.6);
  const twins = bucket(explanation.alternatives, 0, 1, 3);
  const chance = bucket(explanation.coincidence, 0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1);
  const size = bucket(items.length, 1, 2, 4, 10, 25);
  const unknown = references.unresolved.some((token) => token.likeNumber) ? "like" : references.unresolved.length > 0 ? "some" : "none";
  const rivals = bucket(view.rivals, 0, 1, 3);
  const early = bucket(Math.max(...items.map((item) => item.due)) - receipt.booked, -30, -5, 5, 20, 45);
  const named = weakest === null ? "-" : String(weakest);
  const [k, d] = [kind, difference];
  const closed = Math.min(2, references.closed.length);
  const foreign = Math.min(1, references.foreign.length);
  const ignored = Math.min(2, explanation.ignored);
  const again = bucket(view.sameAmountDaysAgo, 12, 45);
  const text = bucket(references.folded.length, 0, 20, 60);
  // In groups that repeat from receipt to receipt: their names are put together once.
  const list = [
    ...vocabulary.group(`A${k}|${d}|${named}|${fit}`, () => ["bias", `kind:${k}`, `difference:${d}`, `${k}×${d}`, `names:${named}`, `${k}×names:${named}`, `payer:${fit}`, `${k}×payer:${fit}`, `${d}×payer:${fit}`, `names:${named}×payer:${fit}`]),
    ...vocabulary.group(`B${k}|${d}|${fit}|${twins}|${chance}`, () => [`twins:${twins}`, `${k}×twins:${twins}`, `chance:${chance}`, `${k}×chance:${chance}`, `chance:${chance}×payer:${fit}`, `${d}×twins:${twins}`]),
    ...vocabulary.group(`C${k}|${d}|${habit}|${differs}`, () => [`habit:${habit}`, `${k}×habit:${habit}`, `differs:${differs}`, `${d}×differs:${differs}`]),
    ...vocabulary.group(`D${k}|${size}|${unknown}|${closed}`, () => [`size:${size}`, `${k}×size:${size}`, `unknown:${unknown}`, `${k}×unknown:${unknown}`, `closed:${closed}`, `${k}×closed:${Math.min(1, closed)}`]),
    ...vocabulary.group(`E${k}|${foreign}|${ignored}|${rivals}|${early}`, () => [`foreign:${foreign}`, `ignored:${ignored}`, `rivals:${rivals}`, `${k}×rivals:${rivals}`, `early:${early}`, `${k}×early:${early}`]),
    ...vocabulary.group(`F${k}|${text}|${again}`, () => [`text:${text}`, `${k}×again:${again}`]),
  ];
  for (const hint of hints) list.push(...vocabulary.group(`H${k}|${d}|${hint}`, () => [`${k}×hint:${hint}`, `${d}×hint:${hint}`]));
  if (receipt.amount % 10_000 === 0) list.push(...vocabulary.group(`R${k}`, () => ["round", `${k}×round`]));
  return list;
}
