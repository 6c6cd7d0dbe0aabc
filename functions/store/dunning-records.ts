// How dunning is kept. What is asked for by key or condition is an attribute; the rest is content, as the schemas of domain/dunning have it.
import { Entity } from "electrodb";
import type { TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;
const any = (field: string) => ({ type: "any", field, required: true }) as const;
const maybe = (field: string) => ({ type: "any", field }) as const;
const number = (field: string) => ({ type: "number", field, required: true }) as const;
const wiring = (table?: TenantTable) => table && { client: table.client as never, table: table.table };
const settings = { field: "pk", composite: ["tenant"], template: "${tenant}#T", casing: "none" } as const;
const ofCustomer = { field: "pk", composite: ["tenant", "customerId"], template: "${tenant}#C#${customerId}", casing: "none" } as const;

export const policyEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "policy", version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), number: needed("n"), state: needed("st"), revision: number("v"), content: any("c"), facts: maybe("f") },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["id", "number"], template: "P#${id}#${number}", casing: "none" } } },
    } as const,
    wiring(table),
  );

/** A tenant's own text, by template, language and version. */
export const templateEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "template", version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), language: needed("l"), number: needed("n"), state: needed("st"), revision: number("v"), content: any("c"), facts: maybe("f") },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["id", "language", "number"], template: "L#${id}#${language}#${number}", casing: "none" } } },
    } as const,
    wiring(table),
  );

/** Of the tenant, by id. */
const besideSettings = <const Kind extends string, const Letter extends string>(kind: Kind, letter: Letter, table?: TenantTable) =>
  new Entity(
    {
      model: { entity: kind, version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), version: { type: "number", field: "v" }, content: any("c"), facts: maybe("f") },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["id"], template: `${letter}#\${id}`, casing: "none" } } },
    } as const,
    wiring(table),
  );
/** A hold on everything or on a policy: the switch. */
export const wideHoldEntity = (table?: TenantTable) => besideSettings("wide-hold", "H", table);
/** A case for an agency or a lawyer. There are few, and they are asked for across customers. */
export const handOffEntity = (table?: TenantTable) => besideSettings("hand-off", "X", table);

export const rateConfirmationEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "rate-confirmation", version: "1", service: "q" },
      attributes: { tenant: needed("t"), reference: needed("r"), halfYear: needed("h"), content: any("c") },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["reference", "halfYear"], template: "Y#${reference}#${halfYear}", casing: "none" } } },
    } as const,
    wiring(table),
  );

/** Beside the customer's items, under one prefix, so that one query reads all that dunning knows of him. */
export const dunningAccountEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "dunning-account", version: "1", service: "q" },
      attributes: { tenant: needed("t"), customerId: needed("c"), version: number("v"), content: any("co") },
      indexes: { primary: { pk: ofCustomer, sk: { field: "sk", composite: [], template: "D#A", casing: "none" } } },
    } as const,
    wiring(table),
  );

const besideAccount = <const Kind extends string, const Letter extends string>(kind: Kind, letter: Letter, table?: TenantTable) =>
  new Entity(
    {
      model: { entity: kind, version: "1", service: "q" },
      attributes: { tenant: needed("t"), customerId: needed("c"), id: needed("i"), content: any("co"), facts: maybe("f") },
      indexes: { primary: { pk: ofCustomer, sk: { field: "sk", composite: ["id"], template: `D#${letter}#\${id}`, casing: "none" } } },
    } as const,
    wiring(table),
  );
export const holdEntity = (table?: TenantTable) => besideAccount("hold", "H", table);
export const promiseEntity = (table?: TenantTable) => besideAccount("promise", "P", table);
/** What happened around a customer: an order, an answer, a word about a payment. */
export const signalEntity = (table?: TenantTable) => besideAccount("signal", "S", table);
/** What was decided about interest and the fixed sum of one customer. */
export const chargeDecisionEntity = (table?: TenantTable) => besideAccount("charge-decision", "C", table);
/** An address that is not to be written to: it bounced, or its owner complained. */
export const contactFlagEntity = (table?: TenantTable) => besideAccount("contact-flag", "F", table);

export const messageEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "message", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"), id: needed("i"), debtorId: needed("d"), status: needed("st"), createdAt: needed("at"), version: number("v"), content: any("c"), facts: maybe("f"),
      },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "id"], template: "${tenant}#M#${id}", casing: "none" }, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        byDebtor: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "debtorId"], template: "${tenant}#MC#${debtorId}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["createdAt", "id"], template: "${createdAt}#${id}", casing: "none" },
        },
      },
    } as const,
    wiring(table),
  );

/** As long as a message waits, it is found by its day, or by the list that it waits in; the time to live only sweeps what was moved. */
export const dueMessageEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "due-message", version: "1", service: "q" },
      attributes: { tenant: needed("t"), day: needed("d"), shard: needed("s"), id: needed("i"), ttl: number("ttl") },
      indexes: { primary: { pk: { field: "pk", composite: ["tenant", "shard"], template: "${tenant}#R#${shard}", casing: "none" }, sk: { field: "sk", composite: ["day", "id"], template: "${day}#${id}", casing: "none" } } },
    } as const,
    wiring(table),
  );
