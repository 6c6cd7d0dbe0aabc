// How a tenant's letters and mails look from outside: who they come from, whose account is paid to, where a document is found. One list in the settings,
// changed as a whole under its version.
import * as z from "zod";
import { idSchema } from "#domain/ledger/schema.ts";

const line = z.string().trim().min(1).max(100);

/** What stands on the paper of one legal entity. Its name and country are the ledger's. */
export const letterheadSchema = z.object({
  entityId: idSchema("ent"),
  address: z.array(line).max(6).default([]),
  registration: line.optional(),
  email: z.email().optional(),
  phone: line.optional(),
  /** Where the customer pays to: shown, and put into the payment code when it is an IBAN. */
  bank: z.object({ holder: line, iban: line, bic: line.optional() }).optional(),
});
export type Letterhead = z.infer<typeof letterheadSchema>;

export const correspondenceSchema = z
  .object({
    /** An address in a domain that the mail service may send for; without one, mail comes from the desk's own. */
    from: z.object({ name: line, address: z.email() }).optional(),
    replyTo: z.email().optional(),
    phone: line.optional(),
    /** What a telephone shows as the sender of a short message: a number, or up to eleven letters. */
    smsFrom: z.string().regex(/^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/).optional(),
    letterheads: z.array(letterheadSchema).default([]),
    /** How long the links in a message hold. */
    linkDays: z.int().min(1).max(180).default(45),
    /** Where the archive has an invoice's PDF: `{number}` and `{customer}` are put in. Fetched by us, never shown to the customer. */
    invoicePdf: z.url({ protocol: /^https$/ }).includes("{number}").optional(),
    version: z.int().min(0).default(0),
  })
  .meta({ id: "Correspondence" });
export type Correspondence = z.infer<typeof correspondenceSchema>;

export const noCorrespondence: Correspondence = { letterheads: [], linkDays: 45, version: 0 };
