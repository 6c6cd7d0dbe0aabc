// Cash application as one object without clock or disk: give it customers, documents and advices, ask it about a day's receipts, tell it what was
// confirmed. A day is decided against the morning's ledger, whatever the order of its receipts; documents that two payments claim are left to a person,
// and what the first round posted may make the rest clear in the next.
import { Advices } from "#domain/cash-application/matching/advised.ts";
import { consider, customersBehind, type Considered } from "#domain/cash-application/matching/consider.ts";
import { decide } from "#domain/cash-application/matching/decide.ts";
import { signatureOf } from "#domain/cash-application/matching/explanation.ts";
import { Ledger } from "#domain/cash-application/matching/ledger.ts";
import { lessonOf } from "#domain/cash-application/matching/lesson.ts";
import { Memory } from "#domain/cash-application/matching/memory.ts";
import type { Allocation, Cents, Clearing, Day, Decision, Item, Party, Receipt } from "#domain/cash-application/matching/model.ts";
import { policyFor, type Policies } from "#domain/cash-application/matching/policy.ts";
import { NameIndex, senderKey } from "#domain/cash-application/matching/name.ts";
import { type Sample, Scorer } from "#domain/cash-application/matching/score.ts";
import { train } from "#domain/cash-application/matching/train.ts";
import type { Record } from "#domain/cash-application/matching/veto.ts";

/** What is kept of a receipt until a person says what it was. */
export type Pending = {
  readonly receipt: Pick<Receipt, "id" | "reference" | "entity" | "currency" | "booked" | "iban" | "name" | "ultimate" | "amount">;
  readonly options: readonly { readonly signature: string; readonly kind: string; readonly difference: string; readonly track: string; readonly features: readonly number[]; readonly allowed: boolean; readonly safe: boolean }[];
  readonly auto: boolean;
};

export class Matcher {
  readonly ledger = new Ledger();
  readonly names = new NameIndex();
  readonly ibans = new Map<string, string[]>();
  readonly vats = new Map<string, string[]>();
  readonly memory: Memory;
  readonly policies: Policies;
  readonly advices = new Advices();
  readonly scorer: Scorer;
  readonly records = new Map<string, Record>();
  readonly recent = new Map<string, Day>();
  readonly writtenOff = new Map<string, Cents>();
  readonly pending = new Map<string, Pending>();
  readonly posted = new Map<string, readonly Allocation[]>();
  samples: Sample[] = [];

  constructor(scorer = new Scorer(), { memory = new Memory(), policies = policyFor }: { readonly memory?: Memory; readonly policies?: Policies } = {}) {
    this.scorer = scorer;
    this.memory = memory;
    this.policies = policies;
  }

  putParty(party: Party): void {
    this.ledger.putParty(party);
    this.names.put(party);
    for (const iban of party.ibans) add(this.ibans, iban, party.code);
    const vat = party.vat.toUpperCase().replace(/[^A-Z0-9]/g, "");
    if (vat.length >= 8) {
      add(this.vats, vat, party.code);
      const siren = /^(?:FR[0-9A-Z]{2}|RCS[A-Z]*|SIREN|SIRET)?(\d{9})(?:\d{5})?$/.exec(vat)?.[1];
      if (siren) add(this.vats, siren, party.code);
    }
  }

  putItem(item: Item): void {
    this.ledger.put(item);
  }

  /** Decides a day's receipts and takes what was posted from the ledger. */
  decideDay(receipts: readonly Receipt[], { post = true } = {}): Decision[] {
    const sorted = receipts.toSorted((a, b) => a.booked - b.booked || (a.id < b.id ? -1 : 1));
    const decided = new Map<string, Decision>();
    let left: Considered[] = sorted.map((receipt) => consider(this, receipt));
    for (let round = 0; round < 3 && left.length > 0; round++) {
      const decisions = left.map((considered) => decide(this, considered));
      const crowded = crowdedItems(decisions);
      const used = this.advices.used.size;
      const moved = new Set<string>();
      for (const [n, decision] of decisions.entries()) {
        const contends = decision.decision === "auto" && decision.proposals[0]!.allocations.some(({ item }) => crowded.has(item));
        const final: Decision = contends ? { ...decision, decision: "propose", against: [...decision.against, { code: "choice.contended", values: {} }] } : decision;
        decided.set(final.receipt.id, final);
        if (round === 0 || final.decision === "auto") this.#remember(left[n]!, final);
        if (final.decision !== "auto" || !post) continue;
        this.#post(final);
        for (const { item } of final.proposals[0]!.allocations) moved.add(item.customer);
      }
      if (moved.size === 0) break;
      // Only receipts that the postings may concern are looked at again: for the others nothing has changed.
      const again = left.filter(({ receipt }) => decided.get(receipt.id)!.decision !== "auto");
      left = again.map((considered) => (this.advices.used.size > used || considered.linked || !customersBehind(this, considered).isDisjointFrom(moved) ? consider(this, considered.receipt) : considered));
    }
    for (const receipt of sorted) this.recent.set(`${receipt.iban || senderKey(receipt.name, receipt.text)}|${receipt.amount}`, receipt.booked);
    return receipts.map(({ id }) => decided.get(id)!);
  }

  /** A person or the ERP says what a receipt paid. Takes back what we posted, applies what is true, and learns. */
  confirm(clearing: Clearing): void {
    this.unpost(clearing.receipt);
    const allocations: Allocation[] = [];
    for (const { document, entity, amount } of clearing.allocations) {
      const item = this.ledger.item(entity, document);
      if (!item) continue;
      allocations.push({ item, amount });
      this.ledger.setOpen(item, item.open - amount);
    }
    const pending = this.pending.get(clearing.receipt);
    if (!pending) return;
    const signature = signatureOf(allocations);
    const right = pending.options.findIndex((option) => option.signature === signature);
    // Only what could have been posted has a record: an error that a veto caught says nothing against the rest of its class.
    for (const option of pending.options.slice(0, 1)) if (option.allowed) this.#record(option.track, right === 0);
    this.memory.learn(lessonOf(this, clearing, pending, allocations, pending.options[right]));
    if (pending.options.length > 0) this.samples.push({ receipt: clearing.receipt, options: pending.options.map(({ features }) => features), right, allowed: pending.options.map(({ allowed }) => allowed), safe: pending.options.map(({ safe }) => safe) });
    for (const { type, amount } of clearing.adjustments) this.#spend(allocations[0]?.item.customer ?? "", type, clearing.on, amount);
    this.pending.delete(clearing.receipt);
  }

  /** Refits weights, probabilities and threshold to all that was confirmed. */
  refit(precision: number): void {
    train(this.scorer, this.samples, precision);
  }

  #remember(considered: Considered, decision: Decision): void {
    const { receipt, ranked } = considered;
    this.pending.set(receipt.id, {
      receipt: { id: receipt.id, reference: receipt.reference, entity: receipt.entity, currency: receipt.currency, booked: receipt.booked, iban: receipt.iban, name: senderKey(receipt.name, receipt.text), ultimate: receipt.ultimate ? senderKey(receipt.ultimate, "") : "", amount: receipt.amount },
      options: ranked.slice(0, 6).map(({ signature, explanation, features, track, allowed, safe }) => ({ signature, kind: explanation.kind, difference: explanation.fit.difference, track, features, allowed, safe })),
      auto: decision.decision === "auto",
    });
    if (considered.advice && decision.decision === "auto") this.advices.used.set(considered.advice, receipt.id);
  }

  #post(decision: Decision): void {
    const { allocations, adjustments } = decision.proposals[0]!;
    this.posted.set(decision.receipt.id, allocations);
    for (const { item, amount } of allocations) this.ledger.setOpen(item, item.open - amount);
    for (const { type, amount } of adjustments) this.#spend(allocations[0]!.item.customer, type, decision.receipt.booked, amount);
  }

  /** Takes back what was posted: the documents are open again. */
  unpost(receipt: string): void {
    for (const { item, amount } of this.posted.get(receipt) ?? []) this.ledger.setOpen(item, item.open + amount);
    this.posted.delete(receipt);
  }

  #record(track: string, right: boolean): void {
    const record = this.records.get(track) ?? { right: 0, wrong: 0 };
    this.records.set(track, record);
    if (right) record.right++;
    else record.wrong++;
  }

  #spend(customer: string, type: string, on: Day, amount: Cents): void {
    if (amount <= 0) return;
    const key = `${customer}|${type}|${Math.floor(on / 365)}`;
    this.writtenOff.set(key, (this.writtenOff.get(key) ?? 0) + amount);
  }
}

/** Documents that the day's automatic decisions claim beyond what is open. */
function crowdedItems(decisions: readonly Decision[]): Set<Item> {
  const claims = new Map<Item, { amount: Cents; claims: number }>();
  for (const { decision, proposals } of decisions) {
    if (decision !== "auto") continue;
    for (const { item, amount } of proposals[0]!.allocations) {
      const claim = claims.get(item) ?? { amount: 0, claims: 0 };
      claims.set(item, { amount: claim.amount + amount, claims: claim.claims + 1 });
    }
  }
  return new Set([...claims].filter(([item, { amount, claims: count }]) => count > 1 && Math.abs(amount) > Math.abs(item.open)).map(([item]) => item));
}

function add(index: Map<string, string[]>, key: string, code: string): void {
  const list = index.get(key);
  if (!list) index.set(key, [code]);
  else if (!list.includes(code)) list.push(code);
}
