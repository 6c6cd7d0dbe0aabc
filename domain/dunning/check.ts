// May this policy be published? Every step can be reached, the ladder rises, every text is complete in every language that the policy writes; else it
// says everything that is wrong, not only the first. Reachability is not argued but tried: the engine itself plays two years of a debtor who never pays.
import { withContact, withDelivered, withPlanned, newAccount } from "#domain/dunning/account.ts";
import { addDays } from "#domain/date.ts";
import { plan } from "#domain/dunning/plan.ts";
import type { Policy, Step } from "#domain/dunning/policy/schema.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import type { DunningAccount, Message } from "#domain/dunning/schema.ts";
import type { OpenLine, Party } from "#domain/dunning/situation.ts";
import { worldAt } from "#domain/dunning/world.ts";
import type { Reason } from "#domain/reason.ts";

export type Checking = { readonly templates: ReadonlyMap<string, readonly string[]>; /** The version in force, whose marks debtors carry. */ readonly previous?: Policy };

/** Empty: it may be published. */
export function checkPolicy(policy: Policy, { templates, previous }: Checking): Reason[] {
  const shape = [...steps(policy), ...amounts(policy), ...names(policy), ...rules(policy), ...times(policy), ...texts(policy, templates), ...mapping(policy, previous)];
  return shape.length > 0 ? shape : unreachable(policy, templates);
}

function steps({ steps: all }: Policy): Reason[] {
  const reasons: Reason[] = [];
  all.forEach((step, at) => reasons.push(...duplicate(step, all, at), ...stepTiming(step, all.slice(0, at)), ...stepLevel(step, all.slice(0, at)), ...stepContent(step)));
  const handOff = all.findIndex(({ kind }) => kind === "hand-off");
  if (handOff >= 0 && handOff < all.length - 1) reasons.push({ code: "policy.step-after-hand-off", step: all[handOff + 1]!.id });
  if (!all.some(({ level }) => level > 0)) reasons.push({ code: "policy.no-reminder" });
  return reasons;
}

const duplicate = ({ id }: Step, all: readonly Step[], at: number): Reason[] => (all.findIndex((other) => other.id === id) < at ? [{ code: "policy.step-twice", step: id }] : []);

function stepTiming({ id, timing, level, kind }: Step, before: readonly Step[]): Reason[] {
  const { due, previous, invoice } = timing;
  if (due === undefined && previous === undefined && invoice === undefined) return [{ code: "policy.step-without-trigger", step: id }];
  if (due === undefined && invoice === undefined && !before.some(isLetter)) return [{ code: "policy.first-step-needs-date", step: id }];
  if (level === 0 && kind === "message") return due !== undefined && due <= 0 ? [] : [{ code: "policy.courtesy-after-due", step: id }];
  if (due !== undefined && due < 0) return [{ code: "policy.reminder-before-due", step: id, due }];
  const last = before.findLast((step) => step.timing.due !== undefined && step.kind === kind)?.timing.due;
  return due !== undefined && last !== undefined && due <= last ? [{ code: "policy.days-not-rising", step: id, due, before: last }] : [];
}

const isLetter = ({ kind, level }: Step): boolean => kind !== "task" && level > 0;

function stepLevel({ id, kind, level }: Step, before: readonly Step[]): Reason[] {
  const reached = Math.max(0, ...before.filter(({ kind: of }) => of !== "task").map((step) => step.level));
  if (kind === "task") return level === reached ? [] : [{ code: "policy.task-raises-level", step: id, level, reached }];
  const courtesies = level === 0 && before.every((step) => step.level === 0);
  return level > reached || courtesies ? [] : [{ code: "policy.ladder-not-rising", step: id, level, reached }];
}

function stepContent({ id, kind, tone, daysToPay, charges, level, channels }: Step): Reason[] {
  const reasons: Reason[] = [];
  // A formal notice without a deadline is none: the debtor must be told by when, and 8 to 15 days are the custom (30 at most).
  if (tone === "formal" && kind === "message" && (daysToPay === undefined || daysToPay < 8 || daysToPay > 30)) reasons.push({ code: "policy.formal-notice-without-deadline", step: id });
  if (charges === "claimed" && level === 0) reasons.push({ code: "policy.charges-before-due", step: id });
  if (kind === "task" && channels.some((channel) => channel !== "phone")) reasons.push({ code: "policy.task-is-a-call", step: id });
  return reasons;
}

function amounts({ minimumTotal, maximumTotal, minimumItem, steps: all }: Policy): Reason[] {
  const lists = [minimumTotal, maximumTotal, minimumItem, ...all.map(({ minimum }) => minimum)];
  const twice = lists.flatMap((list) => list.filter(({ currency }, at) => list.findIndex((other) => other.currency === currency) < at).map(({ currency }): Reason => ({ code: "policy.currency-twice", currency })));
  const crossed = minimumTotal.flatMap(({ currency, minor }): Reason[] => {
    const maximum = maximumTotal.find((other) => other.currency === currency);
    return maximum && maximum.minor < minor ? [{ code: "policy.minimum-above-maximum", currency, minimum: String(minor), maximum: String(maximum.minor) }] : [];
  });
  return [...twice, ...crossed];
}

function names({ steps: all, serialLate, entry }: Policy): Reason[] {
  const named = [serialLate?.startAt, entry?.notAbove].filter((id) => id !== undefined);
  return named.filter((id) => !all.some((step) => step.id === id && step.level > 0)).map((step) => ({ code: "policy.unknown-step", step }));
}

/** A rule that can never change anything is a mistake of whoever wrote it: he believes himself covered. */
function rules({ rules: all, steps: of }: Policy): Reason[] {
  const highest = Math.max(0, ...of.map(({ level }) => level));
  return all.flatMap(({ id, when: { signal }, fromLevel, effect }, at): Reason[] => {
    const above = of.filter(({ level }) => level >= fromLevel);
    if (all.findIndex((other) => other.when.signal === signal && other.fromLevel === fromLevel && other.effect.kind === effect.kind) < at) return [{ code: "policy.rule-twice", rule: id, signal }];
    if (above.length === 0) return highest === 0 ? [] : [{ code: "policy.rule-above-ladder", rule: id, signal, fromLevel, highest }];
    return effect.kind === "skip" && !above.some(({ kind, skippable }) => skippable || kind === "task") ? [{ code: "policy.rule-skips-nothing", rule: id, signal, fromLevel }] : [];
  });
}

function times({ window, closures }: Policy): Reason[] {
  const reasons: Reason[] = [];
  const onlyFriday = window.weekdays.every((day) => day === 5);
  if (window.from >= window.to || (window.fridayTo !== undefined && window.weekdays.includes(5) && window.fridayTo <= window.from && onlyFriday)) reasons.push({ code: "policy.window-empty", from: window.from, to: window.to });
  if (window.fridayTo !== undefined && window.fridayTo <= window.from && !onlyFriday && window.weekdays.includes(5)) reasons.push({ code: "policy.friday-empty", to: window.fridayTo });
  for (const { from, to } of closures) if (from > to) reasons.push({ code: "policy.closure-backwards", from, to });
  return reasons;
}

function texts({ steps: all, languages }: Policy, templates: Checking["templates"]): Reason[] {
  return all.flatMap(({ id, kind, template }): Reason[] => {
    if (kind !== "message") return [];
    if (!template) return [{ code: "policy.step-without-template", step: id }];
    const written = templates.get(template);
    if (!written) return [{ code: "policy.unknown-template", step: id, template }];
    return languages.filter((language) => !written.includes(language)).map((language) => ({ code: "policy.language-missing", step: id, template, language }));
  });
}

/** Whoever stands on a step of the version in force must know where he stands in this one. */
function mapping({ id, steps: all, mapping: told }: Policy, previous: Policy | undefined): Reason[] {
  const wrong = told.filter(({ to }) => to !== "" && !all.some((step) => step.id === to)).map(({ from, to }): Reason => ({ code: "policy.mapped-to-unknown-step", from, to }));
  const lost = (previous?.steps ?? []).filter(
    (step) => step.kind !== "task" && !(previous!.id === id && all.some((other) => other.id === step.id)) && !told.some(({ policy, version, from }) => policy === previous!.id && version === previous!.version && from === step.id),
  );
  return [...wrong, ...lost.map(({ id: from }): Reason => ({ code: "policy.step-unmapped", from, version: previous!.version }))];
}

const DAYS = 800;
const START = "2026-01-05";

function unreachable(policy: Policy, templates: Checking["templates"]): Reason[] {
  const reached = new Set<string>();
  const prepared = prepare({ ...policy, maximumTotal: [], closures: [] });
  const line = neverPaid(policy);
  let account: DunningAccount = newAccount(line.customerId);
  for (let day = 0; day < DAYS && reached.size < policy.steps.length; day++) {
    const on = addDays(START, day);
    const world = worldAt({ now: `${on}T00:00:00Z`, stale: [], pauses: [], templates });
    const party = patient(policy);
    const { messages } = plan({ group: party.id, debtor: party, addressee: party, lines: [line], holds: [], promises: [], signals: [], accounts: [account] }, prepared, world);
    for (const planned of messages) {
      reached.add(planned.step);
      const message: Message = { ...planned, id: `msg_${planned.step}`, createdAt: on, state: { status: "planned" }, version: 0 };
      account = withDelivered(withContact(withPlanned(account, message), message, on), message, on);
    }
  }
  return policy.steps.filter(({ id }) => !reached.has(id)).map(({ id }) => ({ code: "policy.step-unreachable", step: id }));
}

/** Owes more than any step asks for, and can be reached every way. */
const neverPaid = ({ steps: all, minimumItem, minimumTotal }: Policy): OpenLine => {
  const thresholds = [...all.map(({ minimum }) => minimum), minimumItem, minimumTotal].flat();
  const minor = thresholds.reduce((most, threshold) => (threshold.minor > most ? threshold.minor : most), 100_000n) + 1n;
  return { key: "itm_1~1", itemId: "itm_1", instalment: 1, customerId: "cus_1", entityId: "ent_1", kind: "invoice", number: "1", issuedOn: addDays(START, 0), dueOn: addDays(START, 61), currency: "EUR", minor, openMinor: minor, disputedMinor: 0n };
};

const patient = ({ languages }: Policy): Party => ({
  id: "cus_1", name: "1", language: languages[0]!, timeZone: "UTC", flags: [], team: {},
  contacts: (["accounts-payable", "buyer", "management", "legal", "other"] as const).map((role) => ({ id: `con_${role}`, name: role, role, email: `${role}@example.com`, phone: "+33" })),
});
