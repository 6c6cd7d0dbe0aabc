// What can be paid by card: apart from Stripe's SDK, which whoever only asks this does without.
import { exponentOf } from "#domain/currency.ts";

/** Stripe's zero-decimal currencies; UGX and ISK are zero-decimal in ISO 4217 and two-decimal at Stripe, those of three decimals must end in 0 there. */
const differently = new Set(["UGX", "ISK", "HUF", "TWD", "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);

export const takesCurrency = (currency: string): boolean => !differently.has(currency) && exponentOf(currency) <= 2;
