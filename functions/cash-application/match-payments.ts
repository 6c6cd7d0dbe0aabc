// A statement was read, an advice came, or the open documents were listed anew: what waits in an entity is decided, in the order of the bank. What one explanation fits,
// and nothing speaks against, is posted; the rest is proposed to a person with its evidence, or told to be unmatched, and why.
//
// Everything of one entity is decided by one call, so that two payments that claim one document are seen side by side. The list of open documents may be
// minutes old: what is to be posted or proposed is looked up in the table first, and decided again on what is open there. Posting is a transaction under
// the versions of payment and documents (post.ts), so two of these at once, or one that runs again after a crash, post nothing twice.
import { canonical } from "#domain/canonical.ts";
import { recall } from "#domain/cash-application/matching/desk-lessons.ts";
import { Matcher } from "#domain/cash-application/matching/engine.ts";
import { inForce, policiesOf, rulesKey } from "#domain/cash-application/matching/rules.ts";
import { scorerOf } from "#domain/cash-application/matching/saved-model.ts";
import { decisionOf, matcherOf, nothingMore, orderOf, receiptOf, type Numbered } from "#domain/cash-application/matching/at-the-desk.ts";
import type { Decision as Matched } from "#domain/cash-application/matching/model.ts";
import { decided, type Payment, type Proposal } from "#domain/cash-application/payment.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import { isRefused } from "#domain/refusal.ts";
import { adviceReceived, paymentDecided, statementRead } from "#events/cash-application.ts";
import { holdPlaced } from "#events/dunning.ts";
import { openItemsListed } from "#events/insight.ts";
import { advicesAtHand, keepLinks, withAnnouncements, type AtHand } from "#functions/cash-application/advices-at-hand.ts";
import { keepAnnouncement } from "#functions/cash-application/keep-announcement.ts";
import { listOf } from "#functions/cash-application/open-items.ts";
import { itemsOf, postingStores, type Stores } from "#functions/cash-application/order.ts";
import { about, applyPayment } from "#functions/cash-application/post.ts";
import { takeReturns } from "#functions/cash-application/return-payment.ts";
import { remember } from "#functions/cash-application/remember.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer, type Fact } from "#functions/runtime/consumer.ts";
import { logger } from "#functions/runtime/log.ts";
import { adviceStore } from "#functions/store/advice.ts";
import { bankDebitStore } from "#functions/store/bank-debit.ts";
import { payerMemoryStore } from "#functions/store/payer-memory.ts";
import { env } from "#functions/runtime/env.ts";

/** Raised when the rules of the engine change: what was decided says which it was. */
export const ENGINE = 2;
const engine = { type: "rule", id: "cash-application.match", version: ENGINE } as const;
const AT_ONCE = 6;
/** How often a decision is made again because the table knew better than the list. */
const LOOKS = 4;

export const handler = consumer([statementRead, openItemsListed, adviceReceived, holdPlaced], async (fact) => {
  const { tenant, id } = fact;
  if (fact.name === holdPlaced.name) return keepAnnouncement(fact);
  const stores: Stores = postingStores(tenant);
  const entities = await entitiesOf(stores, fact);
  const debits = { ...stores, debits: bankDebitStore(tenant) };
  if (fact.name === statementRead.name) for (const entityId of entities) await takeReturns(debits, entityId, { now: now(), causedBy: id });
  for (const entityId of entities) await matchEntity(stores, entityId, await listOf(tenant, env("LAKE_BUCKET")), { now: now(), causedBy: id });
});

async function entitiesOf({ ledger }: Stores, fact: Fact<typeof statementRead | typeof openItemsListed | typeof adviceReceived>): Promise<readonly string[]> {
  if (fact.name === statementRead.name) return fact.data.entityIds;
  if (fact.name === adviceReceived.name && fact.data.entityId) return [fact.data.entityId];
  return (await ledger.entities()).map(({ id }) => id);
}

export type When = { readonly now: string; readonly causedBy: string };

export async function matchEntity(stores: Stores, entityId: string, list: OpenItemsList, when: When): Promise<void> {
  const payments = await undecided(stores, entityId);
  if (payments.length === 0) return;
  const advices = adviceStore(stores.payments.tenant);
  const atHand = await advicesAtHand(advices, entityId, payments, list, when.now.slice(0, 10));
  const { matched: decidedOn, numbered } = await decideAll(stores, entityId, list, payments, atHand, await deskMatcher(stores.payments.tenant, entityId, when.now));
  const matched = withAnnouncements(decidedOn, payments, atHand);
  const byId = new Map(matched.map((one) => [one.receipt.id, one]));
  let [posted, asked] = [0, 0];
  const left = payments.values();
  const worker = async (): Promise<void> => {
    for (const payment of left) {
      const decision = byId.get(payment.id)!;
      if (decision.decision === "auto" && !payment.doubtful && (await post(stores, payment, decision, numbered, when))) posted++;
      else if (await ask(stores, payment, decision, numbered, when)) asked++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const links = new Map(matched.toReversed().flatMap(({ advice, receipt }) => (advice ? [[advice, receipt.id as Payment["id"]] as const] : [])));
  await keepLinks(advices, atHand, entityId, links, stores.payments.payment);
  logger.info("payments matched", { entityId, payments: payments.length, posted, asked });
}

/** Oldest first. What a person was asked before is asked again: a document that was missing may have come. */
async function undecided({ payments }: Stores, entityId: string): Promise<Payment[]> {
  const found: Payment[] = [];
  for (const status of ["waiting", "proposed", "unmatched"] as const) {
    let cursor: string | undefined;
    do {
      const page = await payments.withStatus(entityId, status, { cursor });
      // What a person has taken back stays with people: the engine would only say the same again.
      found.push(...page.items.filter(({ allocations }) => allocations.length === 0));
      cursor = page.nextCursor;
    } while (cursor);
  }
  return found;
}

/** A matcher that knows what the desk has learned, and posts by the rules in force. Only rules that somebody published may post by what was fitted to the past. */
export async function deskMatcher(tenant: string, entityId: string, at: string): Promise<() => Matcher> {
  const store = payerMemoryStore(tenant);
  const [{ memory, lessons }, versions] = await Promise.all([remember(store, entityId, at), store.rules()]);
  const rules = inForce(versions);
  const saved = rules.version > 0 ? await store.model(rules.version) : undefined;
  const model = saved?.of === rulesKey(rules.rules) ? saved : undefined;
  return () => {
    const matcher = new Matcher(model ? scorerOf(model) : undefined, { memory, policies: policiesOf(rules) });
    recall(matcher, lessons.values());
    return matcher;
  };
}

async function decideAll({ ledger }: Stores, entityId: string, list: OpenItemsList, payments: readonly Payment[], { forMatching, taken }: AtHand, matcherNow: () => Matcher): Promise<{ matched: readonly Matched[]; numbered: Numbered }> {
  const moved = new Map<string, number>();
  const held = new Map<string, { hold: string }>();
  for (let look = 1; ; look++) {
    const { matcher, numbered } = matcherOf(list, entityId, moved, matcherNow(), { ...nothingMore, items: held });
    for (const advice of forMatching) matcher.advices.put(advice);
    for (const [advice, payment] of taken) matcher.advices.used.set(advice, payment);
    const matched = matcher.decideDay(payments.map(receiptOf));
    const wanted = matched.flatMap(({ proposals }) => proposals.slice(0, 3)).flatMap(({ allocations }) => allocations.map(({ item }) => numbered.get(item.document)!));
    const items = await itemsOf({ ledger }, [...new Map(wanted.map((one) => [one.id, { itemId: one.id, customerId: one.customer }])).values()]);
    const before = moved.size + held.size;
    // A document that the customer disputes is his word against ours: what is paid on it is for a person to say.
    for (const { id, disputedMinor, disputeReason } of items) if (disputedMinor !== 0n) held.set(id, { hold: disputeReason ?? "dispute" });
    const listed = new Map(wanted.map((one) => [one.id as string, moved.get(one.id) ?? one.open]));
    for (const { id, openMinor } of items) if (listed.get(id) !== Number(openMinor)) moved.set(id, Number(openMinor));
    if (moved.size + held.size === before || look === LOOKS) return { matched, numbered };
  }
}

async function post(stores: Stores, payment: Payment, decision: Matched, numbered: Numbered, when: When): Promise<boolean> {
  const order = orderOf(decision.proposals[0]!, numbered, decision.payer);
  const next = decided(payment, { ...decisionOf(decision, numbered, payment), decidedAt: when.now, engine: ENGINE });
  if (isRefused(next)) return true;
  // The decision is kept with the payment before it is posted: whoever asks why finds it, also after a crash between the two.
  if ((await stores.payments.save({ next: { ...next, status: "waiting" }, previous: payment, facts: [] })) === "conflict") return true;
  const answer = await applyPayment(stores, payment.id, next.version, order, { by: engine, ...when });
  if (!isRefused(answer)) return true;
  logger.info("an automatic decision did not fit the ledger any more", { paymentId: payment.id, code: answer.code });
  return answer.code === "payment.changed-meanwhile";
}

/** Unchanged decisions are not written again. */
async function ask(stores: Stores, payment: Payment, decision: Matched, numbered: Numbered, when: When): Promise<boolean> {
  const current = (await stores.payments.payment(payment.id)) ?? payment;
  const told = { ...decisionOf(decision, numbered, payment), decidedAt: when.now, engine: ENGINE };
  const outcome = told.outcome === "unmatched" ? "unmatched" : "propose";
  const next = decided(current, { ...told, outcome });
  if (isRefused(next) || (current.decision && current.status === next.status && current.decision.advice === next.decision!.advice && sameProposal(current.decision.proposals, next.decision!.proposals))) return false;
  const fact = { name: paymentDecided.name, occurredAt: when.now, actor: engine, causedBy: when.causedBy, data: { ...about(payment), outcome, confidence: told.confidence } } as const;
  return (await stores.payments.save({ next, previous: current, facts: [fact] })) === "saved";
}

/** The same documents for the same customer: whoever looks at the proposal on a screen must find it unchanged when he confirms it. */
const sameProposal = ([a]: readonly Proposal[], [b]: readonly Proposal[]): boolean => canonical(a && orderIn(a)) === canonical(b && orderIn(b));
const orderIn = ({ customerId, lines, adjustments }: Proposal): object => ({ customerId, lines, adjustments });
