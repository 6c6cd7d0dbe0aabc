// What becomes of interest and the fixed sum of single instalments: shown, claimed, on an invoice of its own, or let go. The last word counts; a waiver is
// taken back by claiming again, an invoice is not. Whoever waives gives the company's money away: it needs a right and a reason.
import { waive, type ChargeMode } from "#domain/dunning/interest/claim.ts";
import type { ChargeDecision } from "#domain/dunning/schema.ts";
import type { DateText } from "#domain/date.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";

export type Mode = ChargeDecision["mode"];

/** By instalment. What nobody has decided about is shown and not asked for, unless its reminder claims it. */
export function modesOf(decisions: readonly ChargeDecision[]): ReadonlyMap<string, ChargeDecision> {
  return new Map(decisions.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1)).flatMap((decision) => decision.keys.map((key) => [key, decision] as const)));
}

type Wanted = { readonly mode: Mode; readonly keys?: readonly string[] | undefined; readonly reason?: string | undefined; readonly number?: string | undefined };
type By = { readonly id: string; readonly mayWaive: boolean };
type Refusal = Refused<"interest.may-not-waive" | "interest.waiver-needs-reason" | "interest.not-open" | "interest.needs-number" | "interest.line-unknown">;

/** The instalments that it is about: those that are named, or all that are late and whose charges are still open. */
export function keysDecided(decisions: readonly ChargeDecision[], late: readonly string[], { mode, keys, reason = "", number = "" }: Wanted, by: By, on: DateText): readonly string[] | Refusal {
  if (mode === "waived" && !by.mayWaive) return refused("interest.may-not-waive");
  if (mode === "invoiced" && number.trim() === "") return refused("interest.needs-number");
  if (keys?.some((key) => !late.includes(key))) return refused("interest.line-unknown");
  const known = modesOf(decisions);
  const open = (key: string): boolean => {
    const before = known.get(key)?.mode ?? "displayed";
    return before !== "invoiced" && !(before === "waived" && (mode === "waived" || mode === "invoiced"));
  };
  const asked = keys && keys.length > 0 ? keys : late.filter(open);
  if (asked.length === 0 || !asked.every(open)) return refused("interest.not-open");
  if (mode !== "waived") return asked;
  const waived = waive({ mode: "displayed" } satisfies ChargeMode, reason, by, on);
  return isRefused(waived) ? refused("interest.waiver-needs-reason") : asked;
}
