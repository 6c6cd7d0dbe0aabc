// Which rows a person sees: one pure answer that everything is bound by. The history turns it into a filter of its queries, the store into a check of
// what it has read, and Cedar decides by the same lists (functions/runtime/policies/scope.cedar); a property test holds the three together.
//
// All parts must hold at once. An absent part does not limit; an empty list lets nothing through.
import type { RoleDefinition, Sees, User } from "#domain/access/schema.ts";

export type RowScope = {
  readonly entities?: readonly string[];
  readonly countries?: readonly string[];
  readonly segments?: readonly string[];
  /** Names under which ERP and Quittance know whose portfolio a customer is in. */
  readonly collectors?: readonly string[];
  readonly salespeople?: readonly string[];
  readonly customers?: readonly string[];
};
export type ScopePart = keyof RowScope;

/** What of a customer decides who sees it. `entities`: those in whose books it has ever had an item. */
export type CustomerFacts = {
  readonly id: string;
  readonly country?: string | undefined;
  readonly segment?: string | undefined;
  readonly collector?: string | undefined;
  readonly salesperson?: string | undefined;
  readonly entities?: readonly string[] | undefined;
};

type Person = Pick<User, "id" | "email" | "name" | "entityIds" | "knownAs" | "countries" | "segments" | "customerId">;

/** `team`: the people whose portfolios count as his own when he sees his team's. */
export function scopeOf(user: Person & Pick<User, "sees">, role: Pick<RoleDefinition, "sees">, team: readonly Person[] = []): RowScope {
  return {
    ...some("entities", user.entityIds),
    ...some("countries", user.countries),
    ...some("segments", user.segments),
    ...ownRows(user.sees ?? role.sees, user, team),
  };
}

function ownRows(sees: Sees, user: Person, team: readonly Person[]): RowScope {
  if (sees === "everything") return {};
  if (sees === "portfolio") return { collectors: namesOf(user) };
  if (sees === "own-customers") return { salespeople: namesOf(user) };
  if (sees === "team") return { collectors: [...new Set([user, ...team].flatMap(namesOf))] };
  return { customers: user.customerId ? [user.customerId] : [] };
}

/** The texts that stand for a person in the fields "collector" and "salesperson" of a customer. */
export const namesOf = ({ id, email, name, knownAs = [] }: Pick<User, "id" | "email" | "name" | "knownAs">): string[] => [...new Set([name, id, email, ...knownAs])];

const some = <Part extends ScopePart>(part: Part, list: readonly string[] | undefined): RowScope => (list && list.length > 0 ? { [part]: list } : {});

/** A person without any limit. */
export const seesAll = (scope: RowScope): boolean => Object.values(scope).every((part) => part === undefined);

/** Whoever sees only some customers of an entity: he may not read whole files. */
export const seesSomeCustomers = ({ countries, segments, collectors, salespeople, customers }: RowScope): boolean =>
  [countries, segments, collectors, salespeople, customers].some((part) => part !== undefined);

export const seesEntity = ({ entities }: RowScope, entityId: string): boolean => within(entities, entityId);

/** A source or file that is not of one entity speaks of all of them. */
export const seesSource = ({ entities }: RowScope, entityId: string | undefined): boolean => within(entities, entityId);

export const seesCustomer = (scope: RowScope, customer: CustomerFacts): boolean =>
  seesCustomerAlone(scope, customer) && (scope.entities === undefined || (customer.entities ?? []).some((entity) => seesEntity(scope, entity)));

/** Of an item, the entity is the item's own. */
export const seesItem = (scope: RowScope, entityId: string, customer: CustomerFacts): boolean => seesEntity(scope, entityId) && seesCustomerAlone(scope, customer);

/** Of a message, or of a row in a run of reminders, every entity that it speaks of: half of one is never shown. */
export const seesMessage = (scope: RowScope, entities: readonly string[], customer: CustomerFacts): boolean =>
  seesCustomerAlone(scope, customer) && (scope.entities === undefined || (entities.length > 0 && entities.every((entity) => seesEntity(scope, entity))));

export const seesCustomerAlone = (scope: RowScope, { id, country, segment, collector, salesperson }: CustomerFacts): boolean =>
  within(scope.countries, country) && within(scope.segments, segment) && within(scope.collectors, collector) && within(scope.salespeople, salesperson) && within(scope.customers, id);

const within = (limit: readonly string[] | undefined, value: string | undefined): boolean => limit === undefined || (value !== undefined && limit.includes(value));
