// What clearings taught, and what people told the memory by hand; and the rules of automatic posting with their versions and measurements.
//
// kind            | pk                    | sk                | gsi1pk                 | gsi1sk
// ----------------|-----------------------|-------------------|------------------------|--------------------
// lesson          | {t}#KL#{entity}       | L#{id}            | {t}#KC#{entity}        | {changed at}#{id}
// memory-edit     | {t}#KL#{entity}       | E#{id}            |                        |
// matching-rules  | {t}#T                 | MR#{version}      |                        |
// matching-model  | {t}#T                 | MM#{version}      |                        |
//
// A lesson is a small record under an id that follows from what it was read from, written only over an older state of the same thing: told twice, late or by
// two workers at once, it comes out the same. The memory itself is made of the lessons wherever it is needed, and is nowhere stored.
import { Entity } from "electrodb";
import type { DeskLesson } from "#domain/cash-application/matching/desk-lessons.ts";
import type { MemoryEdit } from "#domain/cash-application/matching/memory-edits.ts";
import type { KeptRules } from "#domain/cash-application/matching/rules.ts";
import type { SavedModel } from "#domain/cash-application/matching/saved-model.ts";
import type { RulesFact } from "#events/cash-application.ts";
import { storedFact } from "#functions/store/fact.ts";
import { packed, unpacked } from "#functions/store/packed.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { all, attempted, type Saved } from "#functions/store/request.ts";
import { tenantTable, type Connection, type TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;
const number = (field: string) => ({ type: "number", field, required: true }) as const;
const content = { type: "any", field: "c", required: true } as const;
const wiring = (table?: TenantTable) => table && { client: table.client as never, table: table.table };
const ofEntity = { field: "pk", composite: ["tenant", "entityId"], template: "${tenant}#KL#${entityId}", casing: "none" } as const;
const settings = { field: "pk", composite: ["tenant"], template: "${tenant}#T", casing: "none" } as const;

export const lessonEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "lesson", version: "1", service: "q" },
      attributes: { tenant: needed("t"), entityId: needed("en"), id: needed("i"), changedAt: needed("ca"), version: number("v"), content },
      indexes: {
        primary: { pk: ofEntity, sk: { field: "sk", composite: ["id"], template: "L#${id}", casing: "none" } },
        byChange: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "entityId"], template: "${tenant}#KC#${entityId}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["changedAt", "id"], template: "${changedAt}#${id}", casing: "none" },
        },
      },
    } as const,
    wiring(table),
  );

export const memoryEditEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "memory-edit", version: "1", service: "q" },
      attributes: { tenant: needed("t"), entityId: needed("en"), id: needed("i"), content },
      indexes: { primary: { pk: ofEntity, sk: { field: "sk", composite: ["id"], template: "E#${id}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export const matchingRulesEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "matching-rules", version: "1", service: "q" },
      attributes: { tenant: needed("t"), number: needed("n"), state: needed("s"), revision: number("v"), rules: { type: "any", field: "r", required: true }, content, facts: { type: "any", field: "f" } },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["number"], template: "MR#${number}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export const matchingModelEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "matching-model", version: "1", service: "q" },
      attributes: { tenant: needed("t"), number: needed("n"), content },
      indexes: { primary: { pk: settings, sk: { field: "sk", composite: ["number"], template: "MM#${number}", casing: "none" } } },
    } as const,
    wiring(table),
  );

export type PayerMemoryStore = ReturnType<typeof payerMemoryStore>;

export const payerMemoryStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const table = tenantTable(tenant, connection);
  const [lessons, edits, rules, models] = [lessonEntity(table), memoryEditEntity(table), matchingRulesEntity(table), matchingModelEntity(table)];

  return {
    tenant,
    /** "conflict": a newer state of the payment has taught it already. */
    saveLesson: (lesson: DeskLesson, changedAt: string): Promise<Saved> => {
      const { entityId, id, version } = lesson;
      return attempted(() =>
        lessons
          .put({ tenant, entityId, id, version, changedAt, content: packed(lesson) })
          .where(({ version: saved }, { notExists, lt }) => `${notExists(saved)} OR ${lt(saved, version)}`)
          .go(),
      );
    },
    lessons: async (entityId: string): Promise<DeskLesson[]> => (await lessons.query.primary({ tenant, entityId }).go(all)).data.map(lessonOf),
    /** Written at this instant or later; what is younger than seconds may not be among them yet. */
    lessonsSince: async (entityId: string, changedAt: string): Promise<DeskLesson[]> => (await lessons.query.byChange({ tenant, entityId }).gte({ changedAt }).go({ ...all, hydrate: true })).data.map(lessonOf),

    edits: async (entityId: string): Promise<MemoryEdit[]> => (await edits.query.primary({ tenant, entityId }).go({ ...all, consistent: true })).data.map((row) => row.content as MemoryEdit),
    saveEdit: async (edit: MemoryEdit): Promise<void> => {
      await edits.put({ tenant, entityId: edit.entityId, id: edit.id, content: edit }).go();
    },
    removeEdit: async (entityId: string, id: string): Promise<void> => {
      await edits.delete({ tenant, entityId, id }).go();
    },

    /** By version. */
    rules: async (): Promise<KeptRules[]> => (await rules.query.primary({ tenant }).go({ ...all, consistent: true })).data.map(({ revision, rules: set, content: kept }) => ({ ...unpacked<KeptRules>(kept), rules: set as KeptRules["rules"], revision })).toSorted((a, b) => a.version - b.version),
    saveRules: (kept: KeptRules, facts: readonly RulesFact[] = []): Promise<Saved> => {
      const { rules: set, ...rest } = kept;
      const row = { tenant, number: numberKey(kept.version), state: kept.state, revision: kept.revision + 1, rules: set, content: packed(rest), ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}) };
      return attempted(() => (kept.revision > 0 ? rules.put(row).where(({ revision }, { eq }) => eq(revision, kept.revision)).go() : rules.create(row).go()));
    },
    model: async (version: number): Promise<SavedModel | undefined> => {
      const { data } = await models.get({ tenant, number: numberKey(version) }).go({ consistent: true });
      return data ? unpacked<SavedModel>(data.content) : undefined;
    },
    saveModel: async (version: number, model: SavedModel): Promise<void> => {
      await models.put({ tenant, number: numberKey(version), content: packed(model) }).go();
    },
    consumed: () => ({ ...table.consumed }),
  };
});

const lessonOf = (row: { readonly content: unknown }): DeskLesson => unpacked<DeskLesson>(row.content);
const numberKey = (version: number): string => String(version).padStart(6, "0");
