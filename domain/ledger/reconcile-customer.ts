// A file tells a customer or a contact again: what of it do we take? Every field has an owner (field-owner.ts); local work is never overwritten.
// A column that the file does not have, or leaves empty, says nothing: it erases nothing.
import type { ContactRecord, CustomerRecord } from "#domain/ingestion/schema.ts";
import { customerFieldOwner, customerFields, type CustomerField } from "#domain/ledger/field-owner.ts";
import type { Learning } from "#domain/ledger/reconcile.ts";
import type { Contact, Customer } from "#domain/ledger/schema.ts";
import type { Reason } from "#domain/reason.ts";
import type { CustomerFact } from "#events/ledger.ts";

export type CustomerReconciled =
  | {
      readonly outcome: "changed";
      readonly customer: Customer;
      readonly fields: readonly CustomerField[];
      readonly facts: readonly CustomerFact[];
      readonly reasons: readonly Reason[];
    }
  | { readonly outcome: "unchanged"; readonly reasons: readonly Reason[] };

export function reconcileCustomer(current: Customer | undefined, told: CustomerRecord, { now, runId }: Pick<Learning, "now" | "runId">): CustomerReconciled {
  if (current?.sequence !== undefined && told.sequence < current.sequence)
    return { outcome: "unchanged", reasons: [{ code: "customer.older-state", has: current.sequence, told: told.sequence }] };
  const different = customerFields.filter((field) => told[field] !== undefined && !same(told[field], current?.[field]));
  const kept = different.filter((field) => current !== undefined && !fileMayChange(current, field));
  const fields = different.filter((field) => !kept.includes(field));
  const reasons: Reason[] = [
    ...kept.map((field) => ({ code: "customer.field-kept", field, owner: customerFieldOwner[field] })),
    ...fields.map((field) => ({ code: "customer.field-taken", field })),
  ];
  if (fields.length === 0) return { outcome: "unchanged", reasons: [...reasons, { code: "customer.same-state" }] };

  const taken = Object.fromEntries(fields.map((field) => [field, told[field]]));
  const customer = { ...(current ?? { id: told.id }), ...taken, sequence: told.sequence, version: (current?.version ?? 0) + 1 } as Customer;
  const fact: CustomerFact = {
    name: "CustomerChanged",
    occurredAt: now,
    actor: { type: "source", id: told.source, run: runId },
    causedBy: runId,
    data: { customerId: told.id, fields },
  };
  return { outcome: "changed", customer, fields, facts: [fact], reasons };
}

/** A contact that our people added or took over is theirs; one that the ERP sent follows the ERP. Undefined: nothing to save. */
export function reconcileContact(current: Contact | undefined, told: ContactRecord): Contact | undefined {
  if (current?.owner === "ours") return undefined;
  const { type: _type, source: _source, sequence: _sequence, ...contact } = told;
  const next = { ...current, ...stated(contact) } as Contact;
  return current && same(current, next) ? undefined : next;
}

function fileMayChange(current: Customer, field: CustomerField): boolean {
  const owner = customerFieldOwner[field];
  if (owner === "erp") return true;
  return current.touched?.[field] === undefined && (owner === "last-writer" || current[field] === undefined);
}

const stated = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const same = (a: unknown, b: unknown): boolean => text(a) === text(b);
const text = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    return part !== null && typeof part === "object" ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part;
  }) ?? "";
