import * as z from "zod";
import { absenceSchema, newAbsenceSchema, workKindSchema } from "#domain/access/absence/schema.ts";
import { dateSchema, idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const refusals = ["absence.not-yours", "absence.period", "absence.user-unknown", "absence.delegate-unknown", "absence.delegate-is-absent-person", "absence.overlaps", "absence.circle"] as const;
const person = z.object({ userId: idSchema("usr"), name: z.string() });

export const absenceRoutes = routes({
  "GET /absences": {
    summary: "The calendar of cover",
    action: "absence.read",
    description: "`people`: everybody who can be away and whom one can name to cover.",
    query: z.object({ from: dateSchema.optional(), to: dateSchema.optional() }),
    response: z.object({ items: z.array(absenceSchema.extend({ name: z.string(), state: z.enum(["planned", "away", "back", "cancelled"]) })), people: z.array(person.extend({ role: z.string() })) }),
  },
  "GET /absences/covered": {
    summary: "For whom one stands in now",
    description: "A request with the header `Acting-For: <user id>` sees the rows of that person, with one's own rights, and the audit says for whom it was done.",
    action: "absence.read",
    response: z.object({ items: z.array(person.extend({ kinds: z.array(workKindSchema), to: dateSchema })) }),
  },
  "POST /absences/preview": {
    summary: "What an absence would cause, before it is planned",
    description: "Who would cover what, for how many days, for whom else at the same time, and when nobody would.",
    action: "absence.plan",
    body: newAbsenceSchema,
    response: z.object({
      refusal: z.string().optional(),
      uncovered: z.array(workKindSchema),
      delegates: z.array(person.extend({ kinds: z.array(workKindSchema), days: z.int(), awayDays: z.int(), most: z.int().meta({ description: "People covered at once on the worst day, this one included." }), alsoFor: z.array(person) })),
    }),
    refusals: ["absence.not-yours"],
  },
  "POST /absences": { summary: "Plan an absence and who covers it", action: "absence.plan", body: newAbsenceSchema, response: absenceSchema, status: 201, refusals: [...refusals] },
  "DELETE /absences/{id}": { summary: "Call an absence off, or end it now", action: "absence.plan", params: z.object({ id: idSchema("abs") }), response: absenceSchema, refusals: ["absence.unknown", "absence.not-yours"] },
});
