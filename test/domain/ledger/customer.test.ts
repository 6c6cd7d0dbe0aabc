import { expect, test } from "vitest";
import type { ContactRecord, CustomerRecord } from "#domain/ingestion/schema.ts";
import { changeCustomer } from "#domain/ledger/change-customer.ts";
import { reconcileContact, reconcileCustomer } from "#domain/ledger/reconcile-customer.ts";
import type { Contact, Customer } from "#domain/ledger/schema.ts";
import { arnaud } from "#test/world/ledger.ts";

const { version: _version, ...plain } = arnaud;
const told = (change: Partial<CustomerRecord> = {}): CustomerRecord => ({ ...plain, type: "customer", source: "src_sage", sequence: "2026-02-01", ...change });
const learning = { runId: "run_1", now: "2026-02-01T07:00:00.000Z" };
const lea = { now: "2026-02-02T09:00:00.000Z", user: { id: "usr_lea", name: "Léa" } } as const;

test("a customer that the file tells first is taken whole", () => {
  expect(reconcileCustomer(undefined, told({ collector: "Léa" }), learning)).toMatchObject({
    outcome: "changed",
    customer: { ...arnaud, collector: "Léa", sequence: "2026-02-01" },
    facts: [{ name: "CustomerChanged" }],
  });
});

test("the ERP's fields follow the ERP, also against what stands here; a column that is missing erases nothing", () => {
  const answer = reconcileCustomer({ ...arnaud, city: "Lyon" }, told({ name: "Arnaud SA" }), learning);
  expect(answer).toMatchObject({ outcome: "changed", fields: ["name"], customer: { name: "Arnaud SA", city: "Lyon", version: 2 } });
});

test("what our people set is kept, and the import says so", () => {
  const ours: Customer = { ...arnaud, collector: "Léa", segment: "A", touched: { segment: "2026-01-15T00:00:00.000Z" } };
  expect(reconcileCustomer(ours, told({ collector: "Marc", segment: "B", language: "fr" }), learning)).toMatchObject({
    outcome: "changed",
    customer: { collector: "Léa", segment: "A", language: "fr" },
    reasons: [
      { code: "customer.field-kept", field: "collector", owner: "ours" },
      { code: "customer.field-kept", field: "segment", owner: "last-writer" },
      { code: "customer.field-taken", field: "language" },
    ],
  });
});

test("an address that was mended here is not undone by the next file", () => {
  const mended = changeCustomer({ ...arnaud, addressLines: ["1 rue A"], postcode: "69003", city: "Lyon" }, { addressLines: ["2 rue B", "Bâtiment C"] }, [], lea);
  if (!mended || !("customer" in mended)) throw new Error("nothing changed");
  expect(mended.facts[0]!.data).toEqual({ customerId: arnaud.id, fields: ["addressLines"] });
  expect(changeCustomer(mended.customer, { addressLines: ["2 rue B", "Bâtiment C"] }, [], lea)).toBeUndefined();
  expect(reconcileCustomer(mended.customer, told({ addressLines: ["1 rue A"], postcode: "69004" }), learning)).toMatchObject({ customer: { addressLines: ["2 rue B", "Bâtiment C"], postcode: "69004" } });
});

test("a collector whom our people took off stays off", () => {
  const off = changeCustomer({ ...arnaud, collector: "Léa" }, { collector: null }, [], lea);
  if (!off || "type" in off) throw new Error("refused");
  expect(off.customer.collector).toBeUndefined();
  expect(reconcileCustomer(off.customer, told({ collector: "Marc" }), learning)).toMatchObject({ outcome: "unchanged" });
});

test("the same file again, or an older one, changes nothing", () => {
  const first = reconcileCustomer(undefined, told(), learning);
  if (first.outcome !== "changed") throw new Error("unchanged");
  expect(reconcileCustomer(first.customer, told(), learning)).toMatchObject({ outcome: "unchanged" });
  expect(reconcileCustomer(first.customer, told({ name: "Before", sequence: "2026-01-01" }), learning)).toMatchObject({
    outcome: "unchanged",
    reasons: [{ code: "customer.older-state" }],
  });
});

test("a contact of the ERP follows the ERP, one of ours stays ours", () => {
  const contact: Contact = { id: "con_1", customerId: "cus_arnaud", name: "Inès", role: "accounts-payable", owner: "erp", phone: "+33 1" };
  const record: ContactRecord = {
    type: "contact",
    id: "con_1",
    customerId: "cus_arnaud",
    name: "Inès",
    role: "accounts-payable",
    owner: "erp",
    email: "ines@arnaud.example",
    source: "src_sage",
    sequence: "1",
  };
  const { type: _t, source: _s, sequence: _q, ...fresh } = record;
  expect(reconcileContact(undefined, record)).toEqual(fresh);
  expect(reconcileContact(contact, record)).toEqual({ ...contact, email: "ines@arnaud.example" });
  expect(reconcileContact({ ...contact, email: "ines@arnaud.example" }, record)).toBeUndefined();
  expect(reconcileContact({ ...contact, owner: "ours" }, record)).toBeUndefined();
});

test("a change by hand is remembered with its instant and its author", () => {
  expect(changeCustomer(arnaud, { segment: "A", language: undefined }, [], lea)).toMatchObject({
    customer: { segment: "A", touched: { segment: lea.now }, version: 2 },
    facts: [{ actor: { type: "user", id: "usr_lea", name: "Léa" }, data: { fields: ["segment"] } }],
  });
  expect(changeCustomer({ ...arnaud, segment: "A" }, { segment: "A" }, [], lea)).toBeUndefined();
});

test("a customer is never its own payer or parent, not even through others", () => {
  const holding: Customer = { ...arnaud, id: "cus_holding", parentId: "cus_top" };
  const top: Customer = { ...arnaud, id: "cus_top", parentId: "cus_arnaud" };
  expect(changeCustomer(arnaud, { payerId: "cus_arnaud" }, [], lea)).toMatchObject({ code: "customer.circular-link" });
  expect(changeCustomer(arnaud, { parentId: "cus_holding" }, [holding, top], lea)).toMatchObject({ code: "customer.circular-link" });
  expect(changeCustomer(arnaud, { payerId: "cus_holding" }, [holding, top], lea)).toMatchObject({ customer: { payerId: "cus_holding" } });
  expect(changeCustomer(arnaud, { payerId: "cus_elsewhere" }, [], lea)).toMatchObject({ code: "customer.unknown" });
});
