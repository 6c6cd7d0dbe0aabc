// The business date of the tenant, as the server told it last: not this machine's clock, which may be in another zone or wrong.
import { businessDate } from "#domain/date.ts";

export const today: { date: string } = $state({ date: businessDate(new Date().toISOString(), Intl.DateTimeFormat().resolvedOptions().timeZone) });

/** An answer that was not asked for a date says what today is. */
export function learnToday(asked: string | undefined, answered: string): void {
  if (!asked) today.date = answered;
}
