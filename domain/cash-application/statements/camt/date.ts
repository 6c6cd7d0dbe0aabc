import { type DateText, isDate } from "#domain/date.ts";
import { type Element, textAt } from "#domain/text/xml.ts";

/** A choice of Dt and DtTm, either of which banks fill with a date or an instant: the day as it is written, for it is the bank's business date. */
export function dateOf(choice: Element | undefined): DateText | null {
  return dateIn(textAt(choice, "Dt") ?? textAt(choice, "DtTm") ?? textAt(choice));
}

export function dateIn(text: string | null): DateText | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:$|[TZ+\s-])/.exec(text ?? "");
  const date = match ? `${match[1]}-${match[2]}-${match[3]}` : "";
  return isDate(date) ? date : null;
}
