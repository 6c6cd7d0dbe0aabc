// One cast for the tests of the ledger: Moulins Arnaud (a customer), and invoices that a test changes in the one thing it is about.
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import type { Customer, Item, Posting } from "#domain/ledger/schema.ts";

export const arnaud: Customer = {
  id: "cus_arnaud",
  code: "411ARNAUD",
  codeSpace: "sage",
  name: "Moulins Arnaud",
  country: "FR",
  terms: { days: 45, endOfMonth: true },
  version: 1,
};

/** An invoice of 1,200.00 EUR as the file of 31 January tells it. */
export const invoiceRecord = (change: Partial<ItemRecord> = {}): ItemRecord => {
  const minor = change.minor ?? 1200_00n;
  return {
    type: "item",
    id: "itm_fa42",
    kind: "invoice",
    entityId: "ent_fr",
    customerId: "cus_arnaud",
    number: "FA-42",
    issuedOn: "2026-01-10",
    dueReason: "file",
    instalments: [{ n: 1, dueOn: "2026-02-10", minor }],
    currency: "EUR",
    entityCurrency: "EUR",
    minor,
    entityMinor: minor,
    disputedMinor: 0n,
    settlements: [],
    source: "src_sage",
    sequence: "2026-01-31",
    ...change,
  };
};

const issued = (minor: bigint): Posting => ({ id: "pst_fa42", kind: "issue", on: "2026-01-10", instalment: 1, dueOn: "2026-02-10", minor, entityMinor: minor, by: "run_january" });

/** The same invoice as it stands in the ledger. */
export const invoice = (change: Partial<Item> = {}): Item => {
  const minor = change.minor ?? 1200_00n;
  const { type: _t, settlements: _s, ...record } = invoiceRecord();
  return {
    ...record,
    minor,
    entityMinor: minor,
    openMinor: minor,
    openEntityMinor: minor,
    instalments: [{ n: 1, dueOn: "2026-02-10", minor }],
    postings: [issued(minor)],
    fingerprint: "first",
    version: 1,
    ...change,
  };
};
