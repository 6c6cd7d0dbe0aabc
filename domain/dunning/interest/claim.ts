// What a message says of interest and the fixed sum: shown, claimed, on an invoice of its own, or waived with a reason. Claims live on when the principal is
// paid: they are reckoned to the day of payment, and a waiver can be taken back.
import type { DateText } from "#domain/date.ts";
import { lateCharges, statutoryRate, type LateDebt } from "#domain/dunning/interest/interest.ts";
import type { Pack } from "#domain/dunning/interest/packs.ts";
import type { Confirmation } from "#domain/dunning/interest/rates.ts";
import { plus, zero, type Money } from "#domain/money.ts";
import type { Reason } from "#domain/reason.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";

export type ChargeMode =
  | { readonly mode: "displayed" | "claimed" }
  | { readonly mode: "invoiced"; readonly number: string }
  | { readonly mode: "waived"; readonly reason: string; readonly by: string; readonly on: DateText };

export type ClaimedAmount = { readonly principal: Money; readonly interest: Money; readonly recovery: Money };
export type LateClaimFigures = {
  readonly mode: ChargeMode["mode"];
  /** Of today; `confirmed` only when an administrator stands for every rate and rule that went into the amounts. */
  readonly rate?: { readonly percent: string; readonly confirmed: boolean };
  readonly amounts: readonly ClaimedAmount[];
  readonly unconfirmed: readonly Reason[];
};

/** One amount per currency of the debts, and one for the fixed sums if theirs is another. Without a known rate there are no figures. */
export function lateClaim(pack: Pack, debts: readonly LateDebt[], today: DateText, { mode }: ChargeMode, confirmations: readonly Confirmation[]): LateClaimFigures {
  const sums = new Map<string, ClaimedAmount>();
  const unconfirmed = new Map<string, Reason>();
  for (const debt of debts) {
    const charges = lateCharges(pack, debt, confirmations);
    if (isRefused(charges)) return { mode, amounts: [], unconfirmed: [{ code: charges.code, ...charges.values }] };
    for (const reason of charges.unconfirmed) unconfirmed.set(JSON.stringify(reason), reason);
    if (charges.daysLate === 0) continue;
    add(sums, { principal: debt.principal, interest: charges.interest, recovery: zero(debt.principal.currency) });
    if (charges.fixedSum) add(sums, { principal: zero(charges.fixedSum.currency), interest: zero(charges.fixedSum.currency), recovery: charges.fixedSum });
  }
  const rate = statutoryRate(pack, today, confirmations);
  return { mode, ...(rate ? { rate: { percent: percent(rate.hundredths), confirmed: unconfirmed.size === 0 && rate.standing === "confirmed" } } : {}), amounts: [...sums.values()], unconfirmed: [...unconfirmed.values()] };
}

function add(sums: Map<string, ClaimedAmount>, { principal, interest, recovery }: ClaimedAmount): void {
  const { currency } = principal;
  const before = sums.get(currency) ?? { principal: zero(currency), interest: zero(currency), recovery: zero(currency) };
  sums.set(currency, { principal: plus(before.principal, principal), interest: plus(before.interest, interest), recovery: plus(before.recovery, recovery) });
}

const percent = (hundredths: number): string => `${Math.trunc(hundredths / 100)}.${String(Math.abs(hundredths % 100)).padStart(2, "0")}`;

/** Only an open claim is waived, and somebody says why: a waiver is a gift of the company's money. */
export function waive(mode: ChargeMode, reason: string, by: { readonly id: string; readonly mayWaive: boolean }, on: DateText): ChargeMode | Refused {
  if (!by.mayWaive) return refused("interest.may-not-waive");
  if (mode.mode === "waived" || mode.mode === "invoiced") return refused("interest.not-open", { mode: mode.mode });
  return reason.trim() === "" ? refused("interest.waiver-needs-reason") : { mode: "waived", reason, by: by.id, on };
}

export const reinstate = (mode: ChargeMode, to: "displayed" | "claimed"): ChargeMode | Refused => (mode.mode === "waived" ? { mode: to } : refused("interest.not-waived", { mode: mode.mode }));
