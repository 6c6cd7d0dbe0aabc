// Shadow mode: what rules would have done with the payments of the last months, before they may do anything.
//
// The months are lived through again, entity by entity and day by day: the documents as they were open that morning, what was known of payers by then, and
// every payment decided as the rules have it, posting nothing; then the day's clearings are taught. Weights, probabilities and threshold are fitted to that,
// and each payment is judged by weights of the half of the history that it is not in, so nothing is measured by what it taught.
//
// Truth is what stands on the payment today: what people applied, and what the engine applied and nobody has taken back. That flatters errors which nobody
// has noticed yet, as every correction rate does. A payment with nothing standing has no right answer, and posting it would have been wrong.
import { documentsOf, receiptOf } from "#domain/cash-application/matching/at-the-desk.ts";
import type { DeskLesson } from "#domain/cash-application/matching/desk-lessons.ts";
import { Matcher } from "#domain/cash-application/matching/engine.ts";
import { Memory } from "#domain/cash-application/matching/memory.ts";
import { editsOf, type MemoryEdit } from "#domain/cash-application/matching/memory-edits.ts";
import type { Clearing, Day } from "#domain/cash-application/matching/model.ts";
import { policiesOf, rulesKey, type KeptRules } from "#domain/cash-application/matching/rules.ts";
import { savedModel, type SavedModel } from "#domain/cash-application/matching/saved-model.ts";
import { Scorer } from "#domain/cash-application/matching/score.ts";
import { judgedBy, outcomeOf, type Outcome, type Verdict } from "#domain/cash-application/matching/outcome.ts";
import { train } from "#domain/cash-application/matching/train.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { epochDay, fromEpochDay } from "#domain/date.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import type { Reason } from "#domain/reason.ts";

export type MeasuredChange = { readonly paymentId: Payment["id"]; readonly bookedOn: string; readonly amount: bigint; readonly currency: string; readonly payerName?: string; readonly before: Verdict["outcome"]; readonly after: Verdict["outcome"]; readonly right?: boolean };
export type Measurement = {
  readonly state: "measuring" | "measured" | "failed";
  readonly at: string;
  readonly from?: string;
  readonly to?: string;
  readonly inForce?: Outcome;
  readonly proposed?: Outcome;
  readonly changed?: number;
  readonly changes?: readonly MeasuredChange[];
  readonly against?: readonly Reason[];
};
export type Past = {
  readonly entityId: string;
  /** Decided by a person or posted, booked within the measured days. */
  readonly payments: readonly Payment[];
  readonly lessons: readonly DeskLesson[];
  readonly edits: readonly MemoryEdit[];
};
type Rules = Pick<KeptRules, "rules" | "version">;

const MOST_CHANGES = 200;

/** Draft against the rules in force, both lived through from the same morning. */
export function measureRules(list: OpenItemsList, past: readonly Past[], draft: Rules, current: Rules, at: string): { readonly measurement: Measurement; readonly model: SavedModel } {
  const before = relived(list, past, current);
  const after = draft === current ? before : relived(list, past, draft);
  const payments = past.flatMap((one) => one.payments);
  const days = payments.map(({ bookedOn }) => bookedOn).toSorted();
  const changes = payments.flatMap((payment): MeasuredChange[] => {
    const [was, is] = [before.verdicts.get(payment.id)!, after.verdicts.get(payment.id)!];
    if (was.outcome === is.outcome) return [];
    const posts = is.outcome === "auto" ? is : was;
    return [{ paymentId: payment.id, bookedOn: payment.bookedOn, amount: payment.minor, currency: payment.currency, ...(payment.payerName ? { payerName: payment.payerName } : {}), before: was.outcome, after: is.outcome, ...(was.outcome === "auto" || is.outcome === "auto" ? { right: posts.right } : {}) }];
  });
  const [inForce, proposed] = [outcomeOf(payments, before, current.rules.precision), outcomeOf(payments, after, draft.rules.precision)];
  const sorted = changes.toSorted((a, b) => Number(a.right ?? true) - Number(b.right ?? true) || (a.bookedOn === b.bookedOn ? (a.paymentId < b.paymentId ? -1 : 1) : a.bookedOn < b.bookedOn ? 1 : -1));
  return {
    measurement: { state: "measured", at, ...(days.length > 0 ? { from: days[0]!, to: days.at(-1)! } : {}), inForce, proposed, changed: changes.length, changes: sorted.slice(0, MOST_CHANGES), against: speaksAgainst(inForce, proposed) },
    model: savedModel(after.scorer, at, rulesKey(draft.rules)),
  };
}

/** Surely below the target; or below it, and with more errors than what is in force. Too little history speaks neither for nor against. */
function speaksAgainst(inForce: Outcome, proposed: Outcome): Reason[] {
  const { precision, threshold } = proposed;
  const wrong = precision.of - precision.right;
  if (precision.of === 0 || (precision.high >= threshold.target && (precision.share >= threshold.target || wrong <= inForce.precision.of - inForce.precision.right))) return [];
  return [{ code: "precision.below-target", measured: precision.share, high: precision.high, target: threshold.target, wrong }];
}

export type Relived = { readonly verdicts: ReadonlyMap<string, Verdict>; readonly scorer: Scorer };

function relived(list: OpenItemsList, past: readonly Past[], rules: Rules): Relived {
  const scorer = new Scorer();
  const policies = policiesOf(rules);
  const matchers = past.map((one) => relive(new Matcher(scorer, { memory: memoryBefore(one), policies }), list, one));
  const verdicts = new Map(matchers.flatMap(({ cold }) => [...cold]));
  const judged = train(scorer, matchers.flatMap(({ matcher }) => matcher.samples), rules.rules.precision);
  for (const one of judged) verdicts.set(one.sample.receipt!, judgedBy(scorer, one, verdicts.get(one.sample.receipt!)!));
  return { verdicts, scorer };
}

/** What was known on the first morning. */
function memoryBefore({ payments, lessons, edits }: Past): Memory {
  const lived = new Set<string>(payments.map(({ id }) => id));
  const memory = new Memory(editsOf(edits));
  for (const { state, lesson, paymentId } of lessons) if (state !== "withdrawn" && !lived.has(paymentId)) memory.learn(lesson);
  return memory;
}

function relive(matcher: Matcher, list: OpenItemsList, { entityId, payments }: Past): { readonly matcher: Matcher; readonly cold: ReadonlyMap<string, Verdict> } {
  const { parties, documents, numbered } = documentsOf(list, entityId, openBefore(list, payments));
  for (const party of parties) matcher.putParty(party);
  const names = new Map([...numbered].map(([document, { id }]) => [id as string, document]));
  const waiting = documents.toSorted((a, b) => a.issued - b.issued);
  const cold = new Map<string, Verdict>();
  let next = 0;
  for (const [day, received] of [...Map.groupBy(payments, ({ bookedOn }) => epochDay(bookedOn))].toSorted(([a], [b]) => a - b)) {
    while (next < waiting.length && waiting[next]!.issued <= day) matcher.putItem(waiting[next++]!);
    const clearings = new Map(received.map((payment) => [payment.id, clearingOf(payment, names, day)]));
    for (const decision of matcher.decideDay(received.map(receiptOf), { post: false })) {
      const right = sameDocuments(decision.proposals[0]?.allocations.map(({ item, amount }) => [item.document, amount] as const) ?? [], clearings.get(decision.receipt.id as Payment["id"])!);
      cold.set(decision.receipt.id, { outcome: decision.decision, right, probability: decision.probability });
    }
    for (const payment of received.toSorted((a, b) => (a.id < b.id ? -1 : 1))) matcher.confirm(clearings.get(payment.id)!);
  }
  return { matcher, cold };
}

/** What is open now, and what the measured payments have taken since. */
function openBefore({ items }: OpenItemsList, payments: readonly Payment[]): Map<string, number> {
  const taken = new Map<string, number>();
  for (const { itemId, cleared } of payments.flatMap(standing).flatMap(({ lines }) => lines)) taken.set(itemId, (taken.get(itemId) ?? 0) + Number(cleared));
  return new Map(items.flatMap(({ id, open, minor }) => (taken.has(id) ? [[id as string, Math.sign(minor) * Math.min(Math.abs(minor), Math.abs(open + taken.get(id)!))] as const] : [])));
}

function clearingOf(payment: Payment, names: ReadonlyMap<string, string>, on: Day): Clearing {
  const stands = standing(payment);
  const automatic = stands.length > 0 && stands.every(({ by }) => by.type === "rule");
  return {
    receipt: payment.id, on, payer: payment.customerId ?? "",
    allocations: stands.flatMap(({ lines }) => lines).map(({ itemId, cleared }) => ({ document: names.get(itemId) ?? `\u0001${itemId}`, entity: payment.entityId, amount: Number(cleared) })),
    adjustments: stands.flatMap(({ adjustments }) => adjustments).map(({ type, minor }) => ({ type, amount: Number(minor) })), ...(automatic ? { renews: true } : {}),
  };
}

function sameDocuments(posted: readonly (readonly [string, number])[], { allocations }: Clearing): boolean {
  const text = (pairs: readonly (readonly [string, number])[]): string => pairs.map(([document, amount]) => `${document}=${amount}`).toSorted().join();
  return posted.length > 0 && text(posted) === text(allocations.map(({ document, amount }) => [document, amount] as const));
}

const standing = ({ allocations }: Payment) => allocations.filter(({ takenBack }) => !takenBack);
export const firstDayOf = (today: string, days = 90): string => fromEpochDay(epochDay(today) - days);
