// As of when are a file's data? Its name says so more often than anything in it: BAL_CLI_20261124.csv, open-items-2026-11-24.txt.
import { isDate, type DateText } from "#domain/date.ts";

/** The last date in the name, unless it lies after the day on which the file came. */
export function dateInName(fileName: string, receivedOn: DateText): DateText | undefined {
  const dates = [...fileName.matchAll(/(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)/g)].map(([, year, month, day]) => `${year}-${month}-${day}`);
  return dates.findLast((date) => isDate(date) && date <= receivedOn);
}
