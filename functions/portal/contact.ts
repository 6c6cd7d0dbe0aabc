// The portal's own door. A contact has no token of ours: a session stands in a cookie that no script can read (HttpOnly), that no other site can
// send along (SameSite=Strict), and that says nothing but a secret. What changes something must besides come from our own page: a browser says
// where a request comes from, and one from elsewhere is refused. A session sees one customer, because nothing in a request says which.
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { portalContactRoutes } from "#domain/portal/routes.ts";
import { SESSION_HOURS } from "#domain/portal/magic-link.ts";
import type { PortalAccess } from "#domain/portal/schema.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { accountAsSeen } from "#functions/portal/account.ts";
import { requestLink, type RequestLink } from "#functions/portal/request-link.ts";
import { actingAs } from "#functions/runtime/acting.ts";
import { addressOf } from "#functions/runtime/address.ts";
import { asProblem, checkRequest, languageOf, readBody, unreadable, type ApiEvent } from "#functions/runtime/api.ts";
import { now } from "#functions/runtime/clock.ts";
import { noteDenied } from "#functions/runtime/denied.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { routeOf } from "#functions/runtime/match-route.ts";
import { problem, problemOf } from "#functions/runtime/problem.ts";
import { task } from "#functions/runtime/task.ts";
import { NOBODY, withinLimit } from "#functions/store/limits.ts";
import { portalStore, tenantIn } from "#functions/store/portal.ts";

type Answer = { readonly status: number; readonly body?: object; readonly cookie?: string };
type Asked = { readonly body: unknown; readonly event: ApiEvent; readonly at: string; readonly secret: string; readonly send: RequestLink };
type ContactRoute = keyof typeof portalContactRoutes;

/** Fifty colleagues behind one address may come in at the same minute; nobody guesses 256 bits at that pace. */
const OPENING = { what: "portal-open", most: 60, minutes: 1 };
const ASKING = { what: "portal-ask", most: 20, minutes: 1 };

export const contactHandler = (send: RequestLink = requestLink) =>
  task(async (event: ApiEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const [traceId, language] = [event.requestContext.requestId, languageOf(event)];
    try {
      const answer = await answerTo(event, send);
      return isRefused(answer) ? asProblem(problemOf(answer, traceId, language)) : asResponse(answer);
    } catch (error) {
      logger.error("a request of the portal failed", { path: event.rawPath, error: error as Error });
      return asProblem(problem("request.failed", traceId, language));
    }
  });

async function answerTo(event: ApiEvent, send: RequestLink): Promise<Answer | Refused> {
  const { method } = event.requestContext.http;
  const found = routeOf(portalContactRoutes, method, event.rawPath);
  if (!found) return refused("request.unknown-route");
  if (method !== "GET" && fromElsewhere(event)) return refused("request.forbidden");
  if ((event.body?.length ?? 0) > 10_000) return refused("request.too-large");
  const body = readBody(event);
  if (body === unreadable) return refused("request.unreadable");
  const checked = checkRequest(found.route, {}, {}, body);
  if ("errors" in checked) return refused("request.invalid");
  return handlers[found.key as ContactRoute]({ body: checked.body, event, at: now(), secret: cookieOf(event), send });
}

const handlers: Readonly<Record<ContactRoute, (asked: Asked) => Promise<Answer | Refused>>> = {
  async "POST /portal/links"({ body, event, at, send }) {
    if (!(await withinLimit(NOBODY, ASKING, addressOf(event), at))) return refused("request.too-many");
    const { tenant, email } = body as { tenant: string; email: string };
    await send({ tenant, email });
    return { status: 202, body: { accepted: true } };
  },

  async "POST /portal/sessions"({ body, event, at }) {
    if (!(await withinLimit(NOBODY, OPENING, addressOf(event), at))) return refused("request.too-many");
    const { token } = body as { token: string };
    const tenant = tenantIn(token);
    if (!tenant) return refused("portal.link-spent");
    const store = portalStore(tenant);
    const link = await store.link(token);
    const holder = link && (await store.access(link));
    if (!link || !holder) return refused("portal.link-spent");
    const acting = actingFor(holder, event);
    const opened = await actingAs(acting, () => store.openSession(token, at));
    if (opened) return { status: 201, body: { name: opened.access.name, language: opened.access.language }, cookie: cookie(opened.secret, SESSION_HOURS * 3600) };
    await noteDenied(tenant, { at, action: "POST /portal/sessions", actor: acting.actor, source: "portal", object: { kind: "portal-link", id: link.id }, customerId: holder.customerId, request: acting.request });
    return refused("portal.link-spent");
  },

  async "GET /portal/account"({ secret, at }) {
    const visit = await visitOf(secret, at);
    if (!visit) return refused("portal.signed-out");
    const account = await accountAsSeen(visit.tenant, visit.holder.customerId, { contact: visit.holder }, at);
    return typeof account === "string" ? refused("portal.signed-out") : { status: 200, body: account };
  },

  async "DELETE /portal/sessions/current"({ secret, event, at }) {
    const visit = await visitOf(secret, at);
    if (!visit) return refused("portal.signed-out");
    await actingAs(actingFor(visit.holder, event), () => portalStore(visit.tenant).endSession(secret, at));
    return { status: 204, cookie: cookie("", 0) };
  },
};

async function visitOf(secret: string, at: string): Promise<{ tenant: string; holder: PortalAccess } | undefined> {
  const tenant = tenantIn(secret);
  const holder = tenant && (await portalStore(tenant).visitor(secret, at));
  return tenant && holder ? { tenant, holder } : undefined;
}

const actingFor = ({ contactId, name }: PortalAccess, { requestContext }: ApiEvent) => ({ actor: { type: "contact", id: contactId, name }, via: "portal", request: requestContext.requestId }) as const;

/** A browser names the page that a request comes from; a program that is no browser has no cookie that could be abused. */
function fromElsewhere({ headers }: ApiEvent): boolean {
  const [origin, site] = [headers["origin"], headers["sec-fetch-site"]];
  return (origin !== undefined && origin !== env("WEB_ORIGIN").WEB_ORIGIN) || site === "cross-site" || site === "same-site";
}

/** Over TLS the name itself makes browsers insist on Secure and the whole path; on one machine there is no TLS. */
const secure = (): boolean => env("WEB_ORIGIN").WEB_ORIGIN.startsWith("https:");
const cookieName = (): string => (secure() ? "__Host-quittance-portal" : "quittance-portal");
const cookie = (secret: string, seconds: number): string => `${cookieName()}=${secret}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure() ? "; Secure" : ""}`;
const cookieOf = ({ cookies = [] }: ApiEvent): string => cookies.find((each) => each.startsWith(`${cookieName()}=`))?.slice(cookieName().length + 1) ?? "";

const asResponse = ({ status, body, cookie: set }: Answer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  ...(set ? { cookies: [set] } : {}),
  body: body ? JSON.stringify(body) : "",
});
