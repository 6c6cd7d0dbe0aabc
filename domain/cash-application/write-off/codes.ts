// Why something is written off, on which account the ERP books it, and how much of it each person may allow alone.
//
// A limit is for a role or for one person (who then no longer has his role's), in a currency or in all of them ("*": an amount in euros, taken over in the
// rough size of the other currency's unit). Nothing said is nothing allowed alone: then each needs somebody else. What counts is everything that the payment
// writes off under the code, not each act, so nobody gets past his limit in small steps. The engine has caps of its own (matching/policy.ts).
//
// An exchange difference is none of these: it is posted as what it is, in the entity's currency alone (ledger/correct.ts).
import { unitsPerEuroOf } from "#domain/cash-application/matching/policy.ts";
import type { Adjustment, Allocation } from "#domain/cash-application/payment.ts";
import { money, parseDecimal, toDecimal } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";

/** `amount` null: without a limit. */
export type Limit = { readonly role?: string | undefined; readonly user?: string | undefined; readonly currency: string; readonly amount: string | null };
export type WriteOffCode = {
  readonly code: string;
  readonly name: { readonly en: string; readonly fr: string };
  /** Which kind of difference it is to the engine and to the figures. */
  readonly type: Adjustment["type"];
  /** The ERP's account for it. */
  readonly account?: string | undefined;
  readonly active: boolean;
  readonly limits: readonly Limit[];
};
export type WriteOffCodes = { readonly items: readonly WriteOffCode[]; readonly version: number };
export type Person = { readonly id: string; readonly role: string };
/** `limit` 0 also where nobody said that this person may. */
export type Over = { readonly code: string; readonly minor: bigint; readonly limit: bigint };

const limits = (clerk: string, manager: string): Limit[] => [{ role: "cash-applier", currency: "*", amount: clerk }, { role: "credit-manager", currency: "*", amount: manager }, { role: "accountant", currency: "*", amount: null }];

/** Until a tenant has its own. Each kind of difference always has the code of its own name. */
export const houseCodes: WriteOffCodes = {
  version: 0,
  items: [
    { code: "cents", name: { en: "Cent difference", fr: "Écart de centimes" }, type: "cents", account: "658", active: true, limits: limits("5", "100") },
    { code: "discount", name: { en: "Early-payment discount", fr: "Escompte" }, type: "discount", account: "665", active: true, limits: limits("500", "10000") },
    { code: "bankFee", name: { en: "Bank charges", fr: "Frais bancaires" }, type: "bankFee", account: "627", active: true, limits: limits("50", "500") },
    { code: "other", name: { en: "Other difference", fr: "Autre écart" }, type: "other", active: true, limits: limits("100", "5000") },
  ],
};

export const codeOf = ({ code, type }: Pick<Adjustment, "code" | "type">): string => code ?? type;

/** What of an order is above what the person may allow; empty: it may be posted. */
export function above({ items }: WriteOffCodes, adjustments: readonly Adjustment[], standing: readonly Allocation[], currency: string, person: Person): Over[] | Refused<"write-off.code-unknown"> {
  const asked = adjustments.filter(({ minor }) => minor > 0n);
  const unknown = asked.find((one) => !items.some(({ code, type, active }) => active && code === codeOf(one) && type === one.type));
  if (unknown) return refused("write-off.code-unknown", { writeOff: codeOf(unknown) });
  const before = standing.filter(({ takenBack, approved }) => !takenBack && !approved).flatMap((one) => one.adjustments).filter(({ minor }) => minor > 0n);
  return [...new Set(asked.map(codeOf))].flatMap((code) => {
    const minor = [...asked, ...before].filter((one) => codeOf(one) === code).reduce((sum, one) => sum + one.minor, 0n);
    const limit = limitOf(items.find((one) => one.code === code)!, currency, person);
    return limit === null || minor <= limit ? [] : [{ code, minor, limit }];
  });
}

/** What of a request is above the approver's own limits too. */
export const beyond = ({ items }: WriteOffCodes, over: readonly Over[], currency: string, person: Person): Over[] =>
  over.flatMap(({ code, minor }) => {
    const known = items.find((one) => one.code === code);
    const limit = known ? limitOf(known, currency, person) : 0n;
    return limit === null || minor <= limit ? [] : [{ code, minor, limit }];
  });

/** In minor units; null: without a limit. A line for the currency goes before one for all, one for the person before one for the role. */
export function limitOf({ limits: lines }: WriteOffCode, currency: string, { id, role }: Person): bigint | null {
  const mine = lines.some(({ user }) => user === id) ? lines.filter(({ user }) => user === id) : lines.filter((line) => line.user === undefined && line.role === role);
  const line = mine.find((one) => one.currency === currency) ?? mine.find((one) => one.currency === "*");
  if (!line) return 0n;
  if (line.amount === null) return null;
  const told = parseDecimal(line.amount, line.currency === "*" ? "EUR" : currency)?.minor ?? 0n;
  return line.currency === "*" ? scaled(told, currency) : told;
}

/** Cents of euros in the rough size of another currency's minor unit: a limit, no conversion. */
const scaled = (cents: bigint, currency: string): bigint => {
  const { units, exponent } = unitsPerEuroOf(currency);
  return (cents * BigInt(units) * 10n ** BigInt(exponent)) / 100n;
};

export function checkCodes(items: readonly WriteOffCode[]): Refused<"write-off.codes-not-sensible"> | undefined {
  const twice = items.find(({ code }, n) => items.findIndex((other) => other.code === code) !== n);
  if (twice) return refused("write-off.codes-not-sensible", { writeOff: twice.code });
  const missing = houseCodes.items.find(({ code, type }) => !items.some((one) => one.code === code && one.type === type));
  if (missing) return refused("write-off.codes-not-sensible", { writeOff: missing.code });
  for (const { code, limits: lines } of items)
    for (const { role, user, currency, amount } of lines) if ((role === undefined) === (user === undefined) || (amount !== null && (parseDecimal(amount, currency === "*" ? "EUR" : currency)?.minor ?? -1n) < 0n)) return refused("write-off.codes-not-sensible", { writeOff: code });
  return undefined;
}

/** By what a posting gives as its reason: the ERP's account. */
export const accountsOf = ({ items }: WriteOffCodes): ReadonlyMap<string, string> => new Map(items.flatMap(({ code, account }) => (account ? [[code, account] as const] : [])));

/** A person's limits, as texts, for the currencies that are asked for. */
export const limitsOf = ({ items }: WriteOffCodes, currencies: readonly string[], person: Person): { code: string; currency: string; amount: string | null }[] =>
  items.filter(({ active }) => active).flatMap((code) =>
    currencies.map((currency) => {
      const limit = limitOf(code, currency, person);
      return { code: code.code, currency, amount: limit === null ? null : toDecimal(money(limit, currency)) };
    }),
  );
