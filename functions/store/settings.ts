// The tenant's own partition: who it is, its legal entities, its people, its exchange rates.
import { Entity, type EntityItem } from "electrodb";
import type { RoleDefinition, User } from "#domain/access/schema.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import type { TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;
const text = (field: string) => ({ type: "string", field }) as const;
const settings = { field: "pk", composite: ["tenant"], template: "${tenant}#T", casing: "none" } as const;
const wiring = (table?: TenantTable) => table && { client: table.client as never, table: table.table };

export const tenantEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "tenant", version: "1", service: "q" },
      attributes: { tenant: needed("t"), name: needed("n"), currency: needed("cu") },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: [], template: "A", casing: "none" } } },
    } as const,
    wiring(table),
  );

export const userEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "user", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"),
        id: needed("i"),
        mail: needed("ml"),
        email: needed("e"),
        name: needed("n"),
        role: needed("r"),
        language: needed("la"),
        entityIds: { type: "any", field: "en" },
        /** The limits, the other names and the state of a user: what no key is made of. */
        more: { type: "any", field: "mo" },
        fact: { type: "any", field: "f" },
      },
      indexes: {
        primary: { pk: settings, sk: { field: "sk", composite: ["id"], template: "U#${id}", casing: "none" } },
        byMail: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "mail"], template: "${tenant}#L#MAIL#${mail}", casing: "none" },
          sk: { field: "gsi1sk", composite: [], template: "U", casing: "none" },
        },
      },
    } as const,
    wiring(table),
  );
export const userOf = ({ tenant: _t, mail: _m, fact: _f, entityIds, more, ...plain }: EntityItem<ReturnType<typeof userEntity>>): User => ({ ...(plain as User), entityIds: entityIds ?? [], ...(more as object | undefined) });

export const userRow = (tenant: string, mail: string, { id, email, name, role, language, entityIds, ...more }: User) => ({ tenant, mail, id, email, name, role, language, entityIds, ...(Object.keys(more).length > 0 ? { more } : {}) });

export const roleEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "role", version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), version: { type: "number", field: "v", required: true }, content: { type: "any", field: "c", required: true }, fact: { type: "any", field: "f" } },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["id"], template: "R#${id}", casing: "none" } } },
    } as const,
    wiring(table),
  );
export const roleDefinitionOf = ({ version, content }: EntityItem<ReturnType<typeof roleEntity>>): RoleDefinition => ({ ...(content as RoleDefinition), version });

/** Settings of a tenant that are one list each, changed as a whole: which groups stand for which roles, how customers are shared out. */
export const listEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "settings-list", version: "1", service: "q" },
      attributes: { tenant: needed("t"), name: needed("n"), version: { type: "number", field: "v", required: true }, content: { type: "any", field: "c", required: true }, fact: { type: "any", field: "f" } },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["name"], template: "G#${name}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export const legalEntityEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "legal-entity", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"),
        id: needed("i"),
        code: needed("co"),
        name: needed("n"),
        country: needed("cy"),
        currency: needed("cu"),
        timeZone: needed("tz"),
        calendar: needed("ca"),
        language: needed("la"),
        registration: text("rg"),
        fact: { type: "any", field: "f" },
      },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["id"], template: "E#${id}", casing: "none" } } },
    } as const,
    wiring(table),
  );
export const legalEntityOf = ({ tenant: _t, fact: _f, ...plain }: EntityItem<ReturnType<typeof legalEntityEntity>>): LegalEntity => plain as LegalEntity;

export const rateEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "rate", version: "1", service: "q" },
      attributes: { tenant: needed("t"), from: needed("fr"), to: needed("to"), on: needed("on"), rate: needed("r") },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["from", "to", "on"], template: "X#${from}#${to}#${on}", casing: "none" } } },
    } as const,
    wiring(table),
  );
