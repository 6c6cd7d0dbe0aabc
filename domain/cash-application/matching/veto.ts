// What no score overrules. Each veto is a sentence with a code: the clerk reads it as the answer to "why not automatic?".
import type { Explanation } from "#domain/cash-application/matching/explanation.ts";
import { itemsOf } from "#domain/cash-application/matching/explanation.ts";
import type { PayerFit, View } from "#domain/cash-application/matching/features.ts";
import type { Cents, Reason } from "#domain/cash-application/matching/model.ts";
import { coreOf, senderKey } from "#domain/cash-application/matching/name.ts";
import type { PayerClue } from "#domain/cash-application/matching/payer.ts";
import type { Policy } from "#domain/cash-application/matching/policy.ts";
import type { Hit } from "#domain/cash-application/matching/references.ts";
import { keyOf, oneSlip } from "#domain/cash-application/matching/spelling.ts";

export type Rival = { readonly explanation: Explanation; readonly score: number };

const ruled = new Set(["exact", "earned", "late", "feeShown", "fee", "discountFee", "cents", "small", "retention"]);
const fromWords = new Set(["advice", "named", "namedAll"]);
const arithmeticOnly = new Set(["window", "subset", "namedPlus", "namedMinus", "sameIssued", "prefixIssued"]);

export type Record = { right: number; wrong: number };
export type Judgement = {
  readonly view: View;
  readonly best: Explanation;
  readonly fit: PayerFit;
  /** All readings, the best among them. */
  readonly others: readonly Explanation[];
  readonly policy: Policy;
  readonly record: Record;
  readonly writtenOff: (customer: string, type: string) => Cents;
  /** The payer's confirmed clearings with this difference. */
  readonly differenceSupport: number;
  readonly habitSupport: number;
};

export function vetoes(judgement: Judgement): Reason[] {
  const found: Reason[] = [];
  const veto = (code: string, values: Reason["values"] = {}): void => void found.push({ code, values });
  aboutThePayment(judgement, veto);
  aboutTheChoice(judgement, veto);
  aboutTheDifference(judgement, veto);
  return found;
}

type Veto = (code: string, values?: Reason["values"]) => void;

/** Fully told by the payer, to the cent: what else the text says matters less. */
const told = ({ best }: Judgement): boolean => fromWords.has(best.kind) && best.ignored === 0 && best.alternatives === 0 && (best.weakest ?? 9) <= 4 && (best.fit.difference === "exact" || best.fit.difference === "earned");

function aboutThePayment(judgement: Judgement, veto: Veto): void {
  const { view, best, policy, fit } = judgement;
  const { hints, receipt, references } = view;
  const clear = told(judgement);
  if (receipt.returned) veto("payment.returned");
  if (policy.never) veto("payer.never-automatic");
  if (policy.ceiling > 0 && receipt.amount > policy.ceiling) veto("payment.above-ceiling", { ceiling: policy.ceiling });
  if (!clear && hints.has("prepayment")) veto("payment.advance");
  if (!clear && (hints.has("internal") || hints.has("processor"))) veto("payment.not-from-a-customer");
  if (!clear && hints.has("notTrade") && fit !== "sure") veto("payment.not-from-a-customer");
  if (!clear && hints.has("factor")) veto("payment.by-factor");
  if (hints.has("deduction") && best.fit.difference !== "exact") veto("payment.deduction");
  if (!clear && references.foreign.length > 0) veto("names.another-entity");
  if (!clear && references.closed.some((hit) => !isSlipOf(hit, best) || repeats(hit, receipt.amount, fit))) veto("names.already-paid", { document: references.closed[0]!.items[0]!.document });
  if (best.weakest === null && !(fit === "sure" && best.coincidence < 1e-3 && !arithmeticOnly.has(best.kind)) && references.unresolved.some((token) => token.likeNumber)) veto("names.unknown", { name: references.unresolved.find((token) => token.likeNumber)!.text });
  if (best.fit.difference !== "exact" && best.fit.difference !== "earned" && best.fit.difference !== "instalment" && view.sameAmountDaysAgo <= 45 && references.hits.length + references.closed.length > 0 && best.kind !== "advice") veto("payment.like-a-recent-one", { days: view.sameAmountDaysAgo });
  if (best.fit.difference === "instalment" && view.sameAmountDaysAgo <= 20) veto("payment.like-a-recent-one", { days: view.sameAmountDaysAgo });
  if (best.weakest === null && view.sameAmountDaysAgo <= 12) veto("payment.like-a-recent-one", { days: view.sameAmountDaysAgo });
}

function aboutTheChoice(judgement: Judgement, veto: Veto): void {
  const { best, fit, others, view } = judgement;
  if (best.alternatives > 0) veto("choice.several", { others: best.alternatives });
  if (best.ignored > 0 && !(best.kind === "single" && fit === "sure" && view.references.hits.every((hit) => isSlipOf(hit, best)))) veto("names.left-out", { count: best.ignored });
  if (best.kind === "stranger" || best.kind === "lump" || best.kind === "fraction") veto("choice.guess");
  const rival = others.find((other) => other !== best && rivals(best, other));
  if (rival) veto("choice.rival", { rival: rival.kind });
  if (best.weakest === null) {
    if (fit === "conflict" || fit === "tied" || fit === "names" || fit === "none") veto("payer.unsure");
    if (knownOnce(view, best)) veto("payer.known-once");
    if (best.coincidence > (arithmeticOnly.has(best.kind) ? 3e-4 : 1e-2)) veto("choice.by-chance", { expected: Number(best.coincidence.toPrecision(2)) });
  } else if (best.weakest >= 5 && fit !== "sure" && fit !== "likely" && fit !== "family") veto("payer.unsure");
  else if (fit === "tied" && best.kind !== "advice" && !(best.weakest <= 2 && told(judgement))) veto("payer.tied");
  const held = itemsOf(best).find((item) => item.hold);
  if (held) veto("choice.document-on-hold", { document: held.document, hold: held.hold ?? "" });
  const late = itemsOf(best).filter((item) => item.issued > view.receipt.booked);
  if (late.length > 0) veto("choice.not-yet-issued", { document: late[0]!.document });
}

const byOthers: ReadonlySet<PayerClue> = new Set(["ibanMaster", "nameExact", "nameAlike", "code", "vat"]);

/** All that speaks for this customer is one clearing of this account or name: if that one was wrong, so is this. */
function knownOnce({ payer, memory, receipt }: View, { customers }: Explanation): boolean {
  const keys = [receipt.iban && `iban:${receipt.iban}`, ...[receipt.ultimate, receipt.name].filter(Boolean).map((name) => `name:${coreOf(name)}`), receipt.name ? "" : `name:${senderKey("", receipt.text)}`].filter(Boolean);
  return customers.some((code) => {
    const candidate = payer.candidates.find((one) => one.code === code);
    if (!candidate || [...candidate.clues.keys()].some((clue) => byOthers.has(clue))) return false;
    return keys.every((key) => memory.times(`pays:${memory.edits.keyOf(key)}`, code) < 2);
  });
}

/** The payer meant this document and mistyped its number. Neighbours in a series differ in their last digit too, so that one proves nothing. */
function isSlipOf(hit: Hit, best: Explanation): boolean {
  return itemsOf(best).some((item) => hit.items.some((named) => mistyped(keyOf(named.document), keyOf(item.document))));
}

function mistyped(written: string, meant: string): boolean {
  if (written.length !== meant.length || !oneSlip(written, meant)) return false;
  return written.at(-1) === meant.at(-1) || [...written].toSorted().join() === [...meant].toSorted().join();
}

/** A closed document of just this amount, or a payer whom we do not know well: then it may be paid twice. */
const repeats = (hit: Hit, amount: Cents, fit: PayerFit): boolean => fit !== "sure" || hit.items.some((item) => Math.abs(item.amount) === amount);

/** Another reading that is exact, of other documents, on no weaker grounds. */
function rivals(best: Explanation, other: Explanation): boolean {
  const exact = other.fit.difference === "exact" || other.fit.difference === "earned";
  if (!exact) return false;
  if (best.weakest !== null && best.weakest <= 4 && best.fit.difference !== "small") return other.weakest !== null && other.weakest <= best.weakest && other.ignored <= best.ignored;
  if (arithmeticOnly.has(other.kind) && !arithmeticOnly.has(best.kind)) return false;
  return true;
}

function aboutTheDifference(judgement: Judgement, veto: Veto): void {
  const { best, policy, differenceSupport, habitSupport, view } = judgement;
  const { difference, adjustments } = best.fit;
  if (!ruled.has(difference) && !(best.kind === "advice" && difference === "partial") && !(difference === "instalment" && best.kind === "named" && view.hints.has("instalment") && differenceSupport >= 1.5)) veto(`difference.${difference}`, { amount: adjustments.reduce((sum, { amount }) => sum + amount, 0) });
  if ((difference === "late" || difference === "fee" || difference === "discountFee" || difference === "small") && differenceSupport < 1.5) veto("difference.unproven", { rule: difference });
  if (difference === "retention" && !view.hints.has("retention") && differenceSupport < 1.5) veto("difference.unproven", { rule: difference });
  if (best.weakest === null && difference !== "exact" && difference !== "earned" && habitSupport < 1.5) veto("difference.without-names", { rule: difference });
  for (const { type, amount } of adjustments) {
    if (Math.abs(amount) > mostOf(type, difference, policy)) veto("difference.above-limit", { type, amount, limit: mostOf(type, difference, policy) });
    if (amount <= 0) continue;
    const spent = judgement.writtenOff(best.customers[0] ?? "", type);
    if (spent + amount > policy.yearly[type]) veto("difference.yearly-limit", { type, spent, limit: policy.yearly[type] });
  }
}

/** Of one payment. A small difference (ten times the cents) was confirmed for this payer before, or it is vetoed anyway. */
const mostOf = (type: string, difference: string, { cents, fee }: Policy): Cents => (type === "bankFee" ? fee : type === "cents" ? (difference === "small" ? cents * 10 : cents) : Infinity);

/** Kinds of match that are safe by themselves, with no history at all. */
export function safeByRule({ best, fit, record, view }: Judgement): boolean {
  if (record.wrong >= 2 && record.wrong > 0.002 * (record.right + record.wrong)) return false;
  const { difference } = best.fit;
  const known = fit === "sure" || fit === "likely";
  const exact = difference === "exact";
  if (best.kind === "named" && best.weakest !== null) {
    if (best.weakest <= 2) return exact ? fit !== "conflict" : difference === "earned" && known;
    return best.weakest <= 4 && exact && known;
  }
  if (best.kind === "advice") return (exact || difference === "earned") && (known || best.weakest === 1);
  if (!exact || fit !== "sure" || best.weakest !== null) return false;
  if (best.kind === "single") return best.coincidence < (view.receipt.amount % 10_000 === 0 ? 1e-4 : 1e-3);
  return habitual.has(best.kind) && best.coincidence < 3e-4;
}

/** Sets that a rule picks, not a search: their sum meets an amount by chance as rarely as their coincidence says. */
const habitual = new Set(["balance", "balanceInvoices", "sameDue", "month", "monthNamed", "dueMonth", "prefixDue"]);
