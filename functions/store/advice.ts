// Remittance advices and announced payments, found by what became of them.
//
// kind   | pk            | sk | gsi1pk              | gsi1sk
// -------|---------------|----|---------------------|---------------------
// advice | {t}#RA#{id}   | A  | {t}#RS#{state}      | {received at}#{id}
import { Entity } from "electrodb";
import type { AdviceState, KeptAdvice } from "#domain/cash-application/advices/kept.ts";
import type { AdviceFact } from "#events/cash-application.ts";
import { storedFact } from "#functions/store/fact.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { attempted, type Saved } from "#functions/store/request.ts";
import { tenantTable, type Connection, type TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;

export const adviceEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "advice", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"), id: needed("i"), state: needed("s"), receivedAt: needed("ra"),
        version: { type: "number", field: "v", required: true }, content: { type: "any", field: "c", required: true }, facts: { type: "any", field: "f" },
      },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "id"], template: "${tenant}#RA#${id}", casing: "none" }, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        byState: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "state"], template: "${tenant}#RS#${state}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["receivedAt", "id"], template: "${receivedAt}#${id}", casing: "none" },
        },
      },
    } as const,
    table && { client: table.client as never, table: table.table },
  );

export type AdviceStore = ReturnType<typeof adviceStore>;

export const adviceStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const advices = adviceEntity(tenantTable(tenant, connection));
  const rowOf = (advice: KeptAdvice, facts: readonly AdviceFact[]) => {
    const { version, ...content } = advice;
    return { tenant, id: advice.id, state: advice.state, receivedAt: advice.receivedAt, version, content, ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}) };
  };
  return {
    tenant,
    advice: async (id: string): Promise<KeptAdvice | undefined> => {
      const { data } = await advices.get({ tenant, id }).go({ consistent: true });
      return data ? adviceOf(data) : undefined;
    },
    /** "conflict": it is known already. */
    create: (advice: KeptAdvice, facts: readonly AdviceFact[] = []): Promise<Saved> => attempted(() => advices.create(rowOf(advice, facts)).go()),
    save: (next: KeptAdvice, previous: KeptAdvice): Promise<Saved> => attempted(() => advices.put(rowOf(next, [])).where(({ version }, { eq }) => eq(version, previous.version)).go()),
    /** Newest first. */
    async withState(state: AdviceState, { limit = 200, cursor }: { readonly limit?: number; readonly cursor?: string | undefined } = {}): Promise<{ items: KeptAdvice[]; nextCursor?: string }> {
      const page = await advices.query.byState({ tenant, state }).go({ order: "desc", limit, cursor: cursor ?? null, hydrate: true });
      const items = page.data.map(adviceOf).filter((one) => one.state === state);
      return page.cursor ? { items, nextCursor: page.cursor } : { items };
    },
  };
});

/** Amounts come back as numbers where they are small enough; the domain has them as bigint. */
function adviceOf({ version, content }: { readonly version: number; readonly content: unknown }): KeptAdvice {
  const stored = content as KeptAdvice;
  const whole = <K extends string>(key: K, value: unknown): { readonly [P in K]?: bigint } => (value === undefined ? {} : ({ [key]: BigInt(value as number) } as { [P in K]: bigint }));
  const lines = stored.lines.map(({ gross, discount, paid, ...line }) => ({ ...line, ...whole("gross", gross), ...whole("discount", discount), ...whole("paid", paid) }));
  return { ...stored, version, ...whole("total", stored.total), lines };
}
