// A phone task in a message's place: a rule of the policy says so, or nobody can be written to. It raises no level and is made once for each instalment and
// step; the message itself goes on waiting, with its reason.
import { belowMinimum, composed, type Composing } from "#domain/dunning/compose.ts";
import type { Rung } from "#domain/dunning/prepare.ts";
import { deliveryOf } from "#domain/dunning/recipients.ts";
import type { PlannedMessage } from "#domain/dunning/schema.ts";
import type { Stand } from "#domain/dunning/standing.ts";
import type { Reason } from "#domain/reason.ts";

type Asking = Omit<Composing, "rung" | "group" | "delivery" | "tone" | "ruleApprovals" | "because">;
/** Why a call: asked for by a rule, or to find whom to write to. Part of the task's name, so that each is made once. */
export type CallFor = "call" | "contact";

export const callStep = (purpose: CallFor, step: string): string => `${purpose}-${step}`;

export function callAbout(asked: Asking, rung: Rung, group: readonly Stand[], purpose: CallFor, because: Reason): PlannedMessage[] {
  const task = taskOf(rung, purpose, Math.max(0, ...group.map(({ level }) => level)));
  const delivery = numberFor(asked, task);
  const without = group.filter(({ tasksMade }) => !tasksMade.includes(task.step.id));
  const { situation: { accounts, group: name, addressee }, prepared: { policy }, world, place } = asked;
  const calling = accounts.some(({ underWay }) => underWay.some(({ kind, group: of }) => kind === "task" && of === name));
  if (!delivery || without.length === 0 || calling || world.slot(policy, place, addressee.timeZone).why !== "") return [];
  const stands = without.map((stand) => ({ ...stand, next: { task: { rung: task, day: stand.next?.due?.day ?? asked.today }, reasons: [] } }));
  const account = { ...asked.account, stands: asked.account.stands.map((stand) => stands.find(({ line }) => line.key === stand.line.key) ?? stand) };
  const made = composed({ ...asked, account, rung: task, group: stands, delivery, tone: rung.step.tone, ruleApprovals: [], because: [because] });
  return "tooSmall" in made || belowMinimum(asked, made.totals) ? [] : [made];
}

/** Whether a rule that wants a call has anybody to be called, now or in a call that was made already. */
export const canCall = (asked: Asking, rung: Rung): boolean => numberFor(asked, taskOf(rung, "call", 0)) !== undefined;

function taskOf(rung: Rung, purpose: CallFor, level: number): Rung {
  const { template: _template, daysToPay: _days, ...step } = rung.step;
  return { ...rung, task: true, step: { ...step, id: callStep(purpose, step.id), kind: "task", level, channels: ["phone"], fallbacks: [], copyTo: [], attachments: [], charges: "none", approval: false } };
}

function numberFor({ situation: { debtor, addressee }, date }: Asking, { step }: Rung) {
  const delivery = deliveryOf(step, debtor, addressee, undefined, date);
  return "undeliverable" in delivery ? undefined : delivery;
}
