// Who held a customer from when to when: a record beside the customer for each time, written with the change of its collector in one transaction.
import { Entity, type EntityItem } from "electrodb";
import type { Holding } from "#domain/access/portfolio/schema.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import type { CustomerFact } from "#events/ledger.ts";
import type { TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;

export const holdingEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "holding", version: "1", service: "q" },
      attributes: { tenant: needed("t"), customerId: needed("c"), since: needed("s"), holder: needed("h"), collector: needed("co"), until: { type: "string", field: "u" }, by: { type: "any", field: "b" }, because: { type: "string", field: "w" } },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "customerId"], template: "${tenant}#C#${customerId}", casing: "none" }, sk: { field: "sk", composite: ["since"], template: "H#${since}", casing: "none" } },
        byHolder: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "holder"], template: "${tenant}#H#${holder}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["since", "customerId"], template: "${since}#${customerId}", casing: "none" },
        },
      },
    } as const,
    table && { client: table.client as never, table: table.table },
  );
export type HoldingRow = EntityItem<ReturnType<typeof holdingEntity>>;

export const holdingOf = ({ tenant: _t, holder: _h, until, because, ...plain }: HoldingRow): Holding => ({ ...(plain as unknown as Holding), ...(until ? { until } : {}), ...(because ? { because } : {}) });

/** A name as part of a key. */
export const holderKey = (collector: string): string => encodeURIComponent(collector);

/** The records that a change of collector writes; none when the collector stays, or when nobody says when it happened. */
export function holdingsOf(tenant: string, next: Customer, previous: Customer | undefined, last: HoldingRow | undefined, [fact]: readonly CustomerFact[], because?: string): HoldingRow[] {
  if (!fact || !changesHolder(next, previous)) return [];
  const { occurredAt: since, actor } = fact;
  const by = { type: actor.type, id: actor.id, ...("name" in actor ? { name: actor.name } : {}) };
  const ended = last && last.until === undefined && last.since !== since ? [{ ...last, until: since }] : [];
  const begun = next.collector ? [{ tenant, customerId: next.id, since, holder: holderKey(next.collector), collector: next.collector, by, ...(because ? { because } : {}) }] : [];
  return [...ended, ...begun] as HoldingRow[];
}

export const changesHolder = (next: Customer, previous: Customer | undefined): boolean => (next.collector ?? "") !== (previous?.collector ?? "");
