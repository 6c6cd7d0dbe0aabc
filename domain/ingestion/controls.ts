// Before anything is applied: does the file hold together, and is it a believable successor of yesterday's?
//
// A file that contradicts itself (cut off, footer does not add up) is not used at all. A complete snapshot takes off the accounts what it does not
// name, so an incomplete one would settle thousands of invoices that are still owed: when its balance moved by more than the source's share, or
// it is empty, a person decides.
import { toDecimal } from "#domain/money.ts";
import type { Run } from "#domain/ingestion/schema.ts";
import type { Reason } from "#domain/reason.ts";

export type Control = Run["controls"][number];
export type Balance = ReadonlyMap<string, bigint>;

export const countControl = (code: string, expected: number, found: number): Control => ({ code, expected: String(expected), found: String(found), ok: expected === found });

export const amountControl = (code: string, currency: string, expected: bigint, found: bigint): Control => ({
  code, currency, expected: toDecimal({ minor: expected, currency }), found: toDecimal({ minor: found, currency }), ok: expected === found,
});

/** One control per currency: yesterday's balance is expected, today's was found. Nothing is expected of a source's first file. */
export function movementControls(yesterday: Balance, today: Balance, holdAbovePerMille: number): Control[] {
  const currencies = [...yesterday.keys()].filter((currency) => yesterday.get(currency) !== 0n);
  return currencies.map((currency) => {
    const [before, now] = [yesterday.get(currency)!, today.get(currency) ?? 0n];
    return { ...amountControl("balance.moved", currency, before, now), ok: movedPerMille(before, now) <= BigInt(holdAbovePerMille) };
  });
}

/** Why a snapshot waits for a person; none if it does not. */
export function holdReasons(controls: readonly Control[], { rows, knownRecords, mode }: { rows: number; knownRecords: number; mode: "full" | "delta" }): Reason[] {
  if (mode === "delta") return [];
  if (rows === 0 && knownRecords > 0) return [{ code: "snapshot.empty", records: knownRecords }];
  return controls.filter(({ code, ok }) => code === "balance.moved" && !ok).map(({ currency = "", expected, found }) => ({ code: "snapshot.balance-moved", currency, from: expected, to: found }));
}

export function movedPerMille(before: bigint, now: bigint): bigint {
  const moved = now > before ? now - before : before - now;
  const size = before < 0n ? -before : before;
  return size === 0n ? 0n : (moved * 1000n + size - 1n) / size;
}
