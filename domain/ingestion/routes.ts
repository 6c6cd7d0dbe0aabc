import * as z from "zod";
import { mappingProfileSchema, rejectSchema, runSchema, runStateSchema, sourceSchema } from "#domain/ingestion/schema.ts";
import { idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

export const runJson = runSchema.omit({ bucket: true, key: true }).meta({ id: "ImportRun" });
export const sourceJson = sourceSchema
  .extend({
    /** fresh: its data are recent enough. late: nothing good for too long. held: a file waits for a person. failed: the last file could not be used. never: nothing came yet. */
    freshness: z.enum(["fresh", "late", "held", "failed", "never"]),
    lastRun: runJson.optional(),
  })
  .meta({ id: "Source" });

const run = z.object({ id: idSchema("run") });

export const ingestionRoutes = routes({
  "GET /sources": { summary: "List sources and how fresh they are", action: "source.read", response: z.object({ items: z.array(sourceJson) }) },
  "POST /sources": {
    summary: "Add a source",
    action: "source.change",
    body: z.object({
      slug: sourceSchema.shape.slug,
      name: z.string().min(1),
      format: sourceSchema.shape.format,
      mode: sourceSchema.shape.mode.default("full"),
      entityId: idSchema("ent").optional(),
      codeSpace: z.string().optional(),
      bankAccounts: sourceSchema.shape.bankAccounts,
      profile: mappingProfileSchema.optional(),
      terms: sourceSchema.shape.terms.optional(),
      freshWithinHours: z.int().min(1).max(24 * 366).optional().meta({ description: "After how many hours without a file it is late, those of weekends and bank holidays aside. 26 unless told, a month for a FEC." }),
    }),
    response: sourceJson,
    status: 201,
    refusals: ["source.slug-taken", "source.profile-missing", "entity.unknown"],
  },
  "PUT /sources/{id}/profile": { summary: "Change how a source is read", action: "source.change", about: "source", params: z.object({ id: idSchema("src") }), body: mappingProfileSchema.omit({ version: true }), response: sourceJson, refusals: ["source.unknown"] },
  "POST /sources/detect": {
    summary: "Propose a mapping for the first lines of a file",
    description: "Nothing is stored. `text` is the beginning of the file, decoded. Each column comes with what was seen in it and why the field is proposed.",
    action: "source.change",
    body: z.object({ text: z.string().max(200_000), fileName: z.string() }),
    response: z.object({
      format: z.enum(["fec", "delimited", "statement", "advice", "acknowledgment", "unknown"]),
      profile: mappingProfileSchema.optional(),
      columns: z.array(z.object({ title: z.string(), example: z.string(), field: z.string().nullable(), reasons: z.array(z.looseObject({ code: z.string() })) })),
    }),
  },
  "GET /imports": {
    summary: "List import runs, newest first",
    action: "import.read",
    query: z.object({ source: idSchema("src").optional(), state: runStateSchema.optional(), limit: z.coerce.number().int().min(1).max(200).optional(), cursor: z.string().optional() }),
    response: z.object({ items: z.array(runJson), nextCursor: z.string().optional() }),
  },
  "POST /imports": {
    summary: "Get an address to upload a file to",
    description: "PUT the file to `url` with the given headers within 15 minutes. The run appears once the file has arrived.",
    action: "import.run",
    body: z.object({ source: z.string(), fileName: z.string().min(1).max(200) }),
    response: z.object({ url: z.string(), method: z.literal("PUT"), headers: z.record(z.string(), z.string()), key: z.string(), expiresAt: z.string() }),
    status: 201,
    refusals: ["source.unknown"],
  },
  "GET /imports/{id}": { summary: "Get an import run", action: "import.read", about: "import", params: run, response: z.object({ run: runJson, source: sourceJson.optional() }), refusals: ["import.unknown"] },
  "GET /imports/{id}/file": { summary: "Get a short-lived address of the raw file", action: "import.inspect", about: "import", params: run, response: z.object({ url: z.string(), expiresAt: z.string() }), refusals: ["import.unknown"] },
  "GET /imports/{id}/rejects": {
    summary: "List rejected rows",
    action: "import.inspect",
    about: "import",
    params: run,
    query: z.object({ state: rejectSchema.shape.state.optional(), limit: z.coerce.number().int().min(1).max(200).optional(), cursor: z.string().optional() }),
    response: z.object({ items: z.array(rejectSchema), nextCursor: z.string().optional() }),
    refusals: ["import.unknown"],
  },
  "POST /imports/{id}/rejects/replay": {
    summary: "Repair rejected rows and read them again",
    description: "`repairs` sets fields by line. Rows that read well are applied as part of the same source; the others stay rejected with their new reason.",
    action: "import.run",
    about: "import",
    params: run,
    body: z.object({ repairs: z.array(z.object({ line: z.int(), values: z.record(z.string(), z.string()) })).default([]), lines: z.array(z.int()).optional() }),
    response: z.object({ replayed: z.int(), run: runJson }),
    status: 202,
    refusals: ["import.unknown", "import.still-running"],
  },
  "POST /imports/{id}/approval": {
    summary: "Apply a held snapshot after all, or abandon it",
    action: "import.run",
    about: "import",
    params: run,
    body: z.object({ decision: z.enum(["apply", "abandon"]), reason: z.string().min(1) }),
    response: runJson,
    status: 202,
    refusals: ["import.unknown", "import.not-held"],
  },
  "POST /imports/{id}/release": {
    summary: "Give a quarantined file to a source",
    action: "import.run",
    about: "import",
    params: run,
    body: z.object({ source: idSchema("src") }),
    response: runJson,
    status: 202,
    refusals: ["import.unknown", "import.not-quarantined", "source.unknown"],
  },
});
