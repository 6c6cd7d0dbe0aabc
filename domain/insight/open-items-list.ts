// The receivables of a tenant as one file of lines: customers, then documents. Written by insight after each import, read by whoever must look at all of
// them at once. Amounts are safe integers of minor units; JSON lines, so that it is read and written as a stream.
import type { DateText } from "#domain/date.ts";
import type { CustomerId, EntityId, ItemId } from "#domain/id.ts";
import type { ItemKind } from "#domain/ledger/schema.ts";

/** `vat`: the VAT or company number. `discount`: hundredths of a percent for paying within so many days of the invoice. */
export type ListedCustomer = {
  readonly id: CustomerId; readonly code: string; readonly name: string; readonly country: string; readonly parent: string;
  readonly city?: string; readonly vat?: string; readonly ibans?: readonly string[]; readonly discount?: { readonly rate: number; readonly days: number };
};
export type ListedItem = {
  readonly id: ItemId; readonly customer: CustomerId; readonly entity: EntityId; readonly kind: ItemKind; readonly number: string; readonly reference: string;
  readonly issuedOn: DateText; readonly dueOn: DateText; readonly currency: string; readonly minor: number; readonly open: number;
};
export type OpenItemsList = { readonly customers: readonly ListedCustomer[]; readonly items: readonly ListedItem[] };

type CustomerCells = ["c", CustomerId, string, string, string, string, marks?: Pick<ListedCustomer, "city" | "vat" | "ibans" | "discount">];
type ItemCells = ["i", ItemId, CustomerId, EntityId, ItemKind, string, string, DateText, DateText, string, number, number];

/** In the lake. */
export const listKey = (tenant: string): string => `open-items/${tenant}.jsonl.gz`;

export const listedText = ({ customers, items }: OpenItemsList): string =>
  [
    ...customers.map(({ id, code, name, country, parent, ...marks }) => JSON.stringify(["c", id, code, name, country, parent, ...(Object.keys(marks).length > 0 ? [marks] : [])])),
    ...items.map((i) => JSON.stringify(["i", i.id, i.customer, i.entity, i.kind, i.number, i.reference, i.issuedOn, i.dueOn, i.currency, i.minor, i.open])),
  ].join("\n");

export function readList(text: string): OpenItemsList {
  const customers: ListedCustomer[] = [];
  const items: ListedItem[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const cells = JSON.parse(line) as CustomerCells | ItemCells;
    if (cells[0] === "c") {
      const [, id, code, name, country, parent, marks] = cells;
      customers.push({ id, code, name, country, parent, ...marks });
    } else {
      const [, id, customer, entity, kind, number, reference, issuedOn, dueOn, currency, minor, open] = cells;
      items.push({ id, customer, entity, kind, number, reference, issuedOn, dueOn, currency, minor, open });
    }
  }
  return { customers, items };
}
