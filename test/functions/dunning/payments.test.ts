import { afterEach, expect, test } from "vitest";
import { money } from "#domain/money.ts";
import { readLink, signLink, type Link } from "#functions/dunning/links.ts";
import type { Checkout, Paid } from "#functions/dunning/payments/port.ts";
import { takesCurrency } from "#functions/dunning/payments/currencies.ts";
import { stripePages } from "#functions/dunning/payments/stripe.ts";
import { localStripe, stripeSignature } from "#infra/local/providers/stripe.ts";
import { serve } from "#test/infra/local/serve.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const AT = Date.parse("2026-11-24T08:30:00Z");
const checkout: Checkout = { tenant: "acme", customerId: "cus_1", amount: money(2_655_460n, "EUR"), label: "Maison Valdré, compte C-10442", reference: "RF86C10442", language: "fr", backTo: "https://desk.example/p/x", key: "click-1" };

const open = async () => {
  const paid: Paid[] = [];
  const refused: string[] = [];
  const ours = await serve(async ({ body, headers }) => {
    try {
      const told = await pages.read(body.toString("utf8"), headers["stripe-signature"] ?? "");
      if (told) paid.push(told);
      return { status: 200 };
    } catch (error) {
      refused.push(String(error));
      return { status: 400 };
    }
  });
  const provider = { endpoint: "", close: async (): Promise<unknown> => undefined };
  const stripe = localStripe({ clock: { now: () => AT }, url: () => provider.endpoint, apiKey: "sk_test_1", webhook: { url: ours.endpoint, secret: "whsec_1" } });
  Object.assign(provider, await serve(stripe.handler));
  closing.push(provider.close, ours.close);
  const of = (apiKey: string) => stripePages({ apiKey, webhookSecret: "whsec_1", endpoint: new URL(provider.endpoint), nowMs: () => AT });
  const pages = of("sk_test_1");
  return { pages, of, paid, refused, ours, stripe };
};

test("a customer who presses pay has paid the amount of that moment, and we hear of it once, signed", async () => {
  const { pages, paid } = await open();
  const { url } = await pages.open(checkout);
  expect(await (await fetch(url)).text()).toContain("26554.60 EUR");
  for (let n = 0; n < 2; n++) expect((await fetch(url, { method: "POST", redirect: "manual" })).status).toBe(303);
  expect(paid).toMatchObject([{ tenant: "acme", customerId: "cus_1", amount: money(2_655_460n, "EUR"), reference: "RF86C10442", provider: "stripe", at: "2026-11-24T08:30:00.000Z" }]);
});

test("an impatient finger opens one page to pay at, not two", async () => {
  const { pages, stripe } = await open();
  const both = await Promise.all([pages.open(checkout), pages.open(checkout)]);
  expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  expect(stripe.sessions.size).toBe(1);
});

test("a word of payment that is forged, changed or old is refused", async () => {
  const { pages } = await open();
  const body = JSON.stringify({ id: "evt_1", object: "event", type: "checkout.session.completed", created: AT / 1000, data: { object: {} } });
  await expect(pages.read(body, stripeSignature("whsec_other", AT / 1000, body))).rejects.toThrow(/signature/i);
  await expect(pages.read(body.replace("evt_1", "evt_2"), stripeSignature("whsec_1", AT / 1000, body))).rejects.toThrow(/signature/i);
  await expect(pages.read(body, stripeSignature("whsec_1", AT / 1000 - 3600, body))).rejects.toThrow(/tolerance/i);
});

test("a page that completed before the bank paid is no payment yet", async () => {
  const { pages } = await open();
  const object = { metadata: { tenant: "acme", customer: "cus_1" }, payment_status: "unpaid", amount_total: 100, currency: "eur", payment_intent: "pi_1" };
  const body = JSON.stringify({ id: "evt_1", object: "event", type: "checkout.session.completed", created: AT / 1000, data: { object } });
  expect(await pages.read(body, stripeSignature("whsec_1", AT / 1000, body))).toBeUndefined();
});

test("a wrong key is told, and a currency that Stripe counts otherwise than the standard is not guessed at", async () => {
  const { of, pages } = await open();
  await expect(of("sk_wrong").open(checkout)).rejects.toThrow(/Invalid API Key/);
  expect(["EUR", "JPY", "HUF", "KWD", "UGX"].map(takesCurrency)).toEqual([true, true, false, false, false]);
  await expect(pages.open({ ...checkout, amount: money(100n, "HUF") })).rejects.toThrow(RangeError);
});

test("a link in a mail says whom it is for; changed by a letter or past its day it opens nothing", () => {
  const key = Buffer.from("k".repeat(32));
  const link: Link = { purpose: "pay", tenant: "acme", customerId: "cus_1", messageId: "msg_1", until: AT / 1000 + 60 };
  const token = signLink(link, key);
  const now = new Date(AT).toISOString();
  expect(readLink(token, key, now)).toEqual(link);
  expect(readLink(token, Buffer.from("x".repeat(32)), now)).toBeUndefined();
  expect(readLink(signLink({ ...link, customerId: "cus_2" }, key).split(".")[0] + "." + token.split(".")[1], key, now)).toBeUndefined();
  expect(readLink(token, key, new Date(AT + 61_000).toISOString())).toBe("expired");
  expect(token).toMatch(/^[A-Za-z0-9_.-]+$/);
});
