// What became of one instalment in the plan of a debtor, and why. Filled in, not spread together: a run asks this a million times.
import { dateOf } from "#domain/dunning/days.ts";
import type { MessageLine } from "#domain/dunning/schema.ts";
import type { LineVerdict } from "#domain/dunning/situation.ts";
import type { Stand } from "#domain/dunning/standing.ts";
import type { Reason } from "#domain/reason.ts";

export function verdictOf(stand: Stand, inMessage: ReadonlyMap<string, MessageLine>, blocked: readonly Reason[], today: number): LineVerdict {
  const { line, next, dueDay } = stand;
  const sent = inMessage.get(line.key);
  const step = next?.due?.rung.step.id ?? next?.task?.rung.step.id;
  const why = [...stand.blocked, ...stand.notes, ...(next?.reasons ?? [])];
  const is = (verdict: LineVerdict["verdict"], reasons: readonly Reason[] = why, at?: string): LineVerdict => {
    const told: { -readonly [K in keyof LineVerdict]: LineVerdict[K] } = { key: line.key, number: line.number, level: sent?.level ?? stand.level, verdict, reasons };
    if (next?.nextDay !== undefined) told.nextOn = dateOf(next.nextDay);
    if (at) told.step = at;
    return told;
  };
  if (sent?.part === "advances") return is("advances", why, sent.step);
  if (stand.blocked.length > 0) return is("excluded", why, step);
  if (stand.busy) return is("waits", [...why, onItsWay(stand)], step);
  if (step && !stand.small) return is("waits", [...why, ...blocked], step);
  if (today <= dueDay) return is("not-due");
  return is("listed", [...why, ...(next?.nextDay === undefined ? (stand.small || (next?.reasons ?? []).length > 0 ? [] : [{ code: "ladder-ended" }]) : [{ code: "step-not-due", on: dateOf(next.nextDay) }])]);
}

export const onItsWay = ({ busy }: Stand): Reason => ({ code: "message-under-way", message: busy ?? "" });
