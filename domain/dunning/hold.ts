// Placing and lifting holds and switches. A hold ends by itself or has an owner; whoever pauses everything says why; and what the law or another desk
// has stopped is not lifted by a collector.
import { isActive } from "#domain/dunning/claim.ts";
import type { DateText } from "#domain/date.ts";
import type { Hold, HoldReason } from "#domain/dunning/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type HoldRefusal = "hold.needs-end-or-owner" | "hold.ends-before-it-begins" | "hold.needs-note" | "hold.not-by-hand" | "hold.needs-manager" | "hold.over";
type Holder = { readonly id: string; readonly mayReleaseLegal: boolean; readonly maySwitch: boolean };

/** The engine reads these from the ledger, the bank or the buyer's platform; a hand that sets them would be overruled by the next file, or overrule it. */
const derived: readonly HoldReason[] = ["stale-data", "unapplied-credit", "unread-reply", "bounced-contact"];
const legal: readonly HoldReason[] = ["insolvency", "legal-hand-off"];

export function placeHold(hold: Hold, by: Holder): Hold | Refused<HoldRefusal> {
  if (hold.until === undefined && hold.owner === undefined) return refused("hold.needs-end-or-owner");
  if (hold.until !== undefined && hold.until < hold.from) return refused("hold.ends-before-it-begins", { from: hold.from, until: hold.until });
  if (derived.includes(hold.reason)) return refused("hold.not-by-hand", { reason: hold.reason });
  const wide = hold.scope.of === "everything" || hold.scope.of === "policy";
  if (wide && !by.maySwitch) return refused("hold.needs-manager", { of: hold.scope.of });
  if ((wide || hold.reason === "manual") && !hold.note?.trim()) return refused("hold.needs-note");
  return hold;
}

/** It ends yesterday: what it held back until today stays explained. A hold that never began is gone. */
export function releaseHold(hold: Hold, by: Holder, today: DateText, yesterday: DateText): Hold | Refused<HoldRefusal> {
  if (!isActive(hold, today) && hold.from <= today) return refused("hold.over");
  if (legal.includes(hold.reason) && !by.mayReleaseLegal) return refused("hold.needs-manager", { reason: hold.reason });
  if ((hold.scope.of === "everything" || hold.scope.of === "policy") && !by.maySwitch) return refused("hold.needs-manager", { of: hold.scope.of });
  return { ...hold, until: yesterday };
}
