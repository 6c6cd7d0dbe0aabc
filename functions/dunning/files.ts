// The files of customers as a decision reads them: the account, the people, what stands against writing, the money that is on its way. It is given the
// books and opens none, so that whoever only composes does not carry the stores with him.
import { addDays } from "#domain/date.ts";
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import { policyFor, situationsOf, type CustomerFile } from "#domain/dunning/group.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import type { Signal } from "#domain/dunning/situation.ts";
import type { CustomerId } from "#domain/id.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import type { Asked, Books } from "#functions/dunning/books.ts";
import { customerFile, type House } from "#functions/dunning/customer-file.ts";

/** How many customers are read at once: DynamoDB answers each in milliseconds, and a shard has thousands. */
const AT_ONCE = 16;

/** A rule looks three business days back, and a holiday week is longer. */
const PAYMENTS_LOOKED_BACK = 14;

/**
 * Money that the bank has told and nobody has posted yet, by the customer whom the matching takes for its sender. It settles nothing, for it may be somebody
 * else's; but who has paid on Monday is not reminded on Tuesday because a clerk was busy.
 */
export async function waitingPayments({ payments, ledger }: Pick<Books, "payments" | "ledger">, now: string): Promise<ReadonlyMap<string, readonly Signal[]>> {
  const from = addDays(now.slice(0, 10), -PAYMENTS_LOOKED_BACK);
  const found = await Promise.all((await ledger.entities()).map(({ id }) => payments.since(id, "proposed", from)));
  const told = found.flat().flatMap(({ decision, bookedOn, minor, currency }) => {
    const [best] = decision?.proposals ?? [];
    return best ? [{ customerId: best.customerId, signal: { kind: "payment-received", on: bookedOn, amount: { minor, currency } } satisfies Signal }] : [];
  });
  return new Map([...Map.groupBy(told, ({ customerId }) => customerId)].map(([id, of]) => [id, of.map(({ signal }) => signal)]));
}

/** Customers with nothing open have no file: nobody writes to them. */
export async function filesOf(books: Books, ids: readonly CustomerId[], house: House, now: string, received = waitingPayments(books, now)): Promise<{ files: CustomerFile[]; customers: ReadonlyMap<string, Customer> }> {
  const { ledger, dunning } = books;
  const [known, told] = await Promise.all([ledger.customers(ids), received]);
  const customers = new Map(known.map((customer) => [customer.id, customer] as const));
  const files: CustomerFile[] = [];
  const waiting = [...customers.values()];
  const worker = async (): Promise<void> => {
    for (let customer = waiting.pop(); customer; customer = waiting.pop()) {
      const items = await ledger.items(customer.id);
      if (!items.some(({ openMinor }) => openMinor !== 0n)) continue;
      const [contacts, kept] = await Promise.all([ledger.contacts(customer.id), dunning.customer(customer.id)]);
      files.push(customerFile({ customer, items, contacts, dunning: kept, received: told.get(customer.id) ?? [] }, house));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { files: files.toSorted((a, b) => (a.party.id < b.party.id ? -1 : 1)), customers };
}

/** Whom a person chose to write to is looked at alone, whatever unit his policy writes to; without a policy of his own, the window and the limits of ours hold. */
export function situationByHand({ debtorId }: { readonly debtorId: CustomerId }, files: readonly CustomerFile[], policies: readonly Policy[]): Asked | undefined {
  const file = files.find(({ party }) => party.id === debtorId);
  const [situation] = file ? situationsOf([file], "debtor", () => undefined) : [];
  return file && situation && { situation, prepared: prepare(policyFor(file, policies) ?? defaultPolicies[0]!) };
}
