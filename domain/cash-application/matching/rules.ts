// The rules of automatic posting as data of the tenant: versions, each drafted by one person, measured on what was cleared, and published by another.
// Amounts are written in units of their currency and counted in minor units; what a version does not name follows the house caps (policy.ts).
import { canonical } from "#domain/canonical.ts";
import { policyFor, type Policies, type Policy } from "#domain/cash-application/matching/policy.ts";
import type { CapsJson, MatchingRulesJson } from "#domain/cash-application/matching/schema.ts";
import type { Measurement } from "#domain/cash-application/matching/measurement.ts";
import { parseDecimal } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type KeptRules = {
  readonly version: number;
  readonly state: "draft" | "published" | "retired";
  readonly revision: number;
  readonly rules: MatchingRulesJson;
  readonly changedBy?: string;
  readonly changedAt?: string;
  readonly publishedBy?: string;
  readonly publishedAt?: string;
  /** Why it was published although its measurement spoke against it. */
  readonly despite?: string;
  readonly measurement?: Measurement & { readonly of: string };
};

/** In force before anybody published anything. */
export const houseRules: KeptRules = { version: 0, state: "published", revision: 0, rules: { precision: 0.9995, currencies: {}, debtors: [] } };

/** Of two published versions the newer counts: a publication is one write. */
export const inForce = (versions: readonly KeptRules[]): KeptRules => versions.findLast(({ state }) => state === "published") ?? houseRules;
export const draftOf = (versions: readonly KeptRules[]): KeptRules | undefined => versions.findLast(({ state }) => state === "draft");

/** What a measurement was made of: other rules are not measured by it. */
export const rulesKey = (rules: MatchingRulesJson): string => canonical(rules);

export function policiesOf({ rules, version }: Pick<KeptRules, "rules" | "version">): Policies {
  const known = new Map<string, Policy>();
  const debtors = new Map(rules.debtors.map((debtor) => [`${debtor.currency}|${debtor.customerId}`, debtor]));
  const ofCurrency = (currency: string): Policy => known.get(currency) ?? keep(currency, { ...(rules.currencies[currency] ? capped(rules.currencies[currency], currency) : policyFor(currency)), version });
  const keep = (key: string, policy: Policy): Policy => (known.set(key, policy), policy);
  return (currency, customer) => {
    const key = `${currency}|${customer}`;
    const debtor = customer === undefined ? undefined : debtors.get(key);
    if (!debtor) return ofCurrency(currency);
    return known.get(key) ?? keep(key, { ...ofCurrency(currency), ...(debtor.caps ? capped(debtor.caps, currency) : {}), ...(debtor.never ? { never: true } : {}), version });
  };
}

/** Refused where an amount has more decimals than its currency, or a debtor is named twice for one. */
export function checkRules(rules: MatchingRulesJson): Refused<"matching-rules.not-sensible"> | undefined {
  const twice = rules.debtors.find((debtor, n) => rules.debtors.findIndex((other) => other.customerId === debtor.customerId && other.currency === debtor.currency) !== n);
  if (twice) return refused("matching-rules.not-sensible", { customer: twice.customerId });
  const all = [...Object.entries(rules.currencies), ...rules.debtors.flatMap(({ currency, caps }) => (caps ? [[currency, caps] as const] : []))];
  const wrong = all.find(([currency, caps]) => amountsOf(caps).some((amount) => !isAmount(amount, currency)));
  return wrong && refused("matching-rules.not-sensible", { currency: wrong[0] });
}

const amountsOf = ({ cents, discount, bankFee, ceiling }: CapsJson): string[] => [cents.perPayment, cents.perDebtorAndYear, discount.perDebtorAndYear, bankFee.perPayment, bankFee.perDebtorAndYear, ...(ceiling === undefined ? [] : [ceiling])];
const isAmount = (text: string, currency: string): boolean => {
  const amount = parseDecimal(text, currency);
  return amount !== null && amount.minor <= BigInt(Number.MAX_SAFE_INTEGER);
};

function capped({ cents, discount, bankFee, ceiling }: CapsJson, currency: string): Policy {
  const minor = (text: string): number => Number(parseDecimal(text, currency)?.minor ?? 0n);
  return {
    version: 0, cents: minor(cents.perPayment), centsPerMille: cents.perMille, fee: minor(bankFee.perPayment), discountGrace: discount.graceDays, ceiling: ceiling === undefined ? 0 : minor(ceiling),
    yearly: { cents: minor(cents.perDebtorAndYear), discount: minor(discount.perDebtorAndYear), bankFee: minor(bankFee.perDebtorAndYear), other: 0 },
  };
}
