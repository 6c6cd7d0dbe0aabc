// How imports are kept. What is asked for by key or condition is an attribute; the rest is content, as the schemas of domain/ingestion have it.
import { Entity } from "electrodb";
import type { TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;
const any = (field: string) => ({ type: "any", field, required: true }) as const;
const wiring = (table?: TenantTable) => table && { client: table.client as never, table: table.table };
const ofRun = { field: "pk", composite: ["tenant", "run"], template: "${tenant}#J#${run}", casing: "none" } as const;

export const sourceEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "source", version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), version: { type: "number", field: "v", required: true }, content: any("c") },
      indexes: { primary: { pk: { field: "pk", composite: ["tenant"], template: "${tenant}#T", casing: "none" }, sk: { field: "sk", composite: ["id"], template: "S#${id}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export const runEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "run", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"), id: needed("i"), source: needed("s"), receivedAt: needed("at"), version: { type: "number", field: "v", required: true }, content: any("c"), facts: { type: "any", field: "f" },
      },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "id"], template: "${tenant}#J#${id}", casing: "none" }, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        bySource: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "source"], template: "${tenant}#J#S#${source}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["receivedAt", "id"], template: "${receivedAt}#${id}", casing: "none" },
        },
        byArrival: {
          index: "gsi2",
          pk: { field: "gsi2pk", composite: ["tenant"], template: "${tenant}#JQ", casing: "none" },
          sk: { field: "gsi2sk", composite: ["receivedAt", "id"], template: "${receivedAt}#${id}", casing: "none" },
        },
      },
    } as const,
    wiring(table),
  );

export const rejectEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "reject", version: "1", service: "q" },
      attributes: { tenant: needed("t"), run: needed("r"), line: needed("l"), state: needed("st"), content: any("c") },
      indexes: { primary: { pk: ofRun, sk: { field: "sk", composite: ["line"], template: "R#${line}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export const chunkEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "chunk", version: "1", service: "q" },
      attributes: { tenant: needed("t"), run: needed("r"), chunk: needed("k") },
      indexes: { primary: { pk: ofRun, sk: { field: "sk", composite: ["chunk"], template: "K#${chunk}", casing: "none" } } },
    } as const,
    wiring(table),
  );
