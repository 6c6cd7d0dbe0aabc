import { type MoneyJson, parseDecimal, sum, toJson } from "#domain/money.ts";
import * as m from "#lib/paraglide/messages.js";

/** The names of the default ageing buckets, from not due to over 120 days. */
export const bucketNames = (): string[] => [m.bucket_0(), m.bucket_1(), m.bucket_2(), m.bucket_3(), m.bucket_4(), m.bucket_5()];

type Aged = { readonly currency: string; readonly buckets: readonly MoneyJson[] };
/** What is open: the debit items of all ages, to the cent. Credits and cash not applied stand beside it, never inside. */
export const openOf = ({ currency, buckets }: Aged): MoneyJson => toJson(sum(buckets.flatMap(({ amount }) => parseDecimal(amount, currency) ?? []), currency));
/** Overdue ÷ open; undefined where nothing is open. */
export const overdueShare = (row: Aged & { readonly overdue: MoneyJson }): number | undefined => (Number(openOf(row).amount) === 0 ? undefined : Number(row.overdue.amount) / Number(openOf(row).amount));
