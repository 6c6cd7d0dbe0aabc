// Codes for write-offs as the screens need them: their names in the reader's language, whose limit is what, and whether an amount is above one's own.
import type { Answer, Ask } from "#lib/api/client.ts";
import { amountText } from "#lib/format/format.ts";
import { roleWord } from "#lib/format/role.ts";
import * as m from "#lib/paraglide/messages.js";
import { getLocale } from "#lib/paraglide/runtime.js";

export type Codes = Answer<"GET /write-off-codes">;
export type Code = Ask<"PUT /write-off-codes">["body"]["items"][number];
export type Limit = Code["limits"][number];
type People = readonly { readonly id: string; readonly name: string }[];

/** The engine's own: each kind of difference always has the code of its name. */
export const standard = new Set(["cents", "discount", "bankFee", "other"]);
export const codeName = ({ name }: { readonly name: { readonly en: string; readonly fr: string } }): string => (getLocale() === "fr" ? name.fr : name.en);

/** An amount for every currency is told as euros. */
const inCurrency = ({ amount, currency }: { readonly amount: string; readonly currency: string }): string => {
  const cents = amount.includes(".") ? amount : `${amount}.00`;
  return amountText({ amount: cents.replace(/\.00$/, ""), currency: currency === "*" ? "EUR" : currency });
};
export const whoseLimit = ({ role, user }: Limit, people: People): string => (user ? (people.find(({ id }) => id === user)?.name ?? user) : roleWord(role));
export const limitWords = (limit: Limit, people: People): string => m.write_off_limit_of({ who: whoseLimit(limit, people), amount: limit.amount === null ? m.write_off_unlimited() : inCurrency({ amount: limit.amount, currency: limit.currency }) });

/** What one may write off alone under a code: undefined, nothing; null, as much as one likes. */
export function myLimit({ mine }: Pick<Codes, "mine">, code: string, currency: string): string | null | undefined {
  const line = mine.find((one) => one.code === code && one.currency === currency);
  return line && line.amount !== null && Number(line.amount) === 0 ? undefined : line?.amount;
}
export function myLimitWords(codes: Codes, code: string, currency: string): string {
  const limit = myLimit(codes, code, currency);
  return limit === undefined ? m.write_off_nothing_alone() : limit === null ? m.write_off_unlimited() : inCurrency({ amount: limit, currency });
}
