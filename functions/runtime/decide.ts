// Who is calling, as the rules see him, and whether he may do what a route does. What is out of a caller's sight is answered as if it did not exist.
import type { KnownObject } from "#domain/access/object-facts.ts";
import { verbOf } from "#domain/access/rights.ts";
import { allows, noRole, standardRole } from "#domain/access/roles.ts";
import { scopeOf, seesAll } from "#domain/access/scope.ts";
import type { Route } from "#domain/route.ts";
import { authorize, type Caller } from "#functions/runtime/authorize.ts";
import type { Verdict } from "#functions/runtime/cedar.ts";
import type { LoadedUser } from "#functions/store/access.ts";
import type { LoadObject } from "#functions/store/objects.ts";

export type { Caller } from "#functions/runtime/authorize.ts";

/** What follows from a user: the rights of his role, and the rows that are his. */
export function callerFrom(tenant: string, { ownRole, teamMembers, ...user }: LoadedUser): Caller {
  const role = standardRole(user.role) ?? ownRole ?? noRole(user.role);
  return { tenant, user, role, scope: scopeOf(user, role, teamMembers) };
}

export type Request = { readonly params: Readonly<Record<string, unknown>>; readonly query: Readonly<Record<string, unknown>>; readonly body: unknown };

/**
 * Why the caller may not, as a refusal's code; undefined when he may. Without the right, and for who sees everything, nothing needs to be read, but
 * what a field names must be there for everybody, and who asked for what is to be approved must be known. An id that cannot be one names no object, and is told as invalid afterwards.
 */
export async function refusalOf(caller: Caller, { also, ...route }: Route, request: Request, objects: LoadObject): Promise<string | undefined> {
  return (await refusalOfOne(caller, route, request, objects)) ?? (also && (await refusalOfOne(caller, { ...route, ...also }, request, objects)));
}

async function refusalOfOne(caller: Caller, { action, about, named, params, query }: Route, request: Request, objects: LoadObject): Promise<string | undefined> {
  const ids = { ...request.query, ...request.params, ...(named ? { id: fieldOf(request, named) } : {}) };
  const isOne = about && params?.safeParse(request.params).success !== false && query?.safeParse(request.query).success !== false && (!named || typeof ids.id === "string");
  const object = isOne && allows(caller.role, action) && (named || isDutiful(action) || !seesAll(caller.scope)) ? await objects(caller.tenant, about, ids, caller.scope) : deskOf(caller);
  const unknown = `${about === "account" ? "customer" : about}.unknown`;
  if (!object) return unknown;
  const verdict = authorize(caller, action, object);
  if (verdict.allowed) return undefined;
  if (verdict.policies.some((id) => id.startsWith("duties."))) return "request.own-proposal";
  return about && isOutOfSight(verdict) ? unknown : "request.forbidden";
}

/** Rights that stand under the separation of duties: who has had a hand in the object must be known, whatever else one sees. */
const isDutiful = (action: string): boolean => ["approve", "release"].includes(verbOf(action));

/** Refused because of whose it is, not because of what is done to it. */
export const isOutOfSight = ({ policies }: Verdict): boolean => policies.some((id) => /^(scope|tenant)\./.test(id));

/** The value at a place like "body.scope.customerId". */
const fieldOf = (request: Request, place: string): unknown => place.split(".").reduce<unknown>((at, name) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined), request);

const deskOf = ({ tenant }: Caller): KnownObject => ({ kind: "desk", tenant });
