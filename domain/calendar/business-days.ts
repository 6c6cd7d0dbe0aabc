// Counting in days on which a place works. "n business days after" begins with the day after, so a promise for Friday with two days' grace ends on Tuesday.
import { isClosed } from "#domain/calendar/holidays.ts";
import { epochDay, fromEpochDay, type DateText } from "#domain/date.ts";

export const isBusinessDay = (date: DateText, place: string): boolean => !isClosed(place, epochDay(date));

/** Zero days after a day is that day, open or not. */
export function addBusinessDays(date: DateText, days: number, place: string): DateText {
  let day = epochDay(date);
  for (let left = days; left > 0; ) if (!isClosed(place, ++day)) left--;
  return fromEpochDay(day);
}

/** That day if it is open, else the next that is. */
export function onOrAfter(date: DateText, place: string): DateText {
  let day = epochDay(date);
  while (isClosed(place, day)) day++;
  return fromEpochDay(day);
}
