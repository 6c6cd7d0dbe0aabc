// When is an invoice due that does not say so? By the customer's terms, else by those of the source it came from.
// "45 jours fin de mois" is read as most French contracts mean it: add the days, then run out the month (Code de commerce L441-10 allows both readings).
import { addDays, monthEnd, type DateText } from "#domain/date.ts";
import type { Customer, Item } from "#domain/ledger/schema.ts";

export type Terms = NonNullable<Customer["terms"]>;
export type Due = { readonly dueOn: DateText; readonly dueReason: Item["dueReason"] };

export const dueOnTerms = (issuedOn: DateText, { days, endOfMonth }: Terms): DateText => (endOfMonth ? monthEnd(addDays(issuedOn, days)) : addDays(issuedOn, days));

export function dueDate(issuedOn: DateText, told: DateText | undefined, ofCustomer: Terms | undefined, ofSource: Terms): Due {
  if (told) return { dueOn: told, dueReason: "file" };
  return ofCustomer ? { dueOn: dueOnTerms(issuedOn, ofCustomer), dueReason: "customer-terms" } : { dueOn: dueOnTerms(issuedOn, ofSource), dueReason: "source-terms" };
}
