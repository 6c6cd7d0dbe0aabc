// Who gets which customer. The same customers and rules always give the same answer, whatever the order in which they come: the largest are placed
// first, and of those with equal load the first named takes the next. A customer that nobody's rule speaks of stays where it is.
import type { PortfolioRule, PortfolioRules } from "#domain/access/portfolio/schema.ts";

export type PortfolioCustomer = {
  readonly id: string;
  readonly name: string;
  readonly country?: string | undefined;
  readonly segment?: string | undefined;
  readonly collector?: string | undefined;
  readonly entities: readonly string[];
  /** Open, in minor units of the tenant's currency; undefined where a rate is missing: then no amount fits. */
  readonly openMinor: bigint | undefined;
};
export type Assignment = { readonly customer: PortfolioCustomer; readonly to: string | undefined; readonly because: "pin" | "nobody" | `rule ${string}` };
/** `minor`: what an amount of a rule is in minor units. */
export type Minor = (amount: string) => bigint;

export function assign(customers: readonly PortfolioCustomer[], { rules, pins }: Pick<PortfolioRules, "rules" | "pins">, minor: Minor): Assignment[] {
  const pinned = new Map<string, string>(pins.map(({ customerId, to }) => [customerId, to]));
  const load = new Map<string, number>();
  const carry = (name: string | undefined) => void (name && load.set(name, (load.get(name) ?? 0) + 1));
  const ordered = customers.toSorted((a, b) => compare(b.openMinor ?? 0n, a.openMinor ?? 0n) || (a.id < b.id ? -1 : 1));
  const placed = new Map<string, Assignment>();

  // Who may keep what he holds is placed first, so that the rest goes where there is room.
  const wanting: { customer: PortfolioCustomer; rule: PortfolioRule }[] = [];
  for (const customer of ordered) {
    const pin = pinned.get(customer.id);
    const rule = pin ? undefined : rules.find((one) => fits(one, customer, minor));
    if (rule && !rule.to.includes(customer.collector ?? "")) wanting.push({ customer, rule });
    else {
      const to = pin ?? customer.collector;
      placed.set(customer.id, { customer, to, because: pin ? "pin" : rule ? `rule ${rule.id}` : "nobody" });
      carry(to);
    }
  }
  for (const { customer, rule } of wanting) {
    const to = rule.to.reduce((least, name) => ((load.get(name) ?? 0) < (load.get(least) ?? 0) ? name : least));
    placed.set(customer.id, { customer, to, because: `rule ${rule.id}` });
    carry(to);
  }
  return customers.map(({ id }) => placed.get(id)!);
}

function fits({ when: { entities, countries, segments, letters, open } }: PortfolioRule, customer: PortfolioCustomer, minor: Minor): boolean {
  if (entities && !entities.some((entity) => customer.entities.includes(entity))) return false;
  if (countries && !countries.includes(customer.country ?? "")) return false;
  if (segments && !segments.includes(customer.segment ?? "")) return false;
  if (letters && !between(letters, initial(customer.name))) return false;
  if (!open) return true;
  const { openMinor } = customer;
  return openMinor !== undefined && (open.from === undefined || openMinor >= minor(open.from)) && (open.to === undefined || openMinor < minor(open.to));
}

const between = ({ from, to }: { readonly from: string; readonly to: string }, letter: string): boolean => letter >= from.toUpperCase() && letter <= to.toUpperCase();
const initial = (name: string): string => /^[A-Z]/.exec(name.normalize("NFD").replaceAll(/\p{M}/gu, "").toUpperCase())?.[0] ?? "A";
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

export type Load = { readonly customers: number; readonly openMinor: bigint };
export type LoadShift = { readonly collector: string; readonly before: Load; readonly after: Load; readonly gains: number; readonly losses: number };

/** How loads would shift, the most burdened first. "" is nobody. */
export function loadShifts(assignments: readonly Assignment[]): LoadShift[] {
  const shifts = new Map<string, { before: { customers: number; openMinor: bigint }; after: { customers: number; openMinor: bigint }; gains: number; losses: number }>();
  const of = (name: string | undefined) => {
    const key = name ?? "";
    const found = shifts.get(key) ?? { before: { customers: 0, openMinor: 0n }, after: { customers: 0, openMinor: 0n }, gains: 0, losses: 0 };
    shifts.set(key, found);
    return found;
  };
  for (const { customer, to } of assignments) {
    const [from, next] = [of(customer.collector), of(to)];
    from.before.customers += 1;
    from.before.openMinor += customer.openMinor ?? 0n;
    next.after.customers += 1;
    next.after.openMinor += customer.openMinor ?? 0n;
    if (from === next) continue;
    from.losses += 1;
    next.gains += 1;
  }
  return [...shifts].map(([collector, shift]) => ({ collector, ...shift })).toSorted((a, b) => b.after.customers - a.after.customers || (a.collector < b.collector ? -1 : 1));
}

export const moves = (assignments: readonly Assignment[]): Assignment[] => assignments.filter(({ customer, to }) => (customer.collector ?? "") !== (to ?? ""));
