import * as z from "zod";
import { dateSchema, idSchema } from "#domain/ledger/schema.ts";

/** Work that can be covered, each by somebody else if wanted. */
export const workKindSchema = z.enum(["calls", "approvals", "disputes", "messages"]);
export type WorkKind = z.infer<typeof workKindSchema>;

const user = idSchema("usr");
export const delegatesSchema = z.object({ calls: user.optional(), approvals: user.optional(), disputes: user.optional(), messages: user.optional() });

export const absenceSchema = z
  .object({
    id: idSchema("abs"),
    userId: user,
    from: dateSchema,
    to: dateSchema.meta({ description: "The last day away." }),
    timeZone: z.string().meta({ description: "In which the days begin and end." }),
    delegates: delegatesSchema,
    reason: z.string().optional(),
    cancelled: z.boolean(),
    createdBy: user,
    startedAt: z.string().optional(),
    endedAt: z.string().optional(),
  })
  .meta({ id: "Absence" });
export type Absence = z.infer<typeof absenceSchema>;

export const newAbsenceSchema = z.object({ userId: user.optional().meta({ description: "Oneself, unless told." }), from: dateSchema, to: dateSchema, delegates: delegatesSchema, reason: z.string().max(200).optional() });
export type NewAbsence = z.infer<typeof newAbsenceSchema>;
