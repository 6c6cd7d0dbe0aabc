// The advices that a round of matching may use, and what becomes of them by it. An advice is beside one payment at a time; that payment is applied, and
// the advice is used up. Its state is only a word beside the payment, so whoever comes second leaves it to the next round.
import { adviceForMatching, isAnnouncementOf, isRecent, linkedTo, unlinked, usedUp, type KeptAdvice } from "#domain/cash-application/advices/kept.ts";
import type { Advice, Decision as Matched } from "#domain/cash-application/matching/model.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import type { PaymentId } from "#domain/id.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import type { AdviceStore } from "#functions/store/advice.ts";

/** More than a busy day brings; the newest are taken. */
const MOST = 2_000;

export type AtHand = { readonly kept: readonly KeptAdvice[]; readonly forMatching: readonly Advice[]; /** Taken by payments that are no longer asked about. */ readonly taken: ReadonlyMap<string, string> };

export async function advicesAtHand(store: AdviceStore, entityId: string, payments: readonly Payment[], list: OpenItemsList, today: string): Promise<AtHand> {
  const found = (await Promise.all((["waiting", "linked"] as const).map((state) => newest(store, state, today)))).flat();
  const kept = found.filter((one) => one.entityId === undefined || one.entityId === entityId);
  const asked = new Set<string>(payments.map(({ id }) => id));
  const taken = new Map(kept.flatMap(({ id, paymentId }) => (paymentId && !asked.has(paymentId) ? [[id, paymentId] as const] : [])));
  return { kept, forMatching: kept.map((one) => adviceForMatching(one, list)), taken };
}

async function newest(store: AdviceStore, state: "waiting" | "linked", today: string): Promise<KeptAdvice[]> {
  const found: KeptAdvice[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.withState(state, { cursor });
    found.push(...page.items.filter((one) => isRecent(one, today)));
    // The newest come first: after the first one that is too old, all are.
    cursor = page.items.every((one) => isRecent(one, today)) && found.length < MOST ? page.nextCursor : undefined;
  } while (cursor);
  return found;
}

/** Each payment that no advice explains, with the one announcement that is of it; what may be of two is of none. */
export function withAnnouncements(matched: readonly Matched[], payments: readonly Payment[], { kept }: AtHand): readonly Matched[] {
  const linked = new Set(matched.flatMap(({ advice }) => advice ?? []));
  const free = kept.filter(({ id, from }) => from.kind === "announced" && !linked.has(id));
  if (free.length === 0) return matched;
  const byId = new Map<string, Payment>(payments.map((one) => [one.id, one]));
  const of = new Map(free.map((advice) => [advice.id, matched.filter(({ receipt, payer, advice: known }) => known === undefined && isAnnouncementOf({ ...advice, state: "waiting" }, byId.get(receipt.id)!, payer))]));
  const found = new Map([...of].flatMap(([id, all]) => (all.length === 1 ? [[all[0]!.receipt.id, id] as const] : [])));
  return matched.map((one) => (found.has(one.receipt.id) ? { ...one, advice: found.get(one.receipt.id)! } : one));
}

/** `links`: which payment of this round each advice explains. */
export async function keepLinks(store: AdviceStore, { kept }: AtHand, entityId: string, links: ReadonlyMap<string, PaymentId>, paymentOf: (id: PaymentId) => Promise<Payment | undefined>): Promise<void> {
  for (const advice of kept) {
    const to = links.get(advice.id);
    const linked = to ? linkedTo(advice, to) : undefined;
    if (linked && (await store.save(linked, advice)) === "conflict") continue;
    const now = linked ?? advice;
    const payment = now.paymentId && (await paymentOf(now.paymentId));
    // What another company's payment is explained by is for that company's round to say.
    if (!payment || payment.entityId !== entityId) continue;
    const moved = payment.status === "applied" || payment.status === "on-account" ? usedUp(now) : to === payment.id ? undefined : unlinked(now);
    if (moved) await store.save(moved, now);
  }
}
