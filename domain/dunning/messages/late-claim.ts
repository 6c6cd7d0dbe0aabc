// Interest and the recovery sum in a message. The engine computes them (interest by country rule packs); here they are only told.
// A rate stands in a letter only when an administrator has confirmed it: unconfirmed, the message names the law and no figure.
import { plus, type Money } from "#domain/money.ts";

export type LateClaim = {
  /** displayed: told, not added to what is asked · claimed: added · invoiced: has its own invoice among the lines · waived: not mentioned in figures. */
  readonly mode: "displayed" | "claimed" | "invoiced" | "waived";
  /** Percent a year, as a decimal text, and who stands for it. */
  readonly rate?: { readonly percent: string; readonly confirmed: boolean };
  /** Up to and including this day's message; one entry per currency. */
  readonly amounts: readonly { readonly principal: Money; readonly interest: Money; readonly recovery: Money }[];
};

export type ToldClaim = { readonly percent: string; readonly claimed: boolean; readonly amounts: readonly { readonly principal: Money; readonly interest: Money; readonly recovery: Money; readonly total: Money }[] };

/** What may be said in figures: nothing without a confirmed rate. */
export function toldClaim(claim: LateClaim | undefined): ToldClaim | undefined {
  if (!claim || !claim.rate?.confirmed || claim.mode === "waived" || claim.mode === "invoiced" || claim.amounts.length === 0) return undefined;
  const amounts = claim.amounts.map((one) => ({ ...one, total: plus(plus(one.principal, one.interest), one.recovery) }));
  return { percent: claim.rate.percent, claimed: claim.mode === "claimed", amounts };
}
