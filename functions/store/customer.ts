// What stands beside the items on a customer's account: the customer itself, its contacts, and what it has ordered but not been invoiced for.
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { Entity, type EntityItem } from "electrodb";
import { timeZoneOf } from "#domain/calendar/time-zones.ts";
import type { Commitment, Contact, Customer } from "#domain/ledger/schema.ts";
import type { Image } from "#functions/store/item.ts";
import { exactNumber, type TenantTable } from "#functions/store/table.ts";

const text = (field: string) => ({ type: "string", field }) as const;
const needed = (field: string) => ({ type: "string", field, required: true }) as const;
const raw = (field: string) => ({ type: "any", field }) as const;
const account = { field: "pk", composite: ["tenant", "customerId"], template: "${tenant}#C#${customerId}", casing: "none" } as const;
const wiring = (table?: TenantTable) => table && { client: table.client as never, table: table.table };

export const customerEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "customer", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"),
        customerId: needed("c"),
        codeKey: needed("ck"),
        code: needed("co"),
        codeSpace: needed("cs"),
        name: text("n"),
        legalName: text("ln"),
        registration: text("rg"),
        vat: text("va"),
        ibans: raw("ib"),
        country: text("cy"),
        addressLines: raw("al"),
        postcode: text("pc"),
        city: text("ct"),
        language: text("la"),
        segment: text("sg"),
        terms: raw("te"),
        discount: raw("dc"),
        collector: text("cl"),
        salesperson: text("sp"),
        payerId: text("py"),
        parentId: text("pa"),
        creditLimit: raw("li"),
        touched: raw("to"),
        sequence: text("sq"),
        version: { type: "number", field: "v", required: true },
        fact: raw("f"),
        zone: text("zo"),
        shard: text("sh"),
      },
      indexes: {
        primary: { pk: account, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        /** Everybody, by the clock of the country and by who is written to: what a nightly round over all customers goes by. */
        byZone: {
          index: "gsi2",
          pk: { field: "gsi2pk", composite: ["tenant", "zone"], template: "${tenant}#Z#${zone}", casing: "none" },
          sk: { field: "gsi2sk", composite: ["shard", "customerId"], template: "${shard}#${customerId}", casing: "none" },
        },
        byCode: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "codeKey"], template: "${tenant}#L#CUST#${codeKey}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["customerId"], template: "${customerId}", casing: "none" },
        },
      },
    } as const,
    wiring(table),
  );
export type CustomerRow = EntityItem<ReturnType<typeof customerEntity>>;

/** ERP codes are foreign texts: they stand in a key only percent-encoded, so none can pretend to be two parts. */
export const codeKey = (codeSpace: string, code: string): string => `${encodeURIComponent(codeSpace)}#${encodeURIComponent(code)}`;

export const customerRow = (tenant: string, { id, ...plain }: Customer, fact: unknown): CustomerRow =>
  ({ ...plain, tenant, customerId: id, codeKey: codeKey(plain.codeSpace, plain.code), zone: timeZoneOf(plain.country, undefined, NO_ZONE), shard: shardOf(plain.payerId ?? plain.parentId ?? id), fact }) as CustomerRow;

/** Customers whose country is not known yet; our own legal entity's clock counts for them. */
export const NO_ZONE = "-";
export const CUSTOMER_SHARDS = [..."0123456789abcdef"];
/** Whoever has the same payer is in the same shard. By the end of the id, which is the end of a digest. */
const shardOf = (id: string): string => CUSTOMER_SHARDS[id.charCodeAt(id.length - 1) % CUSTOMER_SHARDS.length]!;

/** The index holds keys only, and the customer's id is the end of its sort key. */
export async function customersByZone({ client, table }: TenantTable, tenant: string, zone: string, shard: string, limit: number): Promise<Customer["id"][]> {
  const ids: Customer["id"][] = [];
  let from: unknown;
  do {
    const values = { ":zone": `${tenant}#Z#${zone}`, ...(shard ? { ":shard": `${shard}#` } : {}) };
    const query = { TableName: table, IndexName: "gsi2", KeyConditionExpression: `gsi2pk = :zone${shard ? " AND begins_with(gsi2sk, :shard)" : ""}`, ExpressionAttributeValues: values };
    const page = (await client.send(new QueryCommand({ ...query, ...(limit < 1000 ? { Limit: limit } : {}), ...(from ? { ExclusiveStartKey: from as Record<string, unknown> } : {}) }) as never)) as { Items?: { gsi2sk: string }[]; LastEvaluatedKey?: unknown };
    ids.push(...(page.Items ?? []).map(({ gsi2sk }) => gsi2sk.split("#")[1] as Customer["id"]));
    from = page.LastEvaluatedKey;
  } while (from && ids.length < limit);
  return ids;
}

export function customerOf(row: CustomerRow): Customer {
  const { tenant: _t, codeKey: _k, fact: _f, zone: _z, shard: _s, customerId, creditLimit, ...plain } = row;
  const limit = creditLimit && { minor: BigInt(creditLimit.minor), currency: creditLimit.currency as string };
  return { ...(plain as unknown as Customer), id: customerId as Customer["id"], name: row.name ?? "", ...(limit ? { creditLimit: limit } : {}) };
}

/** The customer that a stream image shows; undefined when the image is of something else. */
export function customerFromImage(image: Image | undefined): Customer | undefined {
  if (image?.__edb_e__?.S !== "customer") return undefined;
  const row = parser.parse({ Item: unmarshall(image as never, { wrapNumbers: exactNumber }) }).data;
  return row ? customerOf(row as CustomerRow) : undefined;
}
const parser = customerEntity();

export const contactEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "contact", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"),
        customerId: needed("c"),
        id: needed("i"),
        name: text("n"),
        role: needed("r"),
        email: text("e"),
        phone: text("p"),
        language: text("la"),
        owner: needed("o"),
      },
      indexes: { primary: { pk: account, sk: { field: "sk", composite: ["id"], template: "B#${id}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export function contactOf({ tenant: _tenant, ...plain }: EntityItem<ReturnType<typeof contactEntity>>): Contact {
  return { ...(plain as Contact), name: plain.name ?? "" };
}

export const commitmentEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "commitment", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"),
        customerId: needed("c"),
        id: needed("i"),
        entityId: needed("en"),
        kind: needed("k"),
        number: text("no"),
        expectedOn: text("ex"),
        minor: { type: "any", field: "m", required: true },
        currency: needed("cu"),
        sequence: needed("sq"),
      },
      indexes: { primary: { pk: account, sk: { field: "sk", composite: ["id"], template: "O#${id}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export function commitmentOf({ tenant: _tenant, minor, ...plain }: EntityItem<ReturnType<typeof commitmentEntity>>): Commitment {
  return { ...(plain as unknown as Commitment), number: plain.number ?? "", minor: BigInt(minor) };
}
