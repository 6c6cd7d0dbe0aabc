// An item comes into the books on its own date: one posting per instalment, each with its share of the amount in the entity's currency.
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import type { Journal } from "#domain/ledger/journal.ts";

export function issue(book: Journal, { issuedOn, instalments, entityMinor }: ItemRecord): void {
  const shares = entityShares(
    instalments.map(({ minor }) => minor),
    entityMinor,
  );
  instalments.forEach(({ n, dueOn, minor }, at) => book.post({ kind: "issue", on: issuedOn, instalment: n, dueOn, minor, entityMinor: shares[at]! }));
}

/** Splits by what has been reached so far, so that the shares add up to the whole to the cent, also when instalments have both signs. */
export function entityShares(minors: readonly bigint[], entityMinor: bigint): bigint[] {
  const whole = minors.reduce((sum, minor) => sum + minor, 0n);
  if (whole === 0n) return minors.map((_, at) => (at === 0 ? entityMinor : 0n));
  let [reached, given] = [0n, 0n];
  return minors.map((minor) => {
    reached += minor;
    const share = (entityMinor * reached) / whole - given;
    given += share;
    return share;
  });
}
