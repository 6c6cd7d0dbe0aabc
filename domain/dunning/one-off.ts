// A message that a person writes by hand, to one customer or to many. It follows no ladder and raises no level, and goes the way of every other: what
// stands against a reminder stands against it, it is decided again before it goes, and the window of the customer's policy holds.
//
// Some of what stands against it may be passed over with a reason (a VIP who is to have a statement of account, a promise that he asks about); then
// somebody else approves. What the law, the switch or the customer himself has stopped is passed over by nobody.
import { claimsOf } from "#domain/dunning/claim.ts";
import { aboveMaximum, totalsOf } from "#domain/dunning/compose.ts";
import { dateOf, dayOf } from "#domain/dunning/days.ts";
import { activeRules, ruleReason, wholeHolds } from "#domain/dunning/holds.ts";
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import { legalKinds } from "#domain/dunning/messages/shelf.ts";
import { linesByHand, type Contribution } from "#domain/dunning/one-off-lines.ts";
import type { Step } from "#domain/dunning/policy/schema.ts";
import type { Prepared } from "#domain/dunning/prepare.ts";
import { deliveryOf, type Undeliverable } from "#domain/dunning/recipients.ts";
import type { Message, PlannedMessage } from "#domain/dunning/schema.ts";
import type { Situation } from "#domain/dunning/situation.ts";
import { standingsOf } from "#domain/dunning/standing.ts";
import { placeOf, type World } from "#domain/dunning/world.ts";
import type { Reason } from "#domain/reason.ts";

/** What is told about is the account; of a promise, a payment or a call nobody writes from here. */
export const byHandKinds: ReadonlySet<MessageKind> = new Set(["courtesy", "reminder-1", "reminder-2", "reminder-3", "formal-notice", "statement"]);

/** May be passed over with a reason: what we ourselves agreed or noted, and data that are late. */
export const overridable: ReadonlySet<string> = new Set(["vip", "manual", "promise", "payment-plan", "announced-payment", "document-requested", "unread-reply", "unapplied-credit", "stale-data", "quiet-days", "context-rule"]);

/** More at once than this is a mailing: somebody else looks at it first. */
export const MAILING_ABOVE = 25;

export type Writing = NonNullable<Message["manual"]> & { readonly template: string };
export type PlannedOneOff = { readonly planned: PlannedMessage } | { readonly excluded: readonly Reason[]; readonly mayOverride: readonly string[] };

export function planOneOff(situation: Situation, prepared: Prepared, world: World, writing: Writing): PlannedOneOff {
  const passed = new Set((writing.override?.codes ?? []).filter((code) => overridable.has(code)));
  const { addressee, debtor } = situation;
  const place = placeOf(addressee.country ?? "", addressee.region);
  const { date, day: today } = world.local(addressee.timeZone);
  const step = stepFor(writing, prepared);
  const open = without(situation, passed);
  const account = standingsOf(open, claimsOf(open, place, date), passed.has("unapplied-credit") ? { ...prepared, policy: { ...prepared.policy, creditsHoldPercent: 1_000_000 } } : prepared, today);
  const delivery = deliveryOf(step, debtor, addressee, writing.text ? [writing.language ?? ""] : world.templates.get(writing.template), date);
  const told = linesByHand(writing.kind, account, today);
  const asked: Asked = { situation, prepared, world, date, place, today, step };
  const against = [...standing(asked), ...told.reasons];
  const left = [...against.filter(({ code }) => !passed.has(code)), ...("undeliverable" in delivery ? delivery.undeliverable : []), ...(told.lines.length === 0 && told.reasons.length === 0 ? [{ code: asks(writing.kind) ? "nothing-asked" : "nothing-open" }] : [])];
  if (left.length > 0 || "undeliverable" in delivery) return { excluded: unique(left), mayOverride: [...new Set(left.map(({ code }) => code).filter((code) => overridable.has(code)))] };
  return { planned: planned({ situation, prepared, world, writing, step, delivery, told, place, overridden: [...against.filter(({ code }) => passed.has(code)), ...passedByItem(asked, passed)] }) };
}

/** The same account, as if what is passed over did not stand. */
const without = (situation: Situation, passed: ReadonlySet<string>): Situation => ({
  ...situation, holds: situation.holds.filter(({ reason }) => !passed.has(reason)), promises: passed.has("promise") ? [] : situation.promises,
});

type Asked = { readonly situation: Situation; readonly prepared: Prepared; readonly world: World; readonly date: string; readonly place: string; readonly today: number; readonly step: Step };

/** Everything that stands against writing to this debtor at all. */
function standing({ situation, prepared, world, date, place, today, step }: Asked): Reason[] {
  const rules = activeRules(prepared, situation.signals, place, date).filter(({ rule }) => rule.effect.kind === "hold" && step.level >= rule.fromLevel);
  const last = situation.accounts.flatMap(({ contacts }) => contacts.map(({ on }) => on)).toSorted().at(-1);
  const quiet = last !== undefined && prepared.policy.quietDays > 0 && dayOf(last) + prepared.policy.quietDays > today;
  return [...wholeHolds(situation, prepared, world, date), ...rules.map(ruleReason), ...(quiet ? [{ code: "quiet-days", last, until: dateOf(dayOf(last) + prepared.policy.quietDays) }] : [])];
}

/** Of what is passed over, what kept single items out: a promise, a hold on an invoice, credits that lie unapplied. */
const passedByItem = ({ situation, prepared, date, place, today }: Asked, passed: ReadonlySet<string>): Reason[] =>
  passed.size === 0 ? [] : standingsOf(situation, claimsOf(situation, place, date), prepared, today).stands.flatMap(({ blocked, notes }) => [...blocked, ...notes]).filter(({ code }) => passed.has(code));

const asks = (kind: MessageKind): boolean => kind !== "statement";

/** Whom such a message goes to is what the customer's policy says of the same text, or of its first reminder. */
function stepFor({ template, kind, channel }: Writing, { policy: { steps } }: Prepared): Step {
  const letters = steps.filter((step) => step.kind === "message");
  const like = letters.find((step) => step.template === template) ?? letters.find((step) => step.template === kind) ?? letters[0] ?? usualStep;
  const days = kind === "formal-notice" ? { daysToPay: like.daysToPay ?? 15 } : like.template === template && like.daysToPay ? { daysToPay: like.daysToPay } : {};
  const { daysToPay: _days, ...rest } = like;
  return { ...rest, ...days, kind: "message", template, charges: like.template === template || like.template === kind ? like.charges : "none", tone: legalKinds.has(kind) ? "formal" : like.tone, ...(channel ? { channels: [channel], fallbacks: [] } : {}) };
}
const usualStep: Step = { id: "one-off", name: "", level: 0, kind: "message", timing: {}, channels: ["email"], fallbacks: ["letter"], tone: "neutral", to: ["accounts-payable"], escalateTo: ["other", "buyer", "management"], copyTo: [], attachments: [], minimum: [], skippable: false, approval: false, charges: "none" };

type Made = Pick<Asked, "situation" | "prepared" | "world" | "place" | "step"> & { readonly writing: Writing; readonly delivery: Exclude<ReturnType<typeof deliveryOf>, Undeliverable>; readonly told: Contribution; readonly overridden: readonly Reason[] };

function planned({ situation, prepared, world, writing, step, delivery, told, place, overridden }: Made): PlannedMessage {
  const { policy } = prepared;
  const totals = totalsOf(told.lines);
  const slot = world.slot(policy, place, situation.addressee.timeZone);
  const approvals: Reason[] = [
    ...writing.approvals,
    ...(legalKinds.has(writing.kind) ? [{ code: "legal-letter" }] : []),
    ...unique(overridden).map((reason): Reason => ({ code: "overridden", what: reason.code, why: writing.override?.why ?? "" })),
    ...aboveMaximum(prepared.maximumTotal, totals),
  ];
  return {
    group: situation.debtor.id, policyId: policy.id, policyVersion: policy.version, step: "one-off", cycle: writing.batch, kind: "one-off", debtorId: situation.debtor.id, addresseeId: situation.addressee.id,
    level: Math.max(0, ...told.lines.map(({ level }) => level)), stepName: writing.template, channels: [...delivery.channels], template: writing.template, tone: step.tone, language: delivery.language,
    to: [...delivery.to], copyTo: [...delivery.copyTo], attachments: step.attachments, ...(step.daysToPay ? { daysToPay: step.daysToPay } : {}), charges: step.charges,
    lines: [...told.lines], totals, sendOn: slot.on, notBefore: slot.notBefore, notAfter: slot.notAfter, timeZone: situation.addressee.timeZone, approvals, reasons: [{ code: "written-by-hand", batch: writing.batch }, ...delivery.reasons],
  };
}

const unique = (reasons: readonly Reason[]): Reason[] => [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
