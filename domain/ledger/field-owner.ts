// Who owns which field of a customer. One table, so that the import, the API and the screen agree on what a person may change and what a file may.
//
//  - erp: the file is right. Nobody edits it here.
//  - ours: a file may suggest a first value; from then on it is our people's.
//  - last-writer: the file is right until a person of ours changed the field; then that stands, and the import says that it was kept.
import type { Customer, FieldOwner } from "#domain/ledger/schema.ts";

export type CustomerField = Exclude<keyof Customer, "id" | "touched" | "sequence" | "version">;

export const customerFieldOwner: Readonly<Record<CustomerField, FieldOwner>> = {
  code: "erp",
  codeSpace: "erp",
  name: "erp",
  legalName: "erp",
  registration: "erp",
  vat: "erp",
  ibans: "erp",
  country: "erp",
  terms: "erp",
  discount: "erp",
  salesperson: "erp",
  creditLimit: "erp",
  collector: "ours",
  segment: "last-writer",
  language: "last-writer",
  // A letter that came back is mended here, on the same day, and the next file does not undo it.
  addressLines: "last-writer",
  postcode: "last-writer",
  city: "last-writer",
  payerId: "last-writer",
  parentId: "last-writer",
};

export const customerFields = Object.keys(customerFieldOwner) as readonly CustomerField[];
