// From the ledger's words to dunning's: one customer with his open instalments, contacts and history, as the engine reads them.
import type { User } from "#domain/access/schema.ts";
import { namesOf } from "#domain/access/scope.ts";
import { timeZoneOf } from "#domain/calendar/time-zones.ts";
import type { CustomerFile } from "#domain/dunning/group.ts";
import { lineKey, type Recipient, type RecordedSignal } from "#domain/dunning/schema.ts";
import type { OpenLine, Party, Signal } from "#domain/dunning/situation.ts";
import { cellsAt } from "#domain/ledger/balance.ts";
import { addressGap, postalKey } from "#domain/ledger/address.ts";
import type { Contact, Customer, Item, LegalEntity } from "#domain/ledger/schema.ts";
import type { CustomerDunning } from "#functions/store/dunning.ts";

/** What all customers of a tenant share. */
export type House = { readonly entities: readonly LegalEntity[]; readonly users: readonly User[] };
export type Known = { readonly customer: Customer; readonly items: readonly Item[]; readonly contacts: readonly Contact[]; readonly dunning: CustomerDunning; /** Of payments that the bank has told and nobody has posted yet. */ readonly received?: readonly Signal[] };

export function customerFile({ customer, items, contacts, dunning, received = [] }: Known, house: House): CustomerFile {
  const lines = items.flatMap(openLines);
  return {
    party: partyOf(customer, contacts, dunning, house),
    ...(customer.payerId ? { payerId: customer.payerId } : {}),
    ...(customer.parentId ? { parentId: customer.parentId } : {}),
    lines,
    holds: dunning.holds,
    promises: dunning.promises,
    signals: [...ledgerSignals(items), ...received, ...openSignals(dunning.signals).filter((signal) => !isAbsence(signal)).map(({ kind, on, expectedOn, amount }): Signal => ({ kind, on, ...given("expectedOn", expectedOn), ...given("amount", amount) }))],
    account: dunning.account,
  };
}

/** What is open, instalment by instalment: an instalment that was given another date is due then. */
export function openLines(item: Item): OpenLine[] {
  if (item.openMinor === 0n) return [];
  const cells = Map.groupBy(cellsAt(item.postings).filter(({ minor }) => minor !== 0n), ({ instalment }) => instalment);
  return [...cells].map(([instalment, parts]): OpenLine => {
    const { id: itemId, customerId, entityId, kind, number, reference, issuedOn, currency } = item;
    const dueOn = parts[0]!.dueOn;
    const collection = collectionOf(item, dueOn);
    return {
      key: lineKey(itemId, instalment), itemId, instalment, customerId, entityId, kind, number, ...(reference ? { reference } : {}), issuedOn, dueOn, currency,
      minor: item.instalments.find(({ n }) => n === instalment)?.minor ?? item.minor,
      openMinor: parts.reduce((sum, { minor }) => sum + minor, 0n),
      disputedMinor: parts.reduce((sum, { disputedMinor }) => sum + disputedMinor, 0n),
      ...(collection ? { collection } : {}),
    };
  });
}

/** ERPs write the method in their own words; those of the five languages that we meet are known, anything else is a transfer that the customer makes. */
function collectionOf({ paymentMethod, bill }: Item, dueOn: string): OpenLine["collection"] {
  if (bill && bill.state !== "unpaid") return { by: "bill-in-progress", on: bill.maturesOn };
  const method = (paymentMethod ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  if (/prelev|direct.?debit|lastschrift|adeudo|domicilia|debito direto|sdd/.test(method)) return { by: "direct-debit", on: dueOn };
  return /\blcr\b|\bbor\b|traite|wechsel|letra|bill of exchange/.test(method) ? { by: "bill-in-progress", on: dueOn } : undefined;
}

/** A payment that lies unapplied on the account, by the day of its receipt. */
export const ledgerSignals = (items: readonly Item[]): Signal[] => items.filter(({ kind, openMinor }) => kind === "payment" && openMinor < 0n).map(({ issuedOn }) => ({ kind: "payment-received", on: issuedOn }));
const openSignals = (signals: readonly RecordedSignal[]): RecordedSignal[] => signals.filter(({ ended }) => ended === undefined);
/** Of one person who said when he is back: it keeps mail from him, not from his colleagues. */
const isAbsence = ({ kind, contact, expectedOn }: RecordedSignal): boolean => kind === "out-of-office" && contact !== undefined && expectedOn !== undefined;
const given = <K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } => (value === undefined ? {} : { [name]: value }) as { [key in K]?: V };

export function partyOf(customer: Customer, contacts: readonly Contact[], { flags, signals }: Pick<CustomerDunning, "flags" | "signals">, { entities, users }: House): Party {
  const { id, name, country, language, segment, registration } = customer;
  const unusable = new Map(flags.map(({ address, why }) => [address.toLowerCase(), why]));
  const absences = openSignals(signals).filter(isAbsence);
  const away = (email: string | undefined): string | undefined => absences.filter(({ contact }) => contact!.toLowerCase() === email?.toLowerCase()).map(({ expectedOn }) => expectedOn!).toSorted().at(-1);
  const person = (known: string | undefined, role: Recipient["role"]): Recipient | undefined => {
    const user = known === undefined ? undefined : users.find((one) => namesOf(one).includes(known));
    return user && { name: user.name, role, email: user.email };
  };
  const manager = users.find(({ role }) => role === "credit-manager");
  const [salesperson, collector] = [person(customer.salesperson, "salesperson"), person(customer.collector, "collector")];
  return {
    id, name, ...(country ? { country } : {}), ...(language ? { language } : {}), ...(segment ? { segment } : {}),
    timeZone: timeZoneOf(country, undefined, entities[0]?.timeZone ?? "UTC"),
    ...given("addressGap", addressGap(customer) ?? (unusable.has(postalKey(customer)) ? "returned" : undefined)),
    flags: registration !== undefined && entities.some((entity) => entity.registration === registration) ? ["intercompany"] : [],
    contacts: contacts.map(({ id: contactId, name: who, role, email, phone, language: reads }) => {
      const bad = { ...flagged("email", email), ...flagged("phone", phone) };
      return { id: contactId, name: who, role, ...(email ? { email } : {}), ...(phone ? { phone } : {}), ...(reads ? { language: reads } : {}), ...(Object.keys(bad).length > 0 ? { unusable: bad } : {}), ...given("awayUntil", away(email)) };
    }),
    team: { ...(salesperson ? { salesperson } : {}), ...(collector ? { collector } : {}), ...(manager ? { manager: { name: manager.name, role: "manager" as const, email: manager.email } } : {}) },
  };
  function flagged(channel: "email" | "phone", address: string | undefined): { email?: string; phone?: string } {
    const why = address && unusable.get(address.toLowerCase());
    return why ? { [channel]: why } : {};
  }
}
