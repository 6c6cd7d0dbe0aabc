// What a message asks for, as of this moment: what is left of its items, less what is disputed and what lies unapplied, per currency.
import type { Message } from "#domain/dunning/schema.ts";
import { isPositive, money, type Money } from "#domain/money.ts";
import { openLines } from "#functions/dunning/customer-file.ts";
import type { Books } from "#functions/dunning/books.ts";

export async function owedNow({ ledger }: Pick<Books, "ledger">, { lines }: Pick<Message, "lines">): Promise<Money[]> {
  const asked = new Set(lines.filter(({ part, claimedMinor }) => claimedMinor > 0n && (part === "advances" || part === "listed")).map(({ key }) => key));
  const customers = [...new Set(lines.map(({ customerId }) => customerId))];
  const open = (await Promise.all(customers.map((id) => ledger.items(id)))).flat().flatMap(openLines);
  const sums = new Map<string, bigint>();
  for (const { key, currency, openMinor, disputedMinor } of open) {
    if (asked.has(key) || openMinor < 0n) sums.set(currency, (sums.get(currency) ?? 0n) + openMinor - (openMinor > 0n ? disputedMinor : 0n));
  }
  return [...sums].map(([currency, minor]) => money(minor, currency)).filter(isPositive).toSorted((a, b) => (a.minor > b.minor ? -1 : 1));
}
