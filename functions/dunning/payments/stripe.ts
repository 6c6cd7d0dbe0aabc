// Payment pages by Stripe Checkout, with Stripe's own SDK: its retries, its idempotency keys, its check of signatures. Amounts are minor units there as
// here, but Stripe counts some currencies otherwise than ISO 4217 does, so those are refused rather than guessed.
import Stripe from "stripe";
import { money, type Money } from "#domain/money.ts";
import { takesCurrency } from "#functions/dunning/payments/currencies.ts";
import type { Checkout, Paid, PaymentPages } from "#functions/dunning/payments/port.ts";

export type StripeOptions = { readonly apiKey: string; readonly webhookSecret: string; /** Only for the stand-in on this machine. */ readonly endpoint?: URL; readonly nowMs?: () => number };

export function stripePages({ apiKey, webhookSecret, endpoint, nowMs }: StripeOptions): PaymentPages {
  const stripe = new Stripe(apiKey, {
    httpClient: Stripe.createFetchHttpClient(), maxNetworkRetries: 2, timeout: 10_000, telemetry: false,
    ...(endpoint ? { host: endpoint.hostname, port: Number(endpoint.port), protocol: endpoint.protocol === "http:" ? ("http" as const) : ("https" as const) } : {}),
  });
  return {
    async open(checkout) {
      const session = await stripe.checkout.sessions.create(sessionOf(checkout), { idempotencyKey: checkout.key });
      if (!session.url) throw new Error(`the payment page ${session.id} has no address`);
      return { url: session.url, id: session.id };
    },
    async read(body, signature) {
      // Five minutes' tolerance against replays, by the clock that the local cloud can move.
      const event = await stripe.webhooks.constructEventAsync(body, signature, webhookSecret, 300, undefined, nowMs?.());
      return event.type === "checkout.session.completed" || event.type === "checkout.session.async_payment_succeeded" ? paidOf(event) : undefined;
    },
  };
}

function sessionOf({ tenant, customerId, amount, label, reference, email, language, backTo, key }: Checkout): Stripe.Checkout.SessionCreateParams {
  if (!takesCurrency(amount.currency)) throw new RangeError(`${amount.currency} cannot be paid online`);
  if (amount.minor <= 0n || amount.minor > 99_999_999n) throw new RangeError("the amount cannot be paid online");
  const metadata = { tenant, customer: customerId, reference, key };
  return {
    mode: "payment", locale: language as Stripe.Checkout.SessionCreateParams.Locale, client_reference_id: reference, success_url: `${backTo}?paid=1`, cancel_url: backTo, metadata, payment_intent_data: { metadata, description: label },
    line_items: [{ quantity: 1, price_data: { currency: amount.currency.toLowerCase(), unit_amount: Number(amount.minor), product_data: { name: label } } }],
    ...(email ? { customer_email: email } : {}),
  };
}

/** A session may complete before the bank has paid (direct debit): only "paid" is money. */
function paidOf(event: Stripe.CheckoutSessionCompletedEvent | Stripe.CheckoutSessionAsyncPaymentSucceededEvent): Paid | undefined {
  const { metadata, payment_status, amount_total, currency, payment_intent } = event.data.object;
  if (payment_status !== "paid" || amount_total === null || !currency || !metadata?.["tenant"] || !metadata["customer"]) return undefined;
  const amount: Money = money(BigInt(amount_total), currency.toUpperCase());
  const payment = typeof payment_intent === "string" ? payment_intent : (payment_intent?.id ?? event.data.object.id);
  return { id: event.id, tenant: metadata["tenant"], customerId: metadata["customer"], amount, reference: metadata["reference"] ?? "", provider: "stripe", payment, at: new Date(event.created * 1000).toISOString() };
}
