// May this caller do this to that? Decided here and nowhere else, by the policies in policies/*.cedar, for the API, the explanations and the tests.
import type { KnownObject } from "#domain/access/object-facts.ts";
import { nounOf, verbOf } from "#domain/access/rights.ts";
import { seesSomeCustomers, type RowScope } from "#domain/access/scope.ts";
import type { RoleDefinition, User } from "#domain/access/schema.ts";
import type { Via } from "#functions/runtime/acting.ts";
import { evaluate, type Verdict } from "#functions/runtime/cedar.ts";

export type Caller = {
  readonly tenant: string;
  readonly user: User;
  /** What the caller may do, and which fields stay hidden. */
  readonly role: RoleDefinition;
  /** Whose rows the caller sees: every list narrows its rows by it. */
  readonly scope: RowScope;
  /** Whose authority is used while that person is away. */
  readonly onBehalfOf?: string;
  /** By which door the caller came; a browser unless told. */
  readonly via?: Via;
};

export function authorize({ tenant, user, role, scope, onBehalfOf }: Caller, action: string, object: KnownObject): Verdict {
  const noun = `${nounOf(action)}.`;
  const principal = { type: "User", id: user.id };
  const limits = Object.fromEntries(Object.entries(scope).filter(([, list]) => list !== undefined)) as Record<string, string[]>;
  const uid = { type: typeOf[object.kind], id: "id" in object ? object.id : object.tenant };
  return evaluate({
    principal,
    action: { type: "Action", id: action },
    resource: uid,
    context: { right: action, ...(onBehalfOf ? { onBehalfOf: reference(onBehalfOf) } : {}) },
    entities: [
      { uid: principal, attrs: { tenant, rights: role.rights.filter((right) => right.startsWith(noun)), disabled: user.status === "disabled", someCustomers: seesSomeCustomers(scope), ...limits }, parents: [] },
      { uid: { type: "Action", id: action }, attrs: {}, parents: [{ type: "Action", id: verbOf(action) }] },
      { uid, attrs: { tenant: object.tenant, ...attributesOf(object) }, parents: [] },
    ],
  });
}

const typeOf = { desk: "Desk", customer: "Customer", item: "Item", message: "Message", account: "Account", entity: "LegalEntity", source: "Source", import: "Import", payment: "Payment", advice: "Advice", proposal: "Proposal" } as const;
const reference = (id: string) => ({ __entity: { type: "User", id } });

function attributesOf(object: KnownObject): Record<string, never> {
  const facts = factsOf(object);
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Record<string, never>;
}

function factsOf(object: KnownObject): object {
  switch (object.kind) {
    case "customer":
      return { ...customerAttributes(object), entities: object.entities };
    case "item":
      return { ...customerAttributes(object.customer), entity: object.entity };
    case "message":
    case "account":
      return { ...customerAttributes(object.customer), entities: object.entities };
    case "entity":
    case "source":
    case "import":
    case "advice":
      return { entity: object.entity };
    case "payment":
      return { entity: object.entity, ...(object.proposedBy ? { proposedBy: reference(object.proposedBy) } : {}) };
    case "proposal":
      return Object.fromEntries((["proposedBy", "author", "ibanChangedBy"] as const).flatMap((duty) => (object[duty] ? [[duty, reference(object[duty])]] : [])));
    case "desk":
      return {};
  }
}

const customerAttributes = ({ id, country, segment, collector, salesperson }: Extract<KnownObject, { kind: "item" }>["customer"]) => ({ customer: id, country, segment, collector, salesperson });
