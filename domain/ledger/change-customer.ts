// Our people change a customer by hand. What they touch is remembered, so that no import undoes it.
// The links to payer and parent may not go round in a circle: limits and statements would never find their top.
import { customerFieldOwner, type CustomerField } from "#domain/ledger/field-owner.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import type { UserId } from "#domain/id.ts";
import type { CustomerFact } from "#events/ledger.ts";

/** null empties the field; what is absent stays as it is. */
export type CustomerChange = { readonly [F in "collector" | "segment" | "language" | "addressLines" | "postcode" | "city" | "payerId" | "parentId"]?: Customer[F] | null | undefined };
type Changed = { readonly customer: Customer; readonly facts: readonly CustomerFact[] };
type Act = { readonly now: string; readonly user: { readonly id: UserId; readonly name: string } };

/** `linked`: the customers that can be reached over the links that the change sets, to see whether they lead back. */
export function changeCustomer(
  current: Customer,
  change: CustomerChange,
  linked: readonly Customer[],
  { now, user }: Act,
): Changed | undefined | Refused<"customer.circular-link" | "customer.unknown"> {
  const fields = (Object.keys(change) as (keyof CustomerChange)[]).filter(
    (field) => change[field] !== undefined && customerFieldOwner[field] !== "erp" && !same(change[field] ?? undefined, current[field]),
  );
  if (fields.length === 0) return undefined;
  const byId = new Map(linked.map((customer) => [customer.id, customer]));
  for (const link of ["payerId", "parentId"] as const) {
    const first = fields.includes(link) ? change[link] : undefined;
    if (!first) continue;
    if (first !== current.id && !byId.has(first)) return refused("customer.unknown");
    if (leadsBack(current.id, first, link, byId)) return refused("customer.circular-link");
  }
  const values = Object.fromEntries(fields.map((field) => [field, change[field] ?? undefined]));
  const touched = { ...current.touched, ...Object.fromEntries(fields.map((field) => [field, now])) };
  const customer: Customer = { ...current, ...values, touched, version: current.version + 1 };
  const data = { customerId: current.id, fields: fields satisfies CustomerField[] };
  return { customer, facts: [{ name: "CustomerChanged", occurredAt: now, actor: { type: "user", ...user }, data }] };
}

const same = (a: Customer[keyof CustomerChange], b: Customer[keyof CustomerChange]): boolean => (Array.isArray(a) && Array.isArray(b) ? a.join("\n") === b.join("\n") : a === b);

function leadsBack(start: string, first: string, link: "payerId" | "parentId", byId: ReadonlyMap<string, Customer>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = first; at !== undefined && !seen.has(at); at = byId.get(at as Customer["id"])?.[link]) {
    if (at === start) return true;
    seen.add(at);
  }
  return false;
}
