// The nouns of the ledger. An item is one document on a customer's account: an invoice, a credit note, a payment, a bill of exchange.
// Amounts are signed from our side: what the customer owes is positive, what is in the customer's favour is negative.
//
// An item carries its own postings. A change of the item and the postings that explain it are then one atomic write, and
// open = sum of postings holds at every date, for every item, whatever was lost, repeated or reordered on the way.
import * as z from "zod";
import { isCurrency } from "#domain/currency.ts";
import { isDate, isTimeZone } from "#domain/date.ts";
import { isKeySafe } from "#domain/id.ts";

export const idSchema = <P extends string>(prefix: P) =>
  z
    .custom<`${P}_${string}`>((v) => typeof v === "string" && v.startsWith(`${prefix}_`) && isKeySafe(v), { error: `an id that begins with ${prefix}_` })
    .meta({ type: "string", pattern: `^${prefix}_[A-Za-z0-9_.~-]+$` });
export const dateSchema = z
  .string()
  .refine(isDate, { error: "a date of the calendar, YYYY-MM-DD" })
  .meta({ format: "date", examples: ["2026-03-31"] });
export const currencySchema = z
  .string()
  .refine(isCurrency, { error: "an ISO 4217 currency" })
  .meta({ examples: ["EUR"] });
export const moneySchema = z
  .object({ amount: z.string().regex(/^-?\d+(\.\d+)?$/), currency: currencySchema })
  .meta({ id: "Money", description: "An exact amount: a decimal string and its currency.", examples: [{ amount: "1234.56", currency: "EUR" }] });

export const languageSchema = z.enum(["fr", "en", "de", "es", "pt", "it", "nl"]);

/** A legal entity of the tenant: whose receivables these are. */
export const legalEntitySchema = z.object({
  id: idSchema("ent"),
  code: z.string(),
  name: z.string(),
  country: z.string().length(2),
  currency: currencySchema,
  timeZone: z
    .string()
    .refine(isTimeZone, { error: "a time zone of the IANA database" })
    .meta({ examples: ["Europe/Paris"] }),
  calendar: z.string().meta({ description: "Bank holidays: a country or region code.", examples: ["FR"] }),
  language: languageSchema,
  /** SIREN, company number, EIN: recognises the entity in files that name it. */
  registration: z.string().optional(),
});
export type LegalEntity = z.infer<typeof legalEntitySchema>;

/** Who may change a field: the ERP, Quittance, or whoever wrote last. An import never overwrites what is ours. */
export const fieldOwnerSchema = z.enum(["erp", "ours", "last-writer"]);
export type FieldOwner = z.infer<typeof fieldOwnerSchema>;

/** A customer account. Sold-to, payer and legal parent are three independent links: statements go by payer, reminders by sold-to, limits by parent. */
export const customerSchema = z.object({
  id: idSchema("cus"),
  /** The key of the account in the ERP (or of the auxiliary account in a FEC). */
  code: z.string(),
  /** The code space that the key belongs to, so that two ERPs may both have a customer 1001. */
  codeSpace: z.string(),
  name: z.string(),
  legalName: z.string().optional(),
  registration: z.string().optional(),
  /** Recognises the customer in the words of a payment, as the accounts do that it has paid from or told us. */
  vat: z.string().optional(),
  ibans: z.array(z.string()).max(20).optional(),
  country: z.string().optional(),
  /** Street, building, box: what stands above postcode and town on an envelope. */
  addressLines: z.array(z.string().min(1).max(80)).max(3).optional(),
  postcode: z.string().max(16).optional(),
  city: z.string().optional(),
  language: languageSchema.optional(),
  segment: z.string().optional(),
  /** Contractual term: days after the invoice date, and whether the month that they end in is then run out ("45 jours fin de mois"). */
  terms: z.object({ days: z.int().min(0).max(365), endOfMonth: z.boolean() }).optional(),
  /** Early payment: hundredths of a percent off for whoever pays within so many days of the invoice. */
  discount: z.object({ rate: z.int().min(1).max(5_000), days: z.int().min(0).max(365) }).optional(),
  collector: z.string().optional(),
  salesperson: z.string().optional(),
  payerId: idSchema("cus").optional(),
  parentId: idSchema("cus").optional(),
  creditLimit: z.object({ minor: z.bigint(), currency: currencySchema }).optional(),
  /** When our people changed a field by hand: field name → instant. Only these can collide with the ERP. */
  touched: z.record(z.string(), z.string()).optional(),
  /** Orders the states that a source sends, as of an item. */
  sequence: z.string().optional(),
  version: z.int().min(0),
});
export type Customer = z.infer<typeof customerSchema>;

export const contactSchema = z.object({
  id: idSchema("con"),
  customerId: idSchema("cus"),
  name: z.string(),
  role: z.enum(["accounts-payable", "buyer", "management", "legal", "other"]),
  email: z.string().optional(),
  phone: z.string().optional(),
  language: languageSchema.optional(),
  owner: z.enum(["erp", "ours"]),
});
export type Contact = z.infer<typeof contactSchema>;

export const itemKindSchema = z.enum(["invoice", "credit-note", "payment", "bill", "opening", "adjustment"]);
export type ItemKind = z.infer<typeof itemKindSchema>;

export const instalmentSchema = z.object({ n: z.int().min(1), dueOn: dateSchema, minor: z.bigint() });
export type Instalment = z.infer<typeof instalmentSchema>;

export const postingKindSchema = z.enum(["issue", "allocation", "reversal", "write-off", "adjustment", "dispute"]);
export type PostingKind = z.infer<typeof postingKindSchema>;

/**
 * One line of an item's history, never changed once written. `minor` moves the open amount in the item's currency, `entityMinor` in the
 * entity's own currency; `disputedMinor` moves the disputed share (kind "dispute" moves nothing else). A reversal names what it reverses.
 */
export const postingSchema = z.object({
  id: idSchema("pst"),
  kind: postingKindSchema,
  on: dateSchema,
  /** Which instalment, and when it is (or was, before it was re-dated) due. */
  instalment: z.int().min(1),
  dueOn: dateSchema,
  minor: z.bigint(),
  entityMinor: z.bigint(),
  disputedMinor: z.bigint().optional(),
  /** What was settled against what: every item of one allocation names it. */
  allocation: z.string().optional(),
  /** The lettering code that the books show for it ("AAAT"). */
  lettering: z.string().optional(),
  reverses: idSchema("pst").optional(),
  reason: z.string().optional(),
  /** Only of a posting that carries older ones forward (fold.ts): what it holds of each settlement, so that later states still compare. */
  carries: z.array(z.object({ key: z.string(), minor: z.bigint(), entityMinor: z.bigint() })).optional(),
  /** The import run, or the act of ours, that wrote it. */
  by: z.string(),
});
export type Posting = z.infer<typeof postingSchema>;

export const itemSchema = z.object({
  id: idSchema("itm"),
  kind: itemKindSchema,
  entityId: idSchema("ent"),
  customerId: idSchema("cus"),
  payerId: idSchema("cus").optional(),
  number: z.string(),
  /** The customer's purchase order, or whatever reference the customer knows. */
  reference: z.string().optional(),
  label: z.string().optional(),
  journal: z.string().optional(),
  issuedOn: dateSchema,
  /** How the due date came about when the file had none. */
  dueReason: z.enum(["file", "customer-terms", "source-terms"]),
  instalments: z.array(instalmentSchema).min(1),
  currency: currencySchema,
  entityCurrency: currencySchema,
  /** The invoiced (or received) amount, signed. */
  minor: z.bigint(),
  entityMinor: z.bigint(),
  /** What is still open: always the sum of the postings. */
  openMinor: z.bigint(),
  openEntityMinor: z.bigint(),
  disputedMinor: z.bigint(),
  disputeReason: z.string().optional(),
  salesperson: z.string().optional(),
  paymentMethod: z.string().optional(),
  /** Bills of exchange in portfolio stay a risk until they have been paid at maturity. */
  bill: z.object({ maturesOn: dateSchema, state: z.enum(["in-portfolio", "discounted", "paid", "unpaid"]) }).optional(),
  /** Free columns of the source, typed by its mapping profile. */
  extra: z.record(z.string(), z.string()).optional(),
  postings: z.array(postingSchema),
  source: idSchema("src"),
  /** Orders the states that a source sends: an older file never overwrites a newer one. */
  sequence: z.string(),
  /** Fingerprint of the source row: the same row again writes nothing. */
  fingerprint: z.string(),
  version: z.int().min(0),
});
export type Item = z.infer<typeof itemSchema>;

/** Orders in progress and deliveries not yet invoiced: no debt, but exposure. */
export const commitmentSchema = z.object({
  id: z.string(),
  customerId: idSchema("cus"),
  entityId: idSchema("ent"),
  kind: z.enum(["order", "delivery"]),
  number: z.string(),
  expectedOn: dateSchema.optional(),
  minor: z.bigint(),
  currency: currencySchema,
  sequence: z.string(),
});
export type Commitment = z.infer<typeof commitmentSchema>;
