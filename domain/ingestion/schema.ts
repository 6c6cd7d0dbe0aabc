// What a file becomes: records in one canonical form, whatever the format, and a run that tells what happened to each row.
import * as z from "zod";
import { commitmentSchema, contactSchema, currencySchema, customerSchema, dateSchema, idSchema, itemKindSchema, itemSchema } from "#domain/ledger/schema.ts";

/** How to read a delimited file: which column is which field, how dates and amounts are written. Versioned: a run stores what it used. */
export const mappingProfileSchema = z.object({
  version: z.int().min(1).default(1),
  about: z.enum(["customers", "contacts", "items", "commitments"]),
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  encoding: z.enum(["utf-8", "windows-1252", "iso-8859-15", "utf-16le"]).optional(),
  decimal: z.enum([",", "."]),
  dates: z.enum(["YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "YYYYMMDD", "DD.MM.YYYY"]),
  /** Column title in the file → field of ours. Titles compare without case, accents and padding. A column that is not here is kept in `extra`, or ignored if null. */
  columns: z.record(z.string(), z.string().nullable()),
  /** Values that stand for ours, per field: { kind: { FA: "invoice", AV: "credit-note" } }. */
  values: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** Used where the file has no such column: { currency: "GBP", entity: "UK" }. */
  defaults: z.record(z.string(), z.string()).optional(),
  /** "sign": a debit/credit column decides the sign. "kind": credit notes and payments are written positive. "signed": the amount carries its own sign. */
  amounts: z.enum(["signed", "kind", "sign"]).default("signed"),
});
export type MappingProfile = z.infer<typeof mappingProfileSchema>;

export const sourceSchema = z.object({
  id: idSchema("src"),
  /** The folder in the inbox: s3://<inbox>/<tenant>/<slug>/<file>. */
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  name: z.string(),
  /** statement: a bank's file (CAMT, MT940, CFONB120, BAI2, OFX, …), recognised by its content; it brings payments. advice: what payers say that their payments are for. acknowledgment: what the ERP says of the postings that it was sent. */
  format: z.enum(["fec", "delimited", "statement", "advice", "acknowledgment"]),
  /** full: what is missing from the file is settled. delta: only what the file names changes. */
  mode: z.enum(["full", "delta"]),
  /** Fixed entity; a FEC source without one recognises the entity by the SIREN in the file's name, and creates it. */
  entityId: idSchema("ent").optional(),
  codeSpace: z.string(),
  profile: mappingProfileSchema.optional(),
  /** Statements: our account (IBAN, or as the bank names it) → legal entity. */
  bankAccounts: z.record(z.string(), idSchema("ent")).optional(),
  /** FEC: which accounts are customers', by how they begin. 411 unless told; "413" adds bills receivable, "416" doubtful customers. */
  accounts: z.array(z.string().regex(/^\d{3,}$/)).optional(),
  /** Used when neither the file nor the customer tells a due date. */
  terms: z.object({ days: z.int().min(0).max(365), endOfMonth: z.boolean() }),
  /** After so many hours without a good file, those of weekends and bank holidays aside, the source is late; its figures are shown as stale. */
  freshWithinHours: z.int().min(1).default(26),
  /** A full snapshot whose balance moved by more than this share of yesterday's waits for a person. Per mille. */
  holdAbovePerMille: z.int().min(0).default(300),
  /** As of when its data are: the business instant of the last applied file. */
  asOf: z.string().optional(),
  lastRunId: idSchema("run").optional(),
  lastAppliedRunId: idSchema("run").optional(),
  activeRunId: idSchema("run").optional(),
});
export type Source = z.infer<typeof sourceSchema>;

/** Desired state of one item as a file tells it: what is settled is told with the date and the lettering that settled it. */
export const itemRecordSchema = itemSchema
  .omit({ postings: true, openMinor: true, openEntityMinor: true, version: true, fingerprint: true, disputedMinor: true })
  .extend({
    type: z.literal("item"),
    disputedMinor: z.bigint().default(0n),
    /** Ordered by date. Each takes `minor` off the open amount (same sign as the item). */
    settlements: z.array(
      z.object({ on: dateSchema, minor: z.bigint(), entityMinor: z.bigint(), kind: z.enum(["allocation", "write-off"]), allocation: z.string().optional(), lettering: z.string().optional() }),
    ),
  });
export type ItemRecord = z.infer<typeof itemRecordSchema>;
export const customerRecordSchema = customerSchema.omit({ version: true, touched: true }).extend({ type: z.literal("customer"), source: idSchema("src"), sequence: z.string() });
export const contactRecordSchema = contactSchema.extend({ type: z.literal("contact"), source: idSchema("src"), sequence: z.string() });
export const commitmentRecordSchema = commitmentSchema.extend({ type: z.literal("commitment"), source: idSchema("src") });
/** What a full snapshot no longer names: settled on the day of the snapshot. */
export const goneRecordSchema = z.object({ type: z.literal("gone"), of: z.enum(["item", "commitment"]), id: z.string(), customerId: idSchema("cus"), on: dateSchema, source: idSchema("src"), sequence: z.string() });

export const recordSchema = z.discriminatedUnion("type", [itemRecordSchema, customerRecordSchema, contactRecordSchema, commitmentRecordSchema, goneRecordSchema]);
export type CanonicalRecord = z.infer<typeof recordSchema>;
export type CustomerRecord = z.infer<typeof customerRecordSchema>;
export type ContactRecord = z.infer<typeof contactRecordSchema>;
export type CommitmentRecord = z.infer<typeof commitmentRecordSchema>;
export type GoneRecord = z.infer<typeof goneRecordSchema>;

/** A row that could not be used. It is kept whole; repaired values are applied over it and the row is read again. */
export const rejectSchema = z.object({
  line: z.int().min(1),
  field: z.string(),
  value: z.string(),
  code: z.string().meta({ examples: ["date.not-in-calendar", "amount.unreadable", "currency.unknown", "customer.missing", "row.too-short"] }),
  /** The row as it was read: column title → text. */
  row: z.record(z.string(), z.string()),
  /** What we would put there, when a rule knows ("28/02/2026"). */
  suggestion: z.string().optional(),
  state: z.enum(["open", "repaired", "replayed", "dismissed"]),
  repair: z.record(z.string(), z.string()).optional(),
});
export type Reject = z.infer<typeof rejectSchema>;

/**
 * received → reading → applying → settling → applied, or one of the ends: duplicate, quarantined (no such source), held (a person must say yes),
 * failed (the file itself is wrong: nothing was applied), abandoned. "settling": everything is in the ledger, the history catches up.
 */
export const runStateSchema = z.enum(["received", "waiting", "reading", "applying", "settling", "applied", "duplicate", "quarantined", "held", "failed", "abandoned"]);
export type RunState = z.infer<typeof runStateSchema>;

export const runSchema = z.object({
  id: idSchema("run"),
  sourceId: idSchema("src").optional(),
  sourceSlug: z.string(),
  fileName: z.string(),
  /** Where the raw file is kept. */
  bucket: z.string(),
  key: z.string(),
  bytes: z.int(),
  sha256: z.string().optional(),
  state: runStateSchema,
  receivedAt: z.string(),
  readAt: z.string().optional(),
  appliedAt: z.string().optional(),
  /** What the file says about itself. */
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  asOf: dateSchema.optional(),
  profileVersion: z.int().optional(),
  rows: z.int().default(0),
  /** Rows of the file that are not about customers (FEC: other accounts). */
  skipped: z.int().default(0),
  created: z.int().default(0),
  changed: z.int().default(0),
  unchanged: z.int().default(0),
  gone: z.int().default(0),
  rejected: z.int().default(0),
  chunks: z.int().default(0),
  chunksApplied: z.int().default(0),
  postings: z.int().default(0),
  /** What must hold before anything is applied: what the file says, what was counted. */
  controls: z
    .array(z.object({ code: z.string(), expected: z.string(), found: z.string(), currency: currencySchema.optional(), ok: z.boolean() }))
    .default([]),
  reasons: z.array(z.looseObject({ code: z.string() })).default([]),
});
export type Run = z.infer<typeof runSchema>;
export { itemKindSchema };
