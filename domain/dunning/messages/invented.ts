// Documents of nobody, to try a text on before there is a customer to try it on.
import { addDays, daysBetween, type DateText } from "#domain/date.ts";
import type { Line, MessageKind } from "#domain/dunning/messages/content.ts";
import { money } from "#domain/money.ts";

export function inventedLines(kind: MessageKind, today: DateText, currency: string): Line[] {
  const line = (number: string, po: string, due: number, minor: bigint): Line => {
    const dueOn = addDays(today, due);
    return { number, po, issuedOn: addDays(dueOn, -45), dueOn, daysLate: daysBetween(dueOn, today), level: 1, amount: money(minor, currency), open: money(minor, currency) };
  };
  if (kind === "thank-you") return [];
  return kind === "courtesy" ? [line("F-2026-0491", "450004911", 5, 298_000n)] : [line("F-2026-0388", "450003881", -43, 1_842_000n), line("F-2026-0455", "450004551", -16, 645_490n)];
}
