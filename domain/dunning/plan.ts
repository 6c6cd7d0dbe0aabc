// Who is reminded of what today, and why not of the rest.
//
// The decision reads the state, never the calendar alone: an instalment that should have been reminded of yesterday is so today. Each instalment climbs
// its own ladder; what is due of one debtor is put together in one message at the highest step that is due (or one message per step, if the policy says
// so), and every other overdue instalment is listed at the level that it already has: a threat is not repeated for it, and not taken back.
//
// In order: what may be claimed of each item (claim.ts), its next step (ladder.ts), what stops the whole message (holds.ts), whom it reaches
// (recipients.ts), when it may go (world.ts), and what it says (compose.ts).
import { dateOf, dayOf } from "#domain/dunning/days.ts";
import { callAbout, canCall } from "#domain/dunning/call-about.ts";
import { claimsOf } from "#domain/dunning/claim.ts";
import { composed, type Composing } from "#domain/dunning/compose.ts";
import { activeRules, ruleReason, rulesFor, wholeHolds, type ActiveRule } from "#domain/dunning/holds.ts";
import { nextStep } from "#domain/dunning/ladder.ts";
import type { PlannedMessage } from "#domain/dunning/schema.ts";
import type { Prepared, Rung } from "#domain/dunning/prepare.ts";
import { deliveryOf, type Delivery, type Undeliverable } from "#domain/dunning/recipients.ts";
import type { LineVerdict, Situation } from "#domain/dunning/situation.ts";
import { climbOf, standingsOf, type Stand } from "#domain/dunning/standing.ts";
import { onItsWay, verdictOf } from "#domain/dunning/verdict.ts";
import { placeOf, type World } from "#domain/dunning/world.ts";
import type { Reason } from "#domain/reason.ts";

export type Plan = {
  readonly group: string;
  /** "part": a message goes, and some of what is overdue is not in it. "calls": only a phone task. "waits": it goes by itself later. "held": somebody or something must change first. */
  readonly outcome: "sends" | "part" | "approval" | "calls" | "waits" | "held" | "nothing";
  readonly messages: readonly PlannedMessage[];
  readonly lines: readonly LineVerdict[];
  /** What holds or delays the message as a whole. */
  readonly reasons: readonly Reason[];
  /** Who is told of something that a rule of the policy watches for. */
  readonly notices: readonly { readonly to: "collector" | "salesperson" | "cash-applier" | "credit-manager"; readonly reason: Reason }[];
  readonly level: number;
  readonly nextOn?: string;
};
type Block = { readonly reason: Reason; readonly kind: "hold" | "wait" };
type Due = { readonly messages: readonly PlannedMessage[]; readonly blocks: readonly Block[]; /** What keeps a phone task back; it never keeps back a letter. */ readonly taskBlocks: readonly Block[] };

export function plan(situation: Situation, prepared: Prepared, world: World): Plan {
  const { addressee, lines, signals } = situation;
  const place = placeOf(addressee.country ?? "", addressee.region);
  const { date, day: today } = world.local(addressee.timeZone);
  const rules = activeRules(prepared, signals, place, date);
  const account = standingsOf(situation, claimsOf(situation, place, date), prepared, today);
  const delivery = deliveries(situation, world, date);
  const climb = climbOf(account, prepared, delivery, rules, today);
  for (const stand of account.stands) stand.next = isMapped(stand) ? nextStep(stand, prepared, climb, today) : unmapped;
  const holds = wholeHolds(situation, prepared, world, date);
  const asked: Asked = { situation, prepared, world, place, date, today, rules, account, delivery };
  const due = account.stands.filter(drives);
  const held = holds.map((reason): Block => ({ reason, kind: "hold" }));
  return told(asked, due, held.length > 0 ? { messages: [], blocks: held, taskBlocks: held } : decided(asked, due), lines.length);
}

type Asked = Pick<Composing, "situation" | "prepared" | "world" | "place" | "date" | "today" | "account"> & { readonly rules: readonly ActiveRule[]; readonly delivery: (rung: Rung) => Delivery | Undeliverable };

const unmapped = { reasons: [{ code: "level-unmapped" }] };
const isMapped = (stand: Stand): stand is Stand & { readonly at: number } => stand.at !== undefined;
const drives = (stand: Stand): boolean => stand.next?.due !== undefined && stand.blocked.length === 0 && !stand.small && !stand.busy;
const calls = (stand: Stand): boolean => stand.next?.task !== undefined && stand.blocked.length === 0;

function deliveries({ debtor, addressee }: Situation, { templates }: World, date: string): Asked["delivery"] {
  const known = new Map<number, Delivery | Undeliverable>();
  return ({ at, step }) => {
    const delivery = known.get(at) ?? deliveryOf(step, debtor, addressee, templates.get(step.template ?? ""), date);
    known.set(at, delivery);
    return delivery;
  };
}

function decided(asked: Asked, due: readonly Stand[]): Due {
  const letters = bySteps(due, asked.prepared).map(([rung, group]) => unlessBusy(asked, rung, () => message(asked, rung, group)));
  const calling = asked.account.stands.filter(calls);
  const call = calling.length === 0 ? nothing : unlessBusy(asked, "task", () => message(asked, highest(calling, ({ next }) => next!.task!.rung), calling));
  return { messages: [...letters, call].flatMap(({ messages }) => messages), blocks: letters.flatMap(({ blocks }) => blocks), taskBlocks: call.blocks };
}

type Part = Pick<Due, "messages" | "blocks">;
const nothing: Part = { messages: [], blocks: [] };

function unlessBusy(asked: Asked, of: "task" | Rung, make: () => Part): Part {
  const busy = underWay(asked, of);
  return busy ? { messages: [], blocks: [busy] } : make();
}

/** One message at the highest step that is due, or one per step. Items that are under way already wait in any case. */
function bySteps(due: readonly Stand[], { policy, rungs }: Prepared): (readonly [Rung, readonly Stand[]])[] {
  if (due.length === 0) return [];
  if (policy.grouping === "one-message") return [[highest(due, ({ next }) => next!.due!.rung), due]];
  return rungs.flatMap((rung) => {
    const group = due.filter(({ next }) => next!.due!.rung === rung);
    return group.length > 0 ? [[rung, group] as const] : [];
  });
}

const highest = (stands: readonly Stand[], rungOf: (stand: Stand) => Rung): Rung => stands.map(rungOf).reduce((a, b) => (b.at > a.at ? b : a));

/** While a message is on its way, no second one of the same ladder. One message per level: only the same level, and what is in it, waits. */
function underWay({ situation, prepared, account }: Asked, of: "task" | Rung): Block | undefined {
  const one = situation.accounts
    .flatMap((each) => each.underWay)
    .find((way) => {
      if ((way.kind === "task") !== (of === "task")) return false;
      if (of !== "task" && prepared.policy.grouping === "one-per-level") return way.group === situation.group && way.step === of.step.id;
      return way.group === situation.group || way.keys.some((key) => account.keys.has(key));
    });
  return one && { reason: { code: "message-under-way", message: one.messageId, step: one.step }, kind: "wait" };
}

function message(asked: Asked, rung: Rung, group: readonly Stand[]): Part {
  const delivery = asked.delivery(rung);
  if ("undeliverable" in delivery) {
    const blocks = delivery.undeliverable.map((reason): Block => ({ reason: { ...reason, step: rung.step.id }, kind: delivery.kind === "waits" ? "wait" : "hold" }));
    // Nobody can be written to, so somebody is asked on the telephone for an address: a ladder that stands still in silence is found at the year's end.
    return delivery.kind === "contacts" && !rung.task ? { messages: callAbout(asked, rung, group, "contact", { code: "mend-contact" }), blocks } : { messages: [], blocks };
  }
  const [call] = rung.task ? [] : rulesFor(asked.rules, rung.step, "call");
  if (call && canCall(asked, rung)) return { messages: callAbout(asked, rung, group, "call", ruleReason(call)), blocks: [{ reason: ruleReason(call), kind: "wait" }] };
  const blocks = [...ruleHolds(asked, rung), ...quiet(asked, rung), ...slotBlocks(asked)];
  const because = asked.rules.length === 0 ? [] : [...rulesFor(asked.rules, rung.step, "tone"), ...rulesFor(asked.rules, rung.step, "sooner"), ...rulesFor(asked.rules, rung.step, "later")].map(ruleReason);
  const made = composed({ ...asked, rung, group, delivery, tone: toneOf(asked, rung), ruleApprovals: rulesFor(asked.rules, rung.step, "approve").map(ruleReason), because });
  if ("tooSmall" in made) blocks.push({ reason: made.tooSmall, kind: "hold" });
  return "tooSmall" in made || blocks.length > 0 ? { messages: [], blocks } : { messages: [made], blocks: [] };
}

const ruleHolds = (asked: Asked, rung: Rung): Block[] => (rung.task ? [] : rulesFor(asked.rules, rung.step, "hold").map((active) => ({ reason: ruleReason(active), kind: "wait" })));

function toneOf({ rules }: Asked, { step }: Rung): Rung["step"]["tone"] {
  const effect = rulesFor(rules, step, "tone")[0]?.rule.effect;
  return effect?.kind === "tone" ? effect.tone : step.tone;
}

/** After any contact of the same people, silence for the quiet days; the messages of several levels that go on one day are one contact. A phone task is no letter: the collector sees when the last one went. */
function quiet({ situation: { group, accounts }, prepared: { policy }, today, date }: Asked, rung: Rung): Block[] {
  if (policy.quietDays === 0 || rung.task) return [];
  const last = accounts.flatMap(({ customerId, contacts }) => contacts.filter((contact) => contact.group === group || contact.group === customerId || group === customerId)).map(({ on }) => on).filter((on) => policy.grouping === "one-message" || on !== date).toSorted().at(-1);
  if (last === undefined || dayOf(last) + policy.quietDays <= today) return [];
  return [{ reason: { code: "quiet-days", last, until: dateOf(dayOf(last) + policy.quietDays) }, kind: "wait" }];
}

function slotBlocks({ prepared: { policy }, world, place, situation: { addressee } }: Asked): Block[] {
  const slot = world.slot(policy, place, addressee.timeZone);
  return slot.why === "" ? [] : [{ reason: { code: "waits-for-slot", why: slot.why, place, until: slot.on }, kind: "wait" }];
}

function told({ situation, rules, account, prepared, today }: Asked, due: readonly Stand[], { messages, blocks, taskBlocks }: Due, count: number): Plan {
  const calling = messages.some(({ kind }) => kind === "task");
  const awaits = new Set(calling ? account.stands.filter(({ next: step }) => step?.due).map(({ line }) => line.key) : []);
  // A call in a message's place tells nobody's instalment that it climbs.
  const inMessage = new Map<string, PlannedMessage["lines"][number]>();
  for (const { lines, kind } of messages) for (const line of lines) if (kind !== "task" || !awaits.has(line.key)) inMessage.set(line.key, line);
  const blocked = blocks.map(({ reason }) => reason);
  const ofTask = taskBlocks.map(({ reason }) => reason);
  const why = (stand: Stand): readonly Reason[] => (stand.next?.due ? blocked : ofTask);
  const lines: LineVerdict[] = [...account.stands.map((stand) => verdictOf(stand, inMessage, why(stand), today)), ...account.credits.map(({ key, number }): LineVerdict => ({ key, number, verdict: "credit", level: 0, reasons: [] }))];
  const excluded = account.stands.filter((stand) => stand.blocked.length > 0 && (stand.next?.due !== undefined || (stand.at === undefined && today > stand.dueDay)));
  const waiting = account.stands.filter(({ busy, next: step }) => busy && step?.due);
  const next = account.stands.flatMap(({ next: step }) => step?.nextDay ?? []);
  return {
    group: situation.group,
    outcome: count === 0 ? "nothing" : outcomeOf(messages, blocks, [...due, ...waiting], excluded),
    messages, lines,
    reasons: blocked.length > 0 ? blocked : due.length > 0 ? [] : unique([...waiting.map(onItsWay), ...excluded.flatMap((stand) => stand.blocked)]),
    notices: noticesOf(rules, [...blocked, ...excluded.flatMap((stand) => stand.blocked)]),
    level: Math.max(0, ...account.stands.map(({ at, next: step }) => step?.due?.rung.step.level ?? (at === undefined || at < 0 ? 0 : prepared.rungs[at]!.step.level))),
    ...(next.length > 0 ? { nextOn: dateOf(Math.min(...next)) } : {}),
  };
}

/** Who can mend what keeps a message back, beside whom the policy's rules name. */
function noticesOf(rules: readonly ActiveRule[], stops: readonly Reason[]): Plan["notices"] {
  if (rules.length === 0 && stops.length === 0) return [];
  const told = rules.flatMap((active) => (active.rule.task === "none" ? [] : [{ to: active.rule.task, reason: ruleReason(active) }]));
  const [money, contact] = [stops.find(({ code }) => code === "unapplied-credit"), stops.find(({ code }) => code === "no-usable-contact" || code === "no-postal-address")];
  return [...told, ...(money ? [{ to: "cash-applier" as const, reason: money }] : []), ...(contact ? [{ to: "collector" as const, reason: contact }] : [])];
}

function outcomeOf(messages: readonly PlannedMessage[], blocks: readonly Block[], due: readonly Stand[], excluded: readonly Stand[]): Plan["outcome"] {
  const letters = messages.filter(({ kind }) => kind !== "task");
  if (letters.some(({ approvals }) => approvals.length > 0)) return "approval";
  if (letters.length > 0) return excluded.length > 0 || blocks.length > 0 ? "part" : "sends";
  if (due.length === 0) return messages.length > 0 ? "calls" : excluded.length > 0 ? "held" : "nothing";
  return blocks.some(({ kind }) => kind === "hold") ? "held" : "waits";
}

const unique = (reasons: readonly Reason[]): Reason[] => [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
