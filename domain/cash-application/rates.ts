// "Match rate" is never one number (FIELD 2.13). Of the receipts in scope, which are those that may be a customer's:
//  - payer identified: the engine named the payer, and nobody applied it to another;
//  - payment: posted without a person, all of it;  line: documents cleared so, of all cleared;  value: the money of those payments;
//  - assisted: a person confirmed a proposal as it stood;  manual: a person chose otherwise;
//  - correction: automatic postings that were taken back later, of all automatic postings. That is the honesty check.
// A payment counts for what was done with it first: one that was posted and taken back stays an automatic one, and is a correction as well.
import { kept, type Allocation, type Payment } from "#domain/cash-application/payment.ts";
import { money, toJson, type MoneyJson } from "#domain/money.ts";

export type Rates = {
  /** Receipts in scope, and what of them. */
  readonly payments: number;
  readonly identified: number;
  readonly automatic: number;
  readonly assisted: number;
  readonly manual: number;
  readonly waiting: number;
  readonly takenBack: number;
  readonly lines: { readonly automatic: number; readonly all: number };
  readonly value: readonly { readonly received: MoneyJson; readonly automatic: MoneyJson; readonly rate: number | null }[];
  readonly rates: Readonly<Record<"payerIdentified" | "payment" | "line" | "assisted" | "manual" | "correction", number | null>>;
};

export function ratesOf(all: readonly Payment[]): Rates {
  // What is no customer's is out of scope: transfers between own accounts, payouts of payment providers, returns.
  const payments = all.filter(({ status, kind }) => status !== "set-aside" && kind !== "return");
  const done = Map.groupBy(payments, (payment) => handOf(payment));
  const count = (hand: Hand): number => done.get(hand)?.length ?? 0;
  const automatic = done.get("automatic") ?? [];
  const identified = payments.filter(isIdentified).length;
  const takenBack = payments.filter(({ allocations }) => allocations.some(({ by, takenBack: back }) => by.type === "rule" && back)).length;
  const lines = { automatic: linesOf(payments, ({ by }) => by.type === "rule"), all: linesOf(payments, () => true) };
  const posted = payments.filter(({ allocations }) => allocations.some(({ by }) => by.type === "rule")).length;
  return {
    payments: payments.length, identified, automatic: automatic.length, assisted: count("assisted"), manual: count("manual"), waiting: count("nobody"), takenBack, lines, value: valueOf(payments, new Set(automatic)),
    rates: { payerIdentified: share(identified, payments.length), payment: share(automatic.length, payments.length), line: share(lines.automatic, lines.all), assisted: share(count("assisted"), payments.length), manual: share(count("manual"), payments.length), correction: share(takenBack, posted) },
  };
}

type Hand = "automatic" | "assisted" | "manual" | "nobody";

function handOf(payment: Payment): Hand {
  const first = payment.allocations.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0];
  if (!first) return payment.status === "on-account" ? "manual" : "nobody";
  if (first.by.type === "rule") return "automatic";
  const parts = payment.allocations.filter(({ at }) => at === first.at);
  return payment.decision?.proposals.some((proposal) => textOf([proposal]) === textOf(parts)) ? "assisted" : "manual";
}

function isIdentified(payment: Payment): boolean {
  const named = payment.decision?.proposals[0]?.customerId;
  const standing = payment.allocations.filter(({ takenBack }) => !takenBack);
  if (standing.length > 0 && standing.every(({ by }) => by.type === "rule")) return true;
  return named !== undefined && (payment.customerId === undefined || payment.customerId === named);
}

const linesOf = (payments: readonly Payment[], of: (allocation: Allocation) => boolean): number => payments.flatMap(({ allocations }) => allocations).filter((one) => !one.takenBack && of(one)).reduce((sum, { lines }) => sum + lines.length, 0);

function valueOf(payments: readonly Payment[], automatic: ReadonlySet<Payment>): Rates["value"] {
  const sum = (of: readonly Payment[]): bigint => of.reduce((total, payment) => total + kept(payment), 0n);
  return [...Map.groupBy(payments, ({ currency }) => currency)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([currency, of]) => {
    const [received, posted] = [sum(of), sum(of.filter((payment) => automatic.has(payment)))];
    return { received: toJson(money(received, currency)), automatic: toJson(money(posted, currency)), rate: received === 0n ? null : Number((posted * 1_000_000n) / received) / 1_000_000 };
  });
}

const textOf = (parts: readonly { readonly lines: Allocation["lines"] }[]): string => parts.flatMap(({ lines }) => lines).map(({ itemId, cleared }) => `${itemId}=${cleared}`).toSorted().join();
const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 1e6) / 1e6);
