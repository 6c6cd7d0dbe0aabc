// The door of the public API, once for every route: who is calling, may they, is what they sent well-formed, what did the handler answer.
// A handler sees a caller and checked values, and returns an answer or a refusal; it never sees a token or a status.
//
// The decision falls here, before the handler, by Cedar (decide.ts): about the object that the route names, or about the desk if it names none.
// What is outside of the caller's rows is answered as if it did not exist, in the same words; a right that the role lacks is said to be lacking.
// Lists are narrowed by the handler with `caller.scope`; what the role hides is left out of every answer here.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type * as z from "zod";
import { isRefused, type Refused } from "#domain/refusal.ts";
import type { Route, RouteTable } from "#domain/route.ts";
import { actingAs, type Acting, type Via } from "#functions/runtime/acting.ts";
import { callerFrom, refusalOf, type Caller } from "#functions/runtime/decide.ts";
import { now } from "#functions/runtime/clock.ts";
import { covering } from "#functions/runtime/covering.ts";
import { noteDenied } from "#functions/runtime/denied.ts";
import { withoutHidden } from "#functions/runtime/hide-fields.ts";
import { logger } from "#functions/runtime/log.ts";
import { withinPace } from "#functions/runtime/pace.ts";
import { problem, problemOf, type Language, type Problem } from "#functions/runtime/problem.ts";
import { routeOf } from "#functions/runtime/match-route.ts";
import { task } from "#functions/runtime/task.ts";
import type { LoadedUser } from "#functions/store/access.ts";
import { once, type Answered } from "#functions/store/answers.ts";
import { loadObject, type LoadObject } from "#functions/store/objects.ts";

export type { Caller } from "#functions/runtime/decide.ts";
type Shape<S> = S extends z.ZodType ? z.infer<S> : undefined;
export type Asked<R extends Route> = {
  readonly params: Shape<R["params"]>;
  readonly query: Shape<R["query"]>;
  readonly body: Shape<R["body"]>;
  readonly caller: Caller;
  readonly now: string;
  /** The caller's Idempotency-Key, if any. */
  readonly idempotencyKey?: string;
};
type Handler<R> = R extends Route ? (asked: Asked<R>) => Promise<z.input<R["response"]> | Refused> : never;
export type Handlers<T extends RouteTable> = { readonly [K in keyof T]: Handler<T[K]> };

export type ApiEvent = Pick<APIGatewayProxyEventV2, "rawPath" | "rawQueryString" | "headers" | "body" | "isBase64Encoded" | "cookies"> & {
  requestContext: { requestId: string; http: { method: string; sourceIp?: string }; authorizer?: { lambda?: Record<string, unknown>; jwt?: { claims: Record<string, unknown> } } };
};
/** Loads the user whom a verified token names; undefined when the tenant has no such active user. */
export type LoadUser = (tenant: string, userId: string, groups?: readonly string[]) => Promise<LoadedUser | undefined>;

export const apiHandler = <T extends RouteTable>(table: T, handlers: Handlers<T>, loadUser: LoadUser, objects: LoadObject = loadObject) =>
  task(async (event: ApiEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const traceId = event.requestContext.requestId;
    const language = languageOf(event);
    const say = (code: string, more?: Partial<Problem>) => asProblem(problem(code, traceId, language, more));
    try {
      const response = await answer({ table, handlers, loadUser, objects }, event, say);
      return isRefused(response) ? asProblem(problemOf(response, traceId, language)) : response;
    } catch (error) {
      if (isOfBookmark(error, event)) return say("request.cursor-unknown");
      logger.error("a request failed", { path: event.rawPath, method: event.requestContext.http.method, error: error as Error });
      return say("request.failed");
    }
  });

/** A cursor comes back from the caller, and the store finds out that it never gave it: unreadable, of another list, or of another tenant. */
function isOfBookmark(error: unknown, { rawPath, rawQueryString }: ApiEvent): boolean {
  if (!(error instanceof Error) || error.name !== "ElectroError" || !new URLSearchParams(rawQueryString).has("cursor") || !/cursor|start(ing)? ?key|reaches for the key/i.test(error.message)) return false;
  logger.warn("a cursor was refused", { path: rawPath, error });
  return true;
}

type Answer = APIGatewayProxyStructuredResultV2;

type Desk<T extends RouteTable> = { readonly table: T; readonly handlers: Handlers<T>; readonly loadUser: LoadUser; readonly objects: LoadObject };

async function answer<T extends RouteTable>({ table, handlers, loadUser, objects }: Desk<T>, event: ApiEvent, say: (code: string, more?: Partial<Problem>) => Answer): Promise<Answer | Refused> {
  const found = routeOf(table, event.requestContext.http.method, event.rawPath);
  if (!found) return say("request.unknown-route");
  const self = await callerOf(event, loadUser);
  if (!self) return say("request.unauthenticated");
  if (!(await withinPace(self.tenant, self.user.id, event.requestContext.http.method, now()))) return say("request.too-many");
  const absent = event.headers["acting-for"];
  const caller = absent ? await covering(self, absent, found.route.action, loadUser, now()) : self;
  const acting = actingOf(caller ?? self, event);
  const query = Object.fromEntries(new URLSearchParams(event.rawQueryString));
  const tooLarge = (event.body?.length ?? 0) > LARGEST_BODY;
  const body = tooLarge ? undefined : readBody(event);
  const forbidden = caller ? await refusalOf(caller, found.route, { params: found.params, query, body }, objects) : "absence.not-covering";
  if (forbidden || !caller) {
    await noteDenied(self.tenant, { at: now(), action: found.key, actor: acting.actor, source: acting.via, object: objectOf(found.params), request: acting.request, ...(acting.onBehalfOf ? { onBehalfOf: acting.onBehalfOf } : {}) });
    return say(forbidden ?? "request.forbidden");
  }

  if (tooLarge) return say("request.too-large");
  if (body === unreadable) return say("request.unreadable");
  const checked = checkRequest(found.route, found.params, query, body);
  if ("errors" in checked) return say("request.invalid", { errors: checked.errors });

  const handle = handlers[found.key] as unknown as (asked: object) => Promise<object | Refused>;
  const idempotencyKey = event.headers["idempotency-key"];
  const status = found.route.status ?? 200;
  const work = async (): Promise<Answered | Refused> => {
    const asked = { ...checked, caller, now: now(), ...(idempotencyKey ? { idempotencyKey } : {}) };
    const response = await actingAs({ ...acting, ...reasonIn(checked.body) }, () => handle(asked));
    return isRefused(response) ? response : { status, body: status === 204 ? "" : JSON.stringify(withoutHidden(found.route.response, response, caller.role.hides)) };
  };
  const request = `${event.rawPath}?${event.rawQueryString}\n${event.body ?? ""}`;
  const remembered = idempotencyKey && event.requestContext.http.method === "POST";
  const answered = await (remembered ? once({ tenant: caller.tenant, caller: caller.user.id, route: found.key, key: idempotencyKey, request }, work) : work());
  return isRefused(answered) ? answered : { statusCode: answered.status, headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }, body: answered.body };
}

/** Who is at work, for the stamp on everything that the request writes. */
function actingOf({ user, onBehalfOf, via = "web" }: Caller, { requestContext }: ApiEvent): Acting & { readonly via: Exclude<Via, "rule"> } {
  return { actor: via === "api" ? { type: "client", id: user.id, name: user.name } : { type: "user", id: user.id, name: user.name }, via: via === "rule" ? "api" : via, request: requestContext.requestId, ...(onBehalfOf ? { onBehalfOf } : {}) };
}

const reasonIn = (body: unknown): Pick<Acting, "reason"> => {
  const { reason } = (body ?? {}) as { reason?: unknown };
  return typeof reason === "string" && reason ? { reason } : {};
};

/** What an address is about: the last id in it. */
function objectOf(params: Readonly<Record<string, string>>): { kind: string; id: string } {
  const [name, id] = Object.entries(params).at(-1) ?? ["route", "-"];
  return { kind: name, id };
}

/** The tenant and the user come from the verified token alone, never from anything that the caller can write. */
async function callerOf(event: ApiEvent, loadUser: LoadUser): Promise<Caller | undefined> {
  const { authorizer } = event.requestContext;
  const { tenant, user: userId, via, "cognito:groups": groups } = (authorizer?.lambda ?? authorizer?.jwt?.claims ?? {}) as { tenant?: unknown; user?: unknown; via?: unknown; "cognito:groups"?: unknown };
  if (typeof tenant !== "string" || typeof userId !== "string" || !tenant || !userId) return undefined;
  const loaded = await loadUser(tenant, userId, groupsIn(groups));
  return loaded && { ...callerFrom(tenant, loaded), via: via === "api" ? "api" : "web" };
}

/** API Gateway hands a list claim over as "[collectors managers]". */
const groupsIn = (claim: unknown): readonly string[] => (typeof claim === "string" ? claim.replace(/^\[|\]$/g, "").split(/[ ,]+/).filter(Boolean) : []);

export const languageOf = ({ headers }: ApiEvent): Language => (/^fr\b/i.test(headers["accept-language"] ?? "") ? "fr" : "en");

/** Files go to S3 by a presigned address; what comes here is typed or clicked. */
export const LARGEST_BODY = 2_000_000;
export const unreadable = Symbol("unreadable");
export function readBody(event: ApiEvent): unknown {
  if (!event.body) return undefined;
  try {
    return JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, "base64").toString("utf8") : event.body);
  } catch {
    return unreadable;
  }
}

export function checkRequest(route: Route, params: unknown, query: unknown, body: unknown) {
  const errors: { pointer: string; detail: string }[] = [];
  const part = (name: string, schema: z.ZodType | undefined, value: unknown) => {
    if (!schema) return undefined;
    const result = schema.safeParse(value);
    if (!result.success) errors.push(...result.error.issues.map((issue) => ({ pointer: `/${[name, ...issue.path.map(String)].join("/")}`, detail: issue.message })));
    return result.data;
  };
  const checked = { params: part("params", route.params, params), query: part("query", route.query, query), body: part("body", route.body, body) };
  return errors.length > 0 ? { errors } : checked;
}

export const asProblem = (document: Problem): Answer => ({
  statusCode: document.status,
  headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" },
  body: JSON.stringify(document),
});
