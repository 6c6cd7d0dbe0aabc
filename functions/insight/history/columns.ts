// What is in the files. Days are whole days since 1970-01-01, amounts are minor units as 64-bit integers: DuckDB adds them up as 128-bit
// integers, so a sum is exact and cannot overflow; no double ever touches money. (Not HUGEINT in the files: Parquet has none, and DuckDB
// would silently write a double. 64 bits hold 92 thousand billion euros; an amount beyond is refused when it is written.)
import { epochDay } from "#domain/date.ts";
import type { Customer, Item, LegalEntity, Posting } from "#domain/ledger/schema.ts";

const text = "VARCHAR";
const day = "INTEGER";
const minor = "BIGINT";

export const tables = {
  posting: {
    posting_id: text, item_id: text, item_kind: text, entity_id: text, customer_id: text, kind: text, posted: day, instalment: "INTEGER", due: day, issued: day,
    currency: text, entity_currency: text, minor, entity_minor: minor, disputed: minor, allocation: text, lettering: text, run: text,
  },
  item: {
    item_id: text, customer_id: text, entity_id: text, kind: text, number: text, reference: text, label: text, issued: day, due: day, currency: text, minor, version: "BIGINT",
  },
  customer: { customer_id: text, code: text, name: text, country: text, segment: text, collector: text, salesperson: text, payer_id: text, parent_id: text, city: text, vat: text, ibans: text, discount: text, version: "BIGINT" },
  entity: { entity_id: text, code: text, name: text, country: text, currency: text, time_zone: text, version: "BIGINT" },
} as const;
export type Table = keyof typeof tables;

/**
 * A line is one instalment of an item at one due date. A row says what it was from the end of day `since` until the day before `till`: open
 * (`minor`), disputed, and whether it is the line by which its item counts, so that items are counted by adding up. `account` stands for
 * customer, entity and currency: a number is a tenth of the work of three texts.
 */
export const lineColumns = {
  account: "INTEGER", item_id: text, item_kind: text, entity_id: text, customer_id: text, currency: text, instalment: "INTEGER", due: day, issued: day, since: day, till: day,
  minor, entity_minor: minor, disputed: minor, counts: "BOOLEAN",
} as const;
export const accountColumns = { account: "INTEGER", customer_id: text, entity_id: text, currency: text } as const;

/** The `till` of a line that still stands. */
export const STANDS = 2 ** 31 - 1;

export const struct = (columns: Readonly<Record<string, string>>): string => `STRUCT(${Object.entries(columns).map(([name, type]) => `"${name}" ${type}`).join(", ")})`;
export const names = (columns: Readonly<Record<string, string>>): string => Object.keys(columns).join(", ");

type Cell = string | number | bigint | null;
export type Row<T extends Table> = Record<keyof (typeof tables)[T], Cell>;

export const postingRow = (item: Item, posting: Posting): Row<"posting"> => ({
  posting_id: posting.id, item_id: item.id, item_kind: item.kind, entity_id: item.entityId, customer_id: item.customerId, kind: posting.kind,
  posted: epochDay(posting.on), instalment: posting.instalment, due: epochDay(posting.dueOn), issued: epochDay(item.issuedOn),
  currency: item.currency, entity_currency: item.entityCurrency, minor: exact(posting.minor), entity_minor: exact(posting.entityMinor), disputed: exact(posting.disputedMinor ?? 0n),
  allocation: posting.allocation ?? null, lettering: posting.lettering ?? null, run: posting.by,
});

export const itemRow = (item: Item): Row<"item"> => ({
  item_id: item.id, customer_id: item.customerId, entity_id: item.entityId, kind: item.kind, number: item.number, reference: item.reference ?? null, label: item.label ?? null,
  issued: epochDay(item.issuedOn), due: Math.max(...item.instalments.map(({ dueOn }) => epochDay(dueOn))), currency: item.currency, minor: exact(item.minor), version: item.version,
});

export const customerRow = (customer: Customer): Row<"customer"> => ({
  customer_id: customer.id, code: customer.code, name: customer.name, country: customer.country ?? null, segment: customer.segment ?? null, collector: customer.collector ?? null,
  salesperson: customer.salesperson ?? null, payer_id: customer.payerId ?? null, parent_id: customer.parentId ?? null,
  city: customer.city ?? null, vat: customer.vat ?? customer.registration ?? null, ibans: customer.ibans?.join(" ") ?? null, discount: customer.discount ? `${customer.discount.rate}/${customer.discount.days}` : null, version: customer.version,
});

/** Entities carry no version: the instant of the change orders them. */
export const entityRow = (entity: LegalEntity, changedAt: number): Row<"entity"> => ({
  entity_id: entity.id, code: entity.code, name: entity.name, country: entity.country, currency: entity.currency, time_zone: entity.timeZone, version: changedAt,
});

function exact(amount: bigint): bigint {
  if (BigInt.asIntN(64, amount) !== amount) throw new RangeError(`${amount} minor units are more than the history can hold`);
  return amount;
}
