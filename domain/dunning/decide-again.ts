// Seconds before a message goes it is decided again, from the state as it is then: a payment at nine must not become a reminder at ten.
//
// The same rules run on the fresh state as if the message had not been planned. If they come to the same step for the same people, what they come to now
// is sent (new amounts, an item less); if to anything else, this message stops, with the reasons, and the next run finds what is right.
import { planOneOff } from "#domain/dunning/one-off.ts";
import { plan, type Plan } from "#domain/dunning/plan.ts";
import type { Prepared } from "#domain/dunning/prepare.ts";
import type { Message, PlannedMessage } from "#domain/dunning/schema.ts";
import type { Situation } from "#domain/dunning/situation.ts";
import { placeOf, type World } from "#domain/dunning/world.ts";
import type { Reason } from "#domain/reason.ts";

export type Again =
  | { readonly decision: "send"; readonly message: PlannedMessage; readonly changes: readonly Reason[] }
  | { readonly decision: "wait"; readonly slot: Pick<PlannedMessage, "sendOn" | "notBefore" | "notAfter">; readonly reasons: readonly Reason[] }
  | { readonly decision: "stop"; readonly reasons: readonly Reason[] };

export function decideAgain(message: Message, situation: Situation, prepared: Prepared, world: World): Again {
  if (message.manual) return oneOffAgain({ ...message, manual: message.manual }, situation, prepared, world);
  const { policy } = prepared;
  if (message.policyId !== policy.id || message.policyVersion !== policy.version) return { decision: "stop", reasons: [{ code: "policy-changed", policy: policy.id, version: policy.version }] };
  const accounts = situation.accounts.map((account) => ({
    ...account,
    underWay: account.underWay.filter(({ messageId }) => messageId !== message.id),
    tasks: message.kind === "task" ? account.tasks.filter(({ step, key }) => step !== message.step || !message.lines.some((line) => line.key === key)) : account.tasks,
  }));
  const fresh = plan({ ...situation, accounts }, prepared, world);
  const same = fresh.messages.find(({ kind, step }) => kind === message.kind && step === message.step);
  if (!same) return waits(fresh, situation, prepared, world) ?? { decision: "stop", reasons: whyNot(fresh, message) };
  const unapproved = message.state.status === "approved" || message.state.status === "sending" ? newApprovals(message, same) : same.approvals;
  if (unapproved.length > 0) return { decision: "stop", reasons: unapproved };
  // Its own window is over (it was approved later, or left behind), and today's has not opened yet.
  if (Date.parse(same.notBefore) > Date.parse(world.now)) return { decision: "wait", slot: { sendOn: same.sendOn, notBefore: same.notBefore, notAfter: same.notAfter }, reasons: [] };
  return { decision: "send", message: { ...same, cycle: message.cycle }, changes: changesOf(message, same) };
}

/** Only the clock stands against it (a holiday, the window is over): it goes in its next slot. */
function waits({ reasons }: Plan, { addressee }: Situation, { policy }: Prepared, world: World): Again | undefined {
  if (reasons.length === 0 || reasons.some(({ code }) => code !== "waits-for-slot")) return undefined;
  const { on, notBefore, notAfter } = world.slot(policy, placeOf(addressee.country ?? "", addressee.region), addressee.timeZone);
  return { decision: "wait", slot: { sendOn: on, notBefore, notAfter }, reasons };
}

/** What a person wrote is held against the account as it is now, as everything else: who has paid meanwhile is not written to. */
function oneOffAgain(message: Message & Pick<Required<Message>, "manual">, situation: Situation, prepared: Prepared, world: World): Again {
  const fresh = planOneOff(situation, prepared, world, { ...message.manual, template: message.template ?? "" });
  if ("excluded" in fresh) return { decision: "stop", reasons: fresh.excluded };
  const { addressee } = situation;
  const { on, notBefore, notAfter, why } = world.slot(prepared.policy, placeOf(addressee.country ?? "", addressee.region), addressee.timeZone);
  if (why !== "") return { decision: "wait", slot: { sendOn: on, notBefore, notAfter }, reasons: [{ code: "waits-for-slot", why, until: on }] };
  const unapproved = newApprovals(message, fresh.planned);
  return unapproved.length > 0 ? { decision: "stop", reasons: unapproved } : { decision: "send", message: { ...fresh.planned, cycle: message.cycle }, changes: changesOf(message, fresh.planned) };
}

function whyNot({ reasons, lines, messages }: Plan, message: Message): Reason[] {
  const now = new Map(lines.map((line) => [line.key, line]));
  const gone = message.lines.filter(({ part, key }) => part === "advances" && !now.has(key)).map(({ number }): Reason => ({ code: "settled", number }));
  const excluded = message.lines.flatMap(({ part, key, number }) => (part === "advances" ? (now.get(key)?.reasons ?? []).map((reason): Reason => ({ ...reason, number })) : []));
  const other = messages.find(({ kind }) => kind === message.kind);
  const all = [...reasons, ...gone, ...excluded, ...(other ? [{ code: "another-step", step: other.step }] : [])];
  return all.length > 0 ? all : [{ code: "no-longer-due" }];
}

/** What somebody approved may shrink; it may not grow a reason that he did not see, nor an amount. */
export function newApprovals(message: Message, fresh: PlannedMessage): Reason[] {
  const seen = new Map(message.approvals.map((reason) => [`${reason.code} ${reason.currency ?? ""}`, reason]));
  return fresh.approvals.filter((reason) => {
    const before = seen.get(`${reason.code} ${reason.currency ?? ""}`);
    return !before || (reason.minor !== undefined && BigInt(String(reason.minor)) > BigInt(String(before.minor)));
  });
}

export function changesOf(message: Message, fresh: PlannedMessage): Reason[] {
  const now = new Map(fresh.lines.map((line) => [line.key, line]));
  const then = new Map(message.lines.map((line) => [line.key, line]));
  const gone = message.lines.filter(({ key }) => !now.has(key)).map(({ number }): Reason => ({ code: "left-out", number }));
  const changed = fresh.lines.flatMap((line): Reason[] => {
    const before = then.get(line.key);
    if (!before) return [{ code: "added", number: line.number }];
    return before.claimedMinor === line.claimedMinor ? [] : [{ code: "amount-changed", number: line.number, before: String(before.claimedMinor), after: String(line.claimedMinor) }];
  });
  return [...gone, ...changed];
}
