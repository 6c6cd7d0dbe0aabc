import * as z from "zod";
import { delegatesSchema } from "#domain/access/absence/schema.ts";
import { fact, type PendingFact } from "#events/envelope.ts";

const aboutUser = z.object({ userId: z.string(), role: z.string() });

/** Somebody was asked to join; the account to sign in is being made. */
export const userInvited = fact("UserInvited", aboutUser);
/** The role, the limits or the state of a user changed: `fields` says which. */
export const userChanged = fact("UserChanged", aboutUser.extend({ fields: z.array(z.string()) }));
export const userDisabled = fact("UserDisabled", aboutUser);
/** A role of the tenant's own was made from another, or its rights, rows or hidden fields changed. */
export const roleChanged = fact("RoleChanged", z.object({ roleId: z.string(), basedOn: z.string().optional(), added: z.array(z.string()), removed: z.array(z.string()) }));
/** The rules by which customers are shared out changed. */
export const portfolioRulesChanged = fact("PortfolioRulesChanged", z.object({ version: z.int(), rules: z.int() }));

export type UserFact = PendingFact<typeof userInvited | typeof userChanged | typeof userDisabled>;
export type RoleFact = PendingFact<typeof roleChanged>;
export type PortfolioFact = PendingFact<typeof portfolioRulesChanged>;

const absence = z.object({ absenceId: z.string(), userId: z.string(), from: z.string(), to: z.string(), delegates: delegatesSchema });

/** Somebody will be away, and who covers what is settled. */
export const absencePlanned = fact("AbsencePlanned", absence);
export const absenceCancelled = fact("AbsenceCancelled", absence);
/** Told within hours of the midnight: cover itself goes by the date, and does not wait for this. */
export const absenceStarted = fact("AbsenceStarted", absence);
export const absenceEnded = fact("AbsenceEnded", absence);

export type AbsenceFact = PendingFact<typeof absencePlanned | typeof absenceCancelled | typeof absenceStarted | typeof absenceEnded>;
