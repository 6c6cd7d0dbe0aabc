// Statements of our bank accounts, newest day last. The same statement told again is the same row.
//
// kind           | pk                | sk
// ---------------|-------------------|-------------
// bank statement | {t}#BS#{entity}   | {day}#{id}
import { Entity } from "electrodb";
import type { BankStatement } from "#domain/cash-application/bank-statement.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { tenantTable, type Connection, type TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;

export const bankStatementEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "bank-statement", version: "1", service: "q" },
      attributes: { tenant: needed("t"), entityId: needed("en"), day: needed("on"), id: needed("i"), content: { type: "any", field: "c", required: true } },
      indexes: { primary: { pk: { field: "pk", composite: ["tenant", "entityId"], template: "${tenant}#BS#${entityId}", casing: "none" }, sk: { field: "sk", composite: ["day", "id"], template: "${day}#${id}", casing: "none" } } },
    } as const,
    table && { client: table.client as never, table: table.table },
  );

export const bankStatementStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const statements = bankStatementEntity(tenantTable(tenant, connection));
  return {
    keep: async (statement: BankStatement): Promise<void> => {
      await statements.put({ tenant, entityId: statement.entityId, day: statement.day, id: statement.id, content: statement }).go();
    },
    /** Newest first, of days from `from` to `to`. */
    async between(entityId: string, from: string, to: string, limit: number): Promise<BankStatement[]> {
      const { data } = await statements.query.primary({ tenant, entityId }).between({ day: from }, { day: `${to}~` }).go({ order: "desc", limit });
      return data.map(({ content }) => statementOf(content as BankStatement));
    },
  };
});

/** Amounts come back as numbers where they are small enough; the domain has them as bigint. */
function statementOf(stored: BankStatement): BankStatement {
  const whole = (minor: bigint): bigint => BigInt(minor as unknown as number);
  const { opening, closing, credits, debits } = stored;
  return {
    ...stored, ...(opening === undefined ? {} : { opening: whole(opening) }), ...(closing === undefined ? {} : { closing: whole(closing) }),
    credits: { ...credits, minor: whole(credits.minor) }, debits: { ...debits, minor: whole(debits.minor) },
  };
}
