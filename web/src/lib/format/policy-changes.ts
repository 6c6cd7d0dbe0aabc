// What is different between two versions of a policy, field by field, in words: for whoever publishes it.
import { attachmentWords, chargesWords, groupingWords, kindWords, type Policy, ruleSentence, type Step, unitWords, weekdayWord } from "#lib/format/policy.ts";
import { amountText, day } from "#lib/format/format.ts";
import { channelWord, languageWord, named, roleWord, templateWord, toneWord } from "#lib/format/reminder.ts";
import * as m from "#lib/paraglide/messages.js";

export type Change = { readonly where: string; readonly what: string; readonly before: string; readonly after: string };
type Field<T> = readonly [what: () => string, words: (of: T) => string];

const yes = (value: boolean): string => (value ? m.on() : m.off());
const list = (values: readonly string[], word: (value: string) => string = (value) => value): string => values.map(word).join(", ") || "–";
const amounts = (values: Step["minimum"]): string => list(values.map((one) => amountText(one)));
const number = (value: number | undefined): string => (value === undefined ? "–" : String(value).replace("-", "\u2212"));

const stepFields: readonly Field<Step>[] = [
  [m.pol_title_name, ({ name }) => named(name)], [m.pol_kind, ({ kind }) => kindWords[kind]!()], [m.col_level, ({ level }) => String(level)],
  [m.pol_when_due, ({ timing }) => number(timing.due)], [m.pol_when_previous, ({ timing }) => number(timing.previous)], [m.pol_when_invoice, ({ timing }) => number(timing.invoice)],
  [m.pol_by_which, ({ channels }) => list(channels, channelWord)], [m.pol_instead, ({ fallbacks }) => list(fallbacks, channelWord)], [m.pol_template, ({ template }) => template ? templateWord(template) : "–"], [m.pol_tone, ({ tone }) => toneWord(tone)],
  [m.pol_to, ({ to }) => list(to, roleWord)], [m.pol_escalate, ({ escalateTo }) => list(escalateTo, roleWord)], [m.pol_copy, ({ copyTo }) => list(copyTo, roleWord)],
  [m.pol_attachments, ({ attachments }) => list(attachments, (one) => attachmentWords[one]!())], [m.pol_minimum_step, ({ minimum }) => amounts(minimum)], [m.pol_skippable, ({ skippable }) => yes(skippable)],
  [m.pol_approval, ({ approval }) => yes(approval)], [m.pol_gives_days, ({ daysToPay }) => number(daysToPay)], [m.pol_charges, ({ charges }) => chargesWords[charges]!()],
];
const policyFields: readonly Field<Policy>[] = [
  [m.pol_title_name, ({ name }) => named(name)], [m.pol_segments, ({ appliesTo }) => list(appliesTo.segments)], [m.pol_entities, ({ appliesTo }) => list(appliesTo.entities)], [m.pol_countries, ({ appliesTo }) => list(appliesTo.countries)],
  [m.customers, ({ appliesTo }) => list(appliesTo.customers)], [m.pol_priority, ({ priority }) => number(priority)], [m.pol_unit, ({ unit }) => unitWords[unit]!()], [m.pol_grouping, ({ grouping }) => groupingWords[grouping]!()],
  [m.pol_languages, ({ languages }) => list(languages, languageWord)],
  [m.pol_window, ({ window: { from, to, fridayTo } }) => `${from}–${to}${fridayTo ? `, ${m.pol_friday_to()} ${fridayTo}` : ""}`], [m.pol_weekdays, ({ window }) => list(window.weekdays.toSorted().map((n) => weekdayWord(n)))],
  [m.pol_quiet, ({ quietDays }) => number(quietDays)], [m.pol_grace, ({ graceDays }) => number(graceDays)], [m.pol_closures, ({ closures }) => list(closures.map(({ from, to }) => `${day(from)}–${day(to)}`))],
  [m.pol_min_item, ({ minimumItem }) => amounts(minimumItem)], [m.pol_min_total, ({ minimumTotal }) => amounts(minimumTotal)], [m.pol_max_total, ({ maximumTotal }) => amounts(maximumTotal)],
  [m.pol_credits, ({ creditsHoldPercent }) => number(creditsHoldPercent)], [m.pol_list_not_due, ({ listNotDue }) => yes(listNotDue)],
  [m.pol_serial, ({ serialLate, steps }) => (serialLate ? `${serialLate.cycles} ${m.pol_serial_cycles()} ${m.pol_serial_at()} ${steps.find(({ id }) => id === serialLate.startAt)?.name ?? serialLate.startAt}` : "–")],
  [m.pol_rules, ({ rules }) => rules.map(ruleSentence).join(" ")],
];

export function changesOf(before: Policy, after: Policy): Change[] {
  const of = <T>(where: string, fields: readonly Field<T>[], a: T, b: T): Change[] => fields.flatMap(([what, words]) => (words(a) === words(b) ? [] : [{ where, what: what(), before: words(a), after: words(b) }]));
  const steps = after.steps.flatMap((step): Change[] => {
    const earlier = before.steps.find(({ id }) => id === step.id);
    return earlier ? of(named(step.name), stepFields, earlier, step) : [{ where: named(step.name), what: m.pol_step_added(), before: "–", after: named(step.name) }];
  });
  const gone = before.steps.filter(({ id }) => !after.steps.some((step) => step.id === id)).map((step): Change => ({ where: named(step.name), what: m.pol_step_removed(), before: named(step.name), after: "–" }));
  return [...of(m.pol_whole(), policyFields, before, after), ...steps, ...gone];
}
