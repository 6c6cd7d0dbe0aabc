// The doors that need no sign-in: the links in our messages, and what providers tell us. A link proves itself by its signature, a provider by his; whoever
// has neither learns nothing, and may not ask often.
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { readLink } from "#functions/dunning/links.ts";
import { LINKS } from "#functions/dunning/office.ts";
import type { PaymentPages } from "#functions/dunning/payments/port.ts";
import { nothingHere, pageAnswer, type Answer } from "#functions/dunning/visits/page.ts";
import { visit } from "#functions/dunning/visits/visit.ts";
import { webhooks } from "#functions/dunning/visits/webhooks.ts";
import { visitWords } from "#functions/dunning/visits/words.ts";
import { actingAs } from "#functions/runtime/acting.ts";
import { addressOf } from "#functions/runtime/address.ts";
import { languageOf, type ApiEvent } from "#functions/runtime/api.ts";
import { now } from "#functions/runtime/clock.ts";
import { env } from "#functions/runtime/env.ts";
import { providersInUse, type Providers } from "#functions/runtime/providers.ts";
import { task } from "#functions/runtime/task.ts";
import { NOBODY, withinLimit } from "#functions/store/limits.ts";

/** A whole office behind one address opens its reminders at nine; nobody guesses 128 bits at that pace. */
const OPENING = { what: "links", most: 120, minutes: 1 };
const LARGEST = 200_000;
const HOOKS = "/api/v1/webhooks/";

export const handler = task(async (event: ApiEvent): Promise<APIGatewayProxyStructuredResultV2> => {
  const at = now();
  const providers = await providersInUse();
  return event.rawPath.startsWith(HOOKS) ? told(event, providers, at) : followed(event, providers, at);
});

async function followed(event: ApiEvent, providers: Providers, at: string): Promise<Answer> {
  const asked = event.headers["accept-language"] ?? "";
  const { WEB_ORIGIN: origin } = env("WEB_ORIGIN");
  if (!(await withinLimit(NOBODY, OPENING, addressOf(event), at))) {
    const language = languageOf(event);
    return pageAnswer({ language, title: visitWords[language].tooOften, says: [visitWords[language].tooOftenSays] }, 429);
  }
  const link = readLink(event.rawPath.slice(LINKS.length), Buffer.from(providers.linkKey), at);
  if (!link || link === "expired" || (event.body?.length ?? 0) > LARGEST) return nothingHere(asked);
  const form = event.requestContext.http.method === "POST" ? { form: new URLSearchParams(bodyOf(event)) } : {};
  const visiting = { link, here: `${origin}${event.rawPath}`, origin, query: new URLSearchParams(event.rawQueryString), now: at, pages: () => pagesOf(providers), ...form };
  const acting = { actor: { type: "contact", id: link.messageId ?? "link", name: "link" }, via: "portal", request: event.requestContext.requestId } as const;
  return (await actingAs(acting, () => visit(visiting))) ?? nothingHere(asked);
}

async function told(event: ApiEvent, providers: Providers, at: string): Promise<Answer> {
  const hook = webhooks[event.rawPath.slice(HOOKS.length)];
  if (!hook || (event.body?.length ?? 0) > LARGEST) return { statusCode: 404, body: "" };
  const { WEB_ORIGIN } = env("WEB_ORIGIN");
  return hook({ body: bodyOf(event), headers: event.headers, url: `${WEB_ORIGIN}${event.rawPath}${event.rawQueryString ? `?${event.rawQueryString}` : ""}`, now: at, providers, pages: () => pagesOf(providers) });
}

const bodyOf = ({ body = "", isBase64Encoded }: ApiEvent): string => (isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body);

async function pagesOf({ stripe }: Providers): Promise<PaymentPages | undefined> {
  if (!stripe) return undefined;
  const { stripePages } = await import("#functions/dunning/payments/stripe.ts");
  return stripePages({ apiKey: stripe.apiKey, webhookSecret: stripe.webhookSecret, nowMs: () => Date.parse(now()), ...(stripe.endpoint ? { endpoint: new URL(stripe.endpoint) } : {}) });
}
