// How much of each instalment may be asked for today, and what stands against the rest. Amounts in dispute, under a promise or held by hand are taken off;
// what is left is asked for, and when nothing is left the instalment is excluded with everything that took it away.
import { addBusinessDays } from "#domain/calendar/business-days.ts";
import type { DateText } from "#domain/date.ts";
import { deadlineOf } from "#domain/dunning/promise.ts";
import type { Hold, PaymentPromise } from "#domain/dunning/schema.ts";
import type { OpenLine, Situation } from "#domain/dunning/situation.ts";
import type { Reason } from "#domain/reason.ts";

export type Claim = { readonly claimedMinor: bigint; readonly reasons: readonly Reason[] };
type Limits = { /** By instalment, or by customer. */ readonly whole: Map<string, Reason[]>; readonly parts: Map<string, { minor: bigint; reason: Reason }[]> };

/** How long after its day a direct debit or a bill may take to show on the bank's statement. */
const COLLECTION_DAYS = 3;

export function claimsOf({ lines, holds, promises }: Situation, place: string, today: DateText): ReadonlyMap<string, Claim> {
  const limits = limitsOf(holds, promises, today);
  const claims = new Map<string, Claim>();
  for (const line of lines) if (line.openMinor > 0n) claims.set(line.key, claimOf(line, limits, place, today));
  return claims;
}

function claimOf(line: OpenLine, { whole, parts }: Limits, place: string, today: DateText): Claim {
  if (line.disputedMinor <= 0n && !line.collection && !line.acceptance && whole.size === 0 && parts.size === 0) return { claimedMinor: line.openMinor, reasons: none };
  const blocked = [...(whole.get(line.customerId) ?? none), ...(whole.get(line.key) ?? none), ...ownHolds(line, place, today)];
  if (blocked.length > 0) return { claimedMinor: 0n, reasons: blocked };
  const taken = [...(line.disputedMinor > 0n ? [{ minor: line.disputedMinor, reason: { code: "dispute", minor: String(line.disputedMinor), currency: line.currency } }] : []), ...(parts.get(line.key) ?? [])];
  const left = taken.reduce((open, { minor }) => open - minor, line.openMinor);
  return { claimedMinor: left > 0n ? left : 0n, reasons: taken.map(({ reason }) => reason) };
}
const none: readonly Reason[] = [];

/** What the instalment itself says against a reminder: its money is on its way, or the buyer has not accepted it. */
function ownHolds({ collection, acceptance }: OpenLine, place: string, today: DateText): Reason[] {
  const reasons: Reason[] = [];
  if (collection && (collection.on === undefined || today <= addBusinessDays(collection.on, COLLECTION_DAYS, place))) reasons.push({ code: collection.by, ...(collection.on ? { on: collection.on } : {}) });
  if (acceptance === "payment-announced") reasons.push({ code: "announced-payment" });
  else if (acceptance) reasons.push({ code: "not-accepted", status: acceptance });
  return reasons;
}

function limitsOf(holds: readonly Hold[], promises: readonly PaymentPromise[], today: DateText): Limits {
  const whole = new Map<string, Reason[]>();
  const parts: Limits["parts"] = new Map();
  for (const hold of holds) {
    if (!isActive(hold, today)) continue;
    if (hold.scope.of === "debtor") add(whole, hold.scope.customerId, holdReason(hold));
    if (hold.scope.of === "line") add(whole, hold.scope.key, holdReason(hold));
    if (hold.scope.of === "amount") add(parts, hold.scope.key, { minor: hold.scope.minor, reason: { ...holdReason(hold), minor: String(hold.scope.minor) } });
  }
  // Until its deadline a promise is believed; after it, what was paid is off the open amount anyway, and the rest is reminded of again.
  for (const promise of promises) {
    const until = deadlineOf(promise);
    if (promise.ended || today > until) continue;
    for (const { key, minor } of promise.lines) add(parts, key, { minor, reason: { code: "promise", payOn: promise.payOn, until, minor: String(minor) } });
  }
  return { whole, parts };
}

export const isActive = ({ from, until }: Hold, today: DateText): boolean => from <= today && (until === undefined || today <= until);
export const holdReason = ({ reason, until, owner, note }: Hold): Reason => ({ code: reason, ...(until ? { until } : {}), ...(owner ? { owner } : {}), ...(note ? { note } : {}) });

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
