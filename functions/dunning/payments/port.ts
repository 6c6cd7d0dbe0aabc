// Paying by card or bank at a payment service, as far as a reminder needs it: a page that takes one amount, and a signed word when it was paid.
import type { Money } from "#domain/money.ts";

export type Checkout = {
  readonly tenant: string;
  readonly customerId: string;
  /** What is owed as of the click, one currency at a time. */
  readonly amount: Money;
  /** What the payer reads, and what comes back with the money. */
  readonly label: string;
  readonly reference: string;
  readonly email?: string;
  readonly language: string;
  readonly backTo: string;
  /** The same click twice (an impatient finger, a retried request) is one page to pay at. */
  readonly key: string;
};

export type Paid = { readonly id: string; readonly tenant: string; readonly customerId: string; readonly amount: Money; readonly reference: string; readonly provider: string; readonly payment: string; readonly at: string };

export type PaymentPages = {
  open(checkout: Checkout): Promise<{ readonly url: string; readonly id: string }>;
  /** Undefined for what we have no use for; throws for what is not signed. */
  read(body: string, signature: string): Promise<Paid | undefined>;
};
