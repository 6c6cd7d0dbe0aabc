// A remittance advice says what a payment is made of. It is linked to one payment only: by the payer's own reference first, else by total, sender and
// date, and only if no second advice (and no second payment) would do. Its lines are then read like names, with the amounts that the payer meant.
import { discountOf } from "#domain/cash-application/matching/difference.ts";
import { customersOf, type Explanation } from "#domain/cash-application/matching/explanation.ts";
import type { Ledger } from "#domain/cash-application/matching/ledger.ts";
import type { Adjustment, Advice, AdviceLine, Allocation, Cents, Item, Receipt } from "#domain/cash-application/matching/model.ts";
import { coreOf } from "#domain/cash-application/matching/name.ts";
import type { Situation } from "#domain/cash-application/matching/named.ts";
import { digitsOf, keyOf, oneSlip } from "#domain/cash-application/matching/spelling.ts";

const DAYS_APART = 12;

export class Advices {
  readonly all = new Map<string, Advice>();
  readonly #byTotal = new Map<string, Advice[]>();
  readonly #byReference = new Map<string, Advice[]>();
  readonly used = new Map<string, string>();

  put(advice: Advice): void {
    if (this.all.has(advice.id)) return;
    this.all.set(advice.id, advice);
    push(this.#byTotal, `${totalOf(advice)}`, advice);
    if (keyOf(advice.reference).length >= 4) push(this.#byReference, keyOf(advice.reference), advice);
  }

  /** The one advice of a payment, and whether the payer's reference proves it. */
  of(receipt: Receipt, payers: readonly string[], ledger: Ledger): { advice: Advice; sure: boolean } | null {
    const free = (advice: Advice): boolean => (this.used.get(advice.id) ?? receipt.id) === receipt.id && (!advice.currency || advice.currency === receipt.currency);
    for (const reference of [receipt.endToEnd, ...receipt.text.split(/[\s;,:/]+/)]) {
      if (!/\d/.test(reference)) continue;
      const key = keyOf(reference);
      const named = key.length >= 5 ? (this.#byReference.get(key) ?? []).filter(free) : [];
      const equal = named.filter((advice) => totalOf(advice) === receipt.amount);
      if (equal.length === 1 || named.length === 1) return { advice: equal[0] ?? named[0]!, sure: true };
    }
    const likely = (this.#byTotal.get(`${receipt.amount}`) ?? []).filter((advice) => free(advice) && near(advice, receipt) && !contradicts(advice, receipt) && fromThem(advice, receipt, payers, ledger));
    return likely.length === 1 ? { advice: likely[0]!, sure: false } : null;
  }
}

export const totalOf = (advice: Advice): Cents => advice.total ?? advice.lines.reduce((sum, line) => sum + paidOf(line), 0);
const paidOf = (line: AdviceLine): Cents => line.net ?? (line.gross ?? 0) - line.discount;

const near = (advice: Advice, receipt: Receipt): boolean => advice.paidOn === null || Math.abs(receipt.booked - advice.paidOn) <= DAYS_APART;

/** Both carry a reference of the payer, and they differ. */
function contradicts(advice: Advice, receipt: Receipt): boolean {
  const [theirs, ours] = [keyOf(advice.reference), keyOf(receipt.endToEnd)];
  return theirs.length >= 5 && ours.length >= 5 && ours !== "NOTPROVIDED" && !theirs.includes(ours) && !ours.includes(theirs) && theirs.length === ours.length;
}

function fromThem(advice: Advice, receipt: Receipt, payers: readonly string[], ledger: Ledger): boolean {
  if (advice.iban && receipt.iban) return advice.iban === receipt.iban;
  const theirs = coreOf(advice.payer);
  const senders = [receipt.name, receipt.ultimate, ...payers.slice(0, 3).map((code) => ledger.parties.get(code)?.name ?? "")].map(coreOf).filter((core) => core.length >= 3);
  if (theirs.length >= 3 && senders.some((core) => core.startsWith(theirs) || theirs.startsWith(core))) return true;
  if (payers.slice(0, 3).includes(advice.payer)) return true;
  return advice.lines.some((line) => [...ledger.byKey(keyOf(line.reference))].some((item) => payers.includes(item.customer)));
}

export function advisedExplanation(situation: Situation, { advice, sure }: { advice: Advice; sure: boolean }): Explanation | null {
  const { receipt, payers, policy, ways } = situation;
  const lines = advice.lines.map((line) => ({ line, item: itemOf(situation, line) }));
  const found = lines.filter((entry): entry is { line: AdviceLine; item: Item } => entry.item !== null);
  const distinct = new Set(found.map(({ item }) => item));
  if (found.length === 0 || distinct.size < found.length) return null;
  const allocations: Allocation[] = [];
  const adjustments: Adjustment[] = [];
  let [discount, partly] = [0, false];
  for (const { line, item } of found) {
    const paid = paidOf(line);
    const missing = item.open - paid;
    const allowed = missing !== 0 && (Math.abs(missing - line.discount) <= 1 ? line.discount !== 0 : item.discountRate > 0 && Math.abs(missing - discountOf(item)) <= 1);
    if (allowed) discount += missing;
    if (missing !== 0 && !allowed) partly = true;
    allocations.push({ item, amount: missing === 0 || allowed ? item.open : paid });
  }
  if (allocations.some(({ item, amount }) => Math.abs(amount) > Math.abs(item.open) || Math.sign(amount) !== Math.sign(item.open))) return null;
  if (discount !== 0) adjustments.push({ type: "discount", amount: discount });
  const rest = allocations.reduce((sum, { amount }) => sum + amount, 0) - discount - receipt.amount;
  const fee = rest > 0 && rest <= policy.fee && (rest === ways.charges || ways.fees.has(rest));
  const cents = Math.abs(rest) <= policy.cents;
  if (rest !== 0) adjustments.push({ type: fee ? "bankFee" : cents ? "cents" : "other", amount: rest });
  const late = found.some(({ item }) => discount !== 0 && item.discountRate > 0 && receipt.value > item.discountUntil + policy.discountGrace);
  const difference = rest !== 0 && !fee && !cents ? "over" : found.length < lines.length || partly ? "partial" : discount !== 0 ? (late ? "late" : "earned") : fee ? "fee" : rest !== 0 ? "cents" : "exact";
  const items = allocations.map(({ item }) => item);
  if (rest > 0 && difference === "over") return null;
  return { kind: "advice", fit: { difference, allocations, adjustments }, weakest: sure ? 1 : 3, named: items.length, alternatives: 0, coincidence: 0, ignored: lines.length - found.length, customers: customersOf(items), scope: payers[0] ?? items[0]!.customer };
}

function itemOf({ ledger, receipt, payers }: Situation, line: AdviceLine): Item | null {
  const key = keyOf(line.reference);
  const here = (item: Item): boolean => item.open !== 0 && item.entity === receipt.entity && item.currency === receipt.currency;
  const exact = key.length >= 3 ? ledger.byKey(key).filter(here) : [];
  if (exact.length === 1) return exact[0]!;
  const digits = digitsOf(key).replace(/^0+/, "");
  const byDigits = digits.length >= 5 ? ledger.byDigits(digits).filter(here) : [];
  if (byDigits.length === 1) return byDigits[0]!;
  const paid = paidOf(line);
  const agrees = (item: Item): boolean => item.open === paid || item.open === line.gross || (item.discountRate > 0 && Math.abs(item.open - discountOf(item) - paid) <= 1);
  const ordered = key.length >= 4 ? ledger.byOrder(key).filter((item) => here(item) && agrees(item)) : [];
  if (ordered.length === 1) return ordered[0]!;
  const own = payers.slice(0, 4).flatMap((code) => ledger.openOf(code)).filter((item) => here(item) && agrees(item));
  const alike = own.filter((item) => {
    const theirs = digitsOf(keyOf(item.document));
    return digits.length >= 3 && (theirs.endsWith(digits) || digits.endsWith(theirs) || oneSlip(theirs, digits) || oneSlip(keyOf(item.document), key));
  });
  return alike.length === 1 ? alike[0]! : null;
}

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const list = index.get(key);
  if (list) list.push(value);
  else index.set(key, [value]);
}
