// How an item is kept: one record with its postings inside, so that a change and what explains it are one conditional write.
//
// A new invoice must fit one write unit (1 KB): field names are short, a posting's dates are epoch days, what equals its neighbour is left out.
// ElectroDB builds the keys and checks the texts; amounts are bigint, which it does not know, so they pass as "any" and are exact in table.ts.
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { Entity, type EntityItem } from "electrodb";
import { epochDay, fromEpochDay } from "#domain/date.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";
import { exactNumber, type TenantTable } from "#functions/store/table.ts";

type Whole = number | bigint;
type StoredPosting = {
  i: string;
  k: string;
  o: number;
  n?: number;
  u: number;
  m: Whole;
  e?: Whole;
  d?: Whole;
  a?: string;
  l?: string;
  v?: string;
  r?: string;
  b: string;
  c?: readonly (readonly [string, Whole, Whole])[];
};
type StoredInstalment = { n: number; u: number; m: Whole };

const text = (field: string) => ({ type: "string", field }) as const;
const needed = (field: string) => ({ type: "string", field, required: true }) as const;
const amount = (field: string) => ({ type: "any", field, required: true }) as const;
const raw = (field: string) => ({ type: "any", field }) as const;

export const itemEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "item", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"),
        customerId: needed("c"),
        id: needed("i"),
        numberKey: needed("nk"),
        kind: needed("k"),
        entityId: needed("en"),
        payerId: text("py"),
        number: text("no"),
        reference: text("rf"),
        label: text("lb"),
        journal: text("jn"),
        issuedOn: needed("is"),
        dueReason: needed("dr"),
        instalments: raw("in"),
        currency: needed("cu"),
        entityCurrency: text("ec"),
        minor: amount("m"),
        entityMinor: raw("em"),
        openMinor: amount("o"),
        openEntityMinor: raw("eo"),
        disputedMinor: raw("d"),
        disputeReason: text("ds"),
        salesperson: text("sp"),
        paymentMethod: text("pm"),
        bill: raw("bl"),
        extra: raw("x"),
        postings: raw("p"),
        source: needed("s"),
        sequence: needed("sq"),
        fingerprint: needed("fp"),
        version: { type: "number", field: "v", required: true },
        fact: raw("f"),
        ttl: { type: "number", field: "ttl" },
      },
      indexes: {
        primary: {
          pk: { field: "pk", composite: ["tenant", "customerId"], template: "${tenant}#C#${customerId}", casing: "none" },
          sk: { field: "sk", composite: ["id"], template: "I#${id}", casing: "none" },
        },
        byNumber: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "numberKey"], template: "${tenant}#N#${numberKey}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["customerId", "id"], template: "${customerId}#${id}", casing: "none" },
        },
      },
    } as const,
    table && { client: table.client as never, table: table.table },
  );
export type ItemRow = EntityItem<ReturnType<typeof itemEntity>>;

/** "FA-2026/0042 " and "fa20260042" are one number to whoever searches. */
export const numberKey = (number: string): string =>
  number
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .slice(0, 64) || "-";

export function toRow(tenant: string, item: Item, fact: unknown): ItemRow {
  const { postings, instalments, entityCurrency, entityMinor, openEntityMinor, disputedMinor, ...plain } = item;
  return {
    ...plain,
    tenant,
    numberKey: numberKey(item.number),
    instalments: instalments.map(({ n, dueOn, minor }): StoredInstalment => ({ n, u: epochDay(dueOn), m: minor })),
    ...(entityCurrency === item.currency ? {} : { entityCurrency }),
    ...(entityMinor === item.minor ? {} : { entityMinor }),
    ...(openEntityMinor === item.openMinor ? {} : { openEntityMinor }),
    ...(disputedMinor === 0n ? {} : { disputedMinor }),
    postings: postings.map(toStored),
    fact,
  };
}

export function fromRow(row: ItemRow): Item {
  const { tenant: _t, numberKey: _n, fact: _f, ttl: _ttl, instalments, postings, minor, entityMinor, openMinor, openEntityMinor, disputedMinor, entityCurrency, ...plain } = row;
  return {
    ...(plain as unknown as Omit<Item, "postings">),
    number: row.number ?? "",
    entityCurrency: entityCurrency ?? row.currency,
    instalments: (instalments as StoredInstalment[]).map(({ n, u, m }) => ({ n, dueOn: fromEpochDay(u), minor: BigInt(m) })),
    minor: BigInt(minor),
    entityMinor: BigInt(entityMinor ?? minor),
    openMinor: BigInt(openMinor),
    openEntityMinor: BigInt(openEntityMinor ?? openMinor),
    disputedMinor: BigInt(disputedMinor ?? 0),
    postings: (postings as StoredPosting[]).map(fromStored),
  };
}

export type Image = Readonly<Record<string, AttributeValue>>;

/** The item that a stream image shows; undefined when the image is of something else. */
export function itemFromImage(image: Image | undefined): Item | undefined {
  if (image?.__edb_e__?.S !== "item") return undefined;
  const row = parser.parse({ Item: unmarshall(image as Record<string, AttributeValue>, { wrapNumbers: exactNumber }) }).data;
  return row ? fromRow(row as ItemRow) : undefined;
}
const parser = itemEntity();

const kinds = { issue: "i", allocation: "a", reversal: "r", "write-off": "w", adjustment: "j", dispute: "d" } as const satisfies Record<Posting["kind"], string>;
const kindOf = Object.fromEntries(Object.entries(kinds).map(([kind, letter]) => [letter, kind])) as Record<string, Posting["kind"]>;

const toStored = (p: Posting): StoredPosting => ({
  i: p.id,
  k: kinds[p.kind],
  o: epochDay(p.on),
  ...(p.instalment === 1 ? {} : { n: p.instalment }),
  u: epochDay(p.dueOn),
  m: p.minor,
  ...(p.entityMinor === p.minor ? {} : { e: p.entityMinor }),
  ...(p.disputedMinor === undefined ? {} : { d: p.disputedMinor }),
  ...(p.allocation === undefined ? {} : { a: p.allocation }),
  ...(p.lettering === undefined ? {} : { l: p.lettering }),
  ...(p.reverses === undefined ? {} : { v: p.reverses }),
  ...(p.reason === undefined ? {} : { r: p.reason }),
  b: p.by,
  ...(p.carries === undefined ? {} : { c: p.carries.map((c) => [c.key, c.minor, c.entityMinor] as const) }),
});

const fromStored = (s: StoredPosting): Posting => ({
  id: s.i as Posting["id"],
  kind: kindOf[s.k]!,
  on: fromEpochDay(s.o),
  instalment: s.n ?? 1,
  dueOn: fromEpochDay(s.u),
  minor: BigInt(s.m),
  entityMinor: BigInt(s.e ?? s.m),
  ...(s.d === undefined ? {} : { disputedMinor: BigInt(s.d) }),
  ...(s.a === undefined ? {} : { allocation: s.a }),
  ...(s.l === undefined ? {} : { lettering: s.l }),
  ...(s.v === undefined ? {} : { reverses: s.v as Posting["id"] }),
  ...(s.r === undefined ? {} : { reason: s.r }),
  by: s.b,
  ...(s.c === undefined ? {} : { carries: s.c.map(([key, minor, entityMinor]) => ({ key, minor: BigInt(minor), entityMinor: BigInt(entityMinor) })) }),
});
