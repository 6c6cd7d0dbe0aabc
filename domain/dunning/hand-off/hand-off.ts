// Handing a case over is the last act against a customer and cannot be undone outside: what is claimed must be certain and due, somebody else than its
// author releases it, and it is looked at again at that moment, for who has paid meanwhile has no case.
import type { DateText } from "#domain/date.ts";
import { isActive } from "#domain/dunning/claim.ts";
import type { HandOffCase } from "#domain/dunning/hand-off/schema.ts";
import type { Hold } from "#domain/dunning/schema.ts";
import type { OpenLine } from "#domain/dunning/situation.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type HandOffRefusal = "hand-off.nothing-overdue" | "hand-off.insolvency" | "hand-off.open-already" | "hand-off.needs-address" | "hand-off.needs-another" | "hand-off.not-proposed" | "hand-off.not-released";
type Account = { readonly lines: readonly OpenLine[]; readonly holds: readonly Hold[]; readonly today: DateText };
type Decider = { readonly id: HandOffCase["by"]; readonly onBehalfOf?: string | undefined; readonly at: string };

export function propose(draft: HandOffCase, others: readonly HandOffCase[], account: Account): HandOffCase | Refused<HandOffRefusal> {
  if (draft.delivery === "email" && !draft.to.email) return refused("hand-off.needs-address");
  if (others.some(({ id, customerId, state }) => id !== draft.id && customerId === draft.customerId && (state.status === "proposed" || state.status === "released"))) return refused("hand-off.open-already");
  return claimed(draft, account);
}

/** Whose authority is used counts as well as who acts. */
export function mayRelease(handOff: HandOffCase, by: Decider, account: Account): HandOffCase | Refused<HandOffRefusal> {
  if (handOff.state.status !== "proposed") return refused("hand-off.not-proposed", { status: handOff.state.status });
  if (by.id === handOff.by || by.onBehalfOf === handOff.by) return refused("hand-off.needs-another");
  return claimed(handOff, account);
}

export function refuse(handOff: HandOffCase, by: Decider, reason: string): HandOffCase | Refused<HandOffRefusal> {
  if (handOff.state.status !== "proposed") return refused("hand-off.not-proposed", { status: handOff.state.status });
  return { ...handOff, state: { status: "refused", by: by.id, at: by.at, reason } };
}

export function takeBack(handOff: HandOffCase, by: Decider, reason: string): HandOffCase | Refused<HandOffRefusal> {
  const { state } = handOff;
  if (state.status !== "released") return refused("hand-off.not-released", { status: state.status });
  const { status: _status, ...released } = state;
  return { ...handOff, state: { status: "returned", by: by.id, at: by.at, reason, released } };
}

/** Certain, due, and not disputed; in an insolvency a claim is declared instead. Each currency for itself, less what lies in his favour. */
function claimed(handOff: HandOffCase, { lines, holds, today }: Account): HandOffCase | Refused<HandOffRefusal> {
  if (holds.some((hold) => hold.reason === "insolvency" && isActive(hold, today))) return refused("hand-off.insolvency");
  const late = lines.filter(({ openMinor, disputedMinor, dueOn }) => openMinor > 0n && dueOn < today && openMinor > disputedMinor);
  const sums = new Map<string, bigint>();
  for (const { currency, openMinor, disputedMinor } of late) sums.set(currency, (sums.get(currency) ?? 0n) + openMinor - disputedMinor);
  for (const { currency, openMinor } of lines) if (openMinor < 0n && sums.has(currency)) sums.set(currency, sums.get(currency)! + openMinor);
  const claim = [...sums].flatMap(([currency, minor]) => (minor > 0n ? [{ minor, currency }] : []));
  return claim.length === 0 ? refused("hand-off.nothing-overdue") : { ...handOff, claim, items: late.length };
}
