// Lettering ("lettrage"): rows of one customer with one code belong together, invoices with what paid them. What does that settle, and when?
//
// A group that balances settles all its rows, on the day it was lettered (never before its last row existed). One that does not balance spills over
// the year end or was lettered in part: its oldest debits are settled against its oldest credits, up to the smaller side, and the rest stays open.
// Packages use codes again: if the parts of a group by lettering date balance where the whole does not (or as well), they are groups of their own.
// Whatever happens, the shares of a group add up to zero.
import { latest, type DateText } from "#domain/date.ts";

/** A row in a group, with what is open of it. */
export type Claim = { readonly on: DateText; readonly letteredOn?: DateText; readonly minor: bigint };
export type Group<C> = {
  readonly on: DateText;
  /** Tells the parts of a code that was used again apart. */
  readonly part: string;
  readonly shares: readonly { readonly claim: C; readonly minor: bigint }[];
  readonly reason: "lettering.balanced" | "lettering.code-used-again" | "lettering.unbalanced" | "lettering.one-sided";
};

export function letter<C extends Claim>(claims: readonly C[]): Group<C>[] {
  const parts = Map.groupBy(claims, ({ letteredOn }) => letteredOn ?? "");
  const balanced = parts.size > 1 ? [...parts].filter(([, part]) => total(part) === 0n) : [];
  if (balanced.length === parts.size || (balanced.length > 0 && total(claims) !== 0n)) {
    const apart = new Set(balanced.map(([part]) => part));
    const rest = claims.filter(({ letteredOn }) => !apart.has(letteredOn ?? ""));
    return [...balanced.map(([part, members]) => whole(members, part, "lettering.code-used-again")), ...(rest.length > 0 ? [inPart(rest)] : [])];
  }
  return [total(claims) === 0n ? whole(claims, "", "lettering.balanced") : inPart(claims)];
}

const total = (claims: readonly Claim[]): bigint => claims.reduce((sum, { minor }) => sum + minor, 0n);

const whole = <C extends Claim>(claims: readonly C[], part: string, reason: Group<C>["reason"]): Group<C> => ({
  on: dayOf(claims), part, reason, shares: claims.map((claim) => ({ claim, minor: claim.minor })),
});

/** Oldest against oldest, up to the smaller side. */
function inPart<C extends Claim>(claims: readonly C[]): Group<C> {
  const oldestFirst = claims.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const debits = oldestFirst.filter(({ minor }) => minor > 0n);
  const credits = oldestFirst.filter(({ minor }) => minor < 0n);
  const [owed, paid] = [total(debits), -total(credits)];
  const settled = owed < paid ? owed : paid;
  const shares = [...taken(debits, settled), ...taken(credits, -settled)];
  return { on: dayOf(shares.length > 0 ? shares.map(({ claim }) => claim) : claims), part: "", shares, reason: settled === 0n ? "lettering.one-sided" : "lettering.unbalanced" };
}

function taken<C extends Claim>(claims: readonly C[], amount: bigint): { claim: C; minor: bigint }[] {
  let left = amount;
  return claims.flatMap((claim) => {
    if (left === 0n) return [];
    const share = (left < 0n ? claim.minor > left : claim.minor < left) ? claim.minor : left;
    left -= share;
    return [{ claim, minor: share }];
  });
}

/** The day of lettering if the books tell it, but not before the last row of the group. */
function dayOf(claims: readonly Claim[]): DateText {
  const lastRow = claims.map(({ on }) => on).reduce(latest);
  return claims.flatMap(({ letteredOn }) => letteredOn ?? []).reduce(latest, lastRow);
}
