// A complete snapshot takes off the accounts what it does not name. But a row that could not be read may name it: its document must not be
// taken for settled because somebody mistyped a customer code. What is withheld stays open, and is looked at again with the next file.
import type { CustomerId } from "#domain/id.ts";

export type Nameless = { readonly number: string; readonly customerId: CustomerId | undefined };
export type Gone = { readonly id: string; readonly customerId: CustomerId };

/** `idsOf`: documents in the ledger that bear a number. A row that tells neither number nor customer may be any of them: then nothing is taken off. */
export function withheld(gone: readonly Gone[], nameless: readonly Nameless[], idsOf: (number: string) => ReadonlySet<string>): ReadonlySet<string> {
  if (nameless.some(({ number, customerId }) => number === "" && customerId === undefined)) return new Set(gone.map(({ id }) => id));
  const customers = new Set(nameless.filter(({ number }) => number === "").map(({ customerId }) => customerId));
  const documents = new Set(nameless.filter(({ number }) => number !== "").flatMap(({ number }) => [...idsOf(number)]));
  return new Set(gone.filter(({ id, customerId }) => customers.has(customerId) || documents.has(id)).map(({ id }) => id));
}
