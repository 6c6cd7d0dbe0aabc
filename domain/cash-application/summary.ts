// A day's receipts at a glance, and how well the matching works. "Match rate" is never one number: how many were posted without a person, how many a person
// confirmed as they were proposed, how many were matched by hand, of how many the payer is known, and how many automatic postings were taken back later,
// which is the honesty check (FIELD 2.13). What is no customer's payment (a transfer between own accounts, a payout) is out of scope of all of them.
import { kept, type Allocation, type Payment } from "#domain/cash-application/payment.ts";
import { money, toJson, type MoneyJson } from "#domain/money.ts";

export type Counted = { payments: number; amount: MoneyJson };
export type DaySummary = {
  entityId: Payment["entityId"];
  day: string;
  currency: string;
  received: MoneyJson;
  payments: number;
  /** Without what was set aside. */
  inScope: Counted;
  byStatus: Record<string, Counted>;
  automatic: Counted & { lines: number };
  /** Documents cleared, by whomever. */
  lines: number;
  /** Confirmed by a person as the engine had proposed it. */
  assisted: number;
  byHand: number;
  identified: number;
  /** Ever posted by the engine, and of these taken back since. */
  postedByEngine: number;
  takenBack: number;
};

export function dailySummary(payments: readonly Payment[]): DaySummary[] {
  const groups = Map.groupBy(payments, ({ entityId, bookedOn, currency }) => `${bookedOn}|${entityId}|${currency}`);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => summaryOf(group));
}

function summaryOf(group: readonly Payment[]): DaySummary {
  const { entityId, bookedOn, currency } = group[0]!;
  const total = (of: readonly Payment[]) => toJson(money(of.reduce((sum, payment) => sum + kept(payment), 0n), currency));
  const counted = (of: readonly Payment[]): Counted => ({ payments: of.length, amount: total(of) });
  const scope = group.filter(({ status }) => status !== "set-aside");
  const applied = scope.filter(isApplied);
  const automatic = applied.filter((payment) => standing(payment).length > 0 && standing(payment).every(({ by }) => by.type === "rule"));
  const byPeople = applied.filter((payment) => !automatic.includes(payment));
  const assisted = byPeople.filter((payment) => standing(payment).length > 0 && standing(payment).every((allocation) => asProposed(payment, allocation)));
  return {
    entityId, day: bookedOn, currency, received: total(group), payments: group.length, inScope: counted(scope),
    byStatus: Object.fromEntries([...Map.groupBy(group, ({ status }) => status)].map(([status, of]) => [status, counted(of)])),
    automatic: { ...counted(automatic), lines: linesOf(automatic) }, lines: linesOf(applied), assisted: assisted.length, byHand: byPeople.length - assisted.length,
    identified: scope.filter(({ customerId, decision }) => customerId ?? decision?.proposals[0]?.customerId).length,
    postedByEngine: group.filter(({ allocations }) => allocations.some(({ by }) => by.type === "rule")).length,
    takenBack: group.filter(({ allocations, returned }) => !returned && allocations.some(({ by, takenBack }) => by.type === "rule" && takenBack)).length,
  };
}

export type Rates = { readonly payments: number; readonly identified?: number; readonly automatic?: number; readonly assisted?: number; readonly byHand?: number; readonly lines?: number; readonly correction?: number; /** By currency: amounts of two are never added. */ readonly value: Readonly<Record<string, number>> };

/** Shares between 0 and 1 of any number of days; one that has nothing to be a share of is absent. */
export function ratesOf(days: readonly Pick<DaySummary, "currency" | "inScope" | "automatic" | "lines" | "assisted" | "byHand" | "identified" | "postedByEngine" | "takenBack">[]): Rates {
  const total = (of: (day: (typeof days)[number]) => number): number => days.reduce((sum, day) => sum + of(day), 0);
  const payments = total(({ inScope }) => inScope.payments);
  const share = (name: string, part: number, of: number) => (of > 0 ? { [name]: part / of } : {});
  const values = [...Map.groupBy(days, ({ currency }) => currency)].flatMap(([currency, own]) => {
    // A share of two sums: what a double loses of them is far below a tenth of a per cent.
    const [part, whole] = [own.reduce((sum, { automatic }) => sum + Number(automatic.amount.amount), 0), own.reduce((sum, { inScope }) => sum + Number(inScope.amount.amount), 0)];
    return whole > 0 ? [[currency, part / whole] as const] : [];
  });
  return {
    payments, value: Object.fromEntries(values),
    ...share("identified", total(({ identified }) => identified), payments), ...share("automatic", total(({ automatic }) => automatic.payments), payments),
    ...share("assisted", total(({ assisted }) => assisted), payments), ...share("byHand", total(({ byHand }) => byHand), payments),
    ...share("lines", total(({ automatic }) => automatic.lines), total(({ lines }) => lines)), ...share("correction", total(({ takenBack }) => takenBack), total(({ postedByEngine }) => postedByEngine)),
  };
}

const isApplied = ({ status }: Payment): boolean => status === "applied" || status === "on-account";
const standing = ({ allocations }: Payment): readonly Allocation[] => allocations.filter(({ takenBack }) => !takenBack);
const linesOf = (payments: readonly Payment[]): number => payments.flatMap(standing).reduce((sum, { lines }) => sum + lines.length, 0);

function asProposed({ decision }: Payment, { customerId, lines, adjustments }: Allocation): boolean {
  const first = decision?.proposals[0];
  if (!first || first.customerId !== customerId) return false;
  const written = (of: { readonly lines: Allocation["lines"]; readonly adjustments: Allocation["adjustments"] }): string =>
    [...of.lines.map(({ itemId, cleared }) => `${itemId}=${cleared}`), ...of.adjustments.map(({ type, minor }) => `${type}=${minor}`)].toSorted().join(";");
  return written(first) === written({ lines, adjustments });
}
