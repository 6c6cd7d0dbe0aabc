// Some fields are not for everybody who may see the rest of a record. A schema says which, where the field is declared; the runtime leaves them out
// of every answer, event and message for whoever's role hides them (functions/runtime/hide-fields.ts). Such a field is optional: its absence says nothing.
import type { z } from "zod";

export const confidentialKinds = ["score", "margin", "iban", "internal-note"] as const;
export type Confidential = (typeof confidentialKinds)[number];

/** `score: confidential("score", z.number().optional())` */
export const confidential = <S extends z.ZodType>(kind: Confidential, schema: S): S => schema.meta({ ...schema.meta(), "x-confidential": kind }) as S;
