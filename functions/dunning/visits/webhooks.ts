// What providers tell us, each signed in its own way. What is not signed is refused before anything else is looked at; what is told twice changes nothing.
import type { CustomerId } from "#domain/id.ts";
import { toDecimal } from "#domain/money.ts";
import { booksOf } from "#functions/dunning/books.ts";
import type { Receipt } from "#functions/dunning/channels/port.ts";
import { receiptOfPrintMail } from "#functions/dunning/channels/print-mail.ts";
import { receiptOfSms } from "#functions/dunning/channels/sms.ts";
import type { Paid, PaymentPages } from "#functions/dunning/payments/port.ts";
import { takeReceipt } from "#functions/dunning/take-receipt.ts";
import { announcePayment } from "#functions/dunning/visits/announced.ts";
import type { Answer } from "#functions/dunning/visits/page.ts";
import type { Providers } from "#functions/runtime/providers.ts";

export type Told = { readonly body: string; readonly headers: Readonly<Record<string, string | undefined>>; /** As the provider called it. */ readonly url: string; readonly now: string; readonly providers: Providers; readonly pages: () => Promise<PaymentPages | undefined> };

export const webhooks: Readonly<Record<string, (told: Told) => Promise<Answer>>> = {
  async stripe({ body, headers, now, pages }) {
    const stripe = await pages();
    if (!stripe) return refusedUnsigned;
    let paid: Paid | undefined;
    try {
      paid = await stripe.read(body, headers["stripe-signature"] ?? "");
    } catch {
      return refusedUnsigned;
    }
    if (paid) await notePaid(paid, now);
    return taken;
  },

  async sms({ body, headers, url, now, providers: { sms } }) {
    const signature = headers["x-twilio-signature"] ?? "";
    return sms ? follow(receiptOfSms(sms, { url, form: new URLSearchParams(body), signature, at: now })) : refusedUnsigned;
  },

  async "print-mail"({ body, headers, providers: { printMail } }) {
    return printMail ? follow(receiptOfPrintMail({ secret: printMail.webhookSecret }, body, headers["signature"] ?? "")) : refusedUnsigned;
  },
};

async function follow(receipt: Receipt | undefined): Promise<Answer> {
  if (!receipt) return refusedUnsigned;
  await takeReceipt(receipt);
  return taken;
}

/** The money comes with the payment service's own payout; until it does, nobody is reminded of it. */
async function notePaid({ tenant, customerId, amount, payment, provider }: Paid, now: string): Promise<void> {
  const books = booksOf(tenant);
  if (!(await books.ledger.customer(customerId))) return;
  await announcePayment(books, { customerId: customerId as CustomerId, of: payment, note: `${provider} ${payment}: ${toDecimal(amount)} ${amount.currency}`, by: { type: "rule", id: provider, version: 1 } }, now);
}

const taken: Answer = { statusCode: 204, body: "" };
/** The same whether it is unsigned, badly signed, or about nothing of ours. */
const refusedUnsigned: Answer = { statusCode: 403, headers: { "content-type": "application/json" }, body: JSON.stringify({ message: "Forbidden" }) };
