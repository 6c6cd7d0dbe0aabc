// A promise to pay, noted from a form or from a telephone call. An open promise on the same items gives way to the newer one.
import { businessDate, type DateText } from "#domain/date.ts";
import type { Receipt } from "#domain/dunning/promise.ts";
import { lineKey, type PaymentPromise } from "#domain/dunning/schema.ts";
import { namedId, type CustomerId } from "#domain/id.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { parseDecimal, type MoneyJson } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { promiseEnded, promiseMade } from "#events/dunning.ts";
import type { Books } from "#functions/dunning/books.ts";
import { amount } from "#functions/dunning/present.ts";
import type { Caller } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";

type Given = {
  readonly customer: CustomerId; readonly lines: readonly { readonly key: string; readonly amount: MoneyJson }[]; readonly payOn: DateText;
  readonly toleranceDays?: number | undefined; readonly amountTolerance?: number | undefined;
  /** Of the request: the same one again is the same promise. */
  readonly key: string;
};
type Refusal = Refused<"promise.date-past" | "promise.currencies-mixed" | "promise.line-unknown">;

export async function notePromise(books: Books, caller: Caller, { key: request, ...given }: Given, now: string): Promise<{ readonly promise: PaymentPromise; readonly receipts: Receipt[] } | Refusal> {
  const { customer } = given;
  const [{ promises }, items, day, [entity]] = await Promise.all([books.dunning.customer(customer), books.ledger.items(customer), businessDay(books, now), books.ledger.entities()]);
  if (given.payOn < day) return refused("promise.date-past", { payOn: given.payOn });
  const currency = given.lines[0]!.amount.currency;
  const keys = new Set(items.flatMap(({ id, instalments }) => instalments.map(({ n }) => lineKey(id, n))));
  const lines = given.lines.map(({ key, amount: { amount: text } }) => ({ key, minor: parseDecimal(text, currency)?.minor ?? 0n }));
  if (given.lines.some((line) => line.amount.currency !== currency)) return refused("promise.currencies-mixed");
  if (lines.some(({ key, minor }) => !keys.has(key) || minor <= 0n)) return refused("promise.line-unknown");
  const promise: PaymentPromise = {
    id: namedId("prm", digest, customer, request, JSON.stringify(given)), customerId: customer, lines, promised: { minor: lines.reduce((sum, { minor }) => sum + minor, 0n), currency },
    promisedOn: day, payOn: given.payOn, amountTolerance: given.amountTolerance ?? 100, toleranceDays: given.toleranceDays ?? 2, calendar: entity?.calendar ?? "TARGET", by: caller.user.id,
  };
  for (const earlier of promises) {
    if (earlier.ended || earlier.id === promise.id || !earlier.lines.some(({ key }) => lines.some((line) => line.key === key))) continue;
    await books.dunning.putPromise({ ...earlier, ended: { as: "superseded", on: day, why: promise.id } }, [{ name: promiseEnded.name, ...by(caller, now), data: { promiseId: earlier.id, customerId: customer, as: "superseded" } }]);
  }
  await books.dunning.putPromise(promise, [{ name: promiseMade.name, ...by(caller, now), data: { promiseId: promise.id, customerId: customer, promised: amount(promise.promised.minor, currency), payOn: promise.payOn } }]);
  return { promise, receipts: receiptsFor(promise, items) };
}

/** What was paid on the promised instalments since the word was given. */
export const receiptsFor = ({ lines, promisedOn }: PaymentPromise, items: readonly Item[]): Receipt[] =>
  items.flatMap(({ id, postings }) =>
    postings
      .filter(({ kind, on, instalment }) => (kind === "allocation" || kind === "reversal") && on >= promisedOn && lines.some(({ key }) => key === lineKey(id, instalment)))
      .map(({ on, minor }) => ({ on, minor: -minor })),
  );

/** The business date of the group: that of its first legal entity. */
export const businessDay = async ({ ledger }: Pick<Books, "ledger">, now: string): Promise<DateText> => businessDate(now, (await ledger.entities())[0]?.timeZone ?? "UTC");
export const by = ({ user }: Caller, occurredAt: string) => ({ occurredAt, actor: { type: "user" as const, id: user.id, name: user.name } });
