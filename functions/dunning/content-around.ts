// Around what the engine decided: who writes to whom, on which paper, with which links. Fetched when the message is about to go, so that it says what is
// true then.
import { localTime } from "#domain/calendar/local-time.ts";
import { contentOf } from "#domain/dunning/messages/content-of.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import { creditorReference, isIban } from "#domain/dunning/messages/reference.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { namesOf } from "#domain/access/scope.ts";
import { envelopeLines } from "#domain/ledger/address.ts";
import type { Customer, LegalEntity } from "#domain/ledger/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { claimOf } from "#functions/dunning/claim-of.ts";
import type { Office } from "#functions/dunning/office.ts";
import { takesCurrency } from "#functions/dunning/payments/currencies.ts";

export async function contentFor(message: Message, office: Office, now: string): Promise<MessageContent | Refused> {
  const { books, house, correspondence, confirmations, linkTo } = office;
  const [debtor, addressee, earlier, decisions] = await Promise.all([books.ledger.customer(message.debtorId), books.ledger.customer(message.addresseeId), books.dunning.messagesOf(message.debtorId, { limit: 20 }), books.dunning.chargeDecisions(message.debtorId)]);
  const entity = creditorOf(message, house.entities);
  if (!debtor || !addressee || !entity) return refused("message.account-unknown");
  const today = localTime(now, message.timeZone).date;
  const letterhead = correspondence.letterheads.find(({ entityId }) => entityId === entity.id);
  const reference = creditorReference(debtor.code);
  const claim = claimOf(message, entity, debtor, confirmations, today, decisions);
  const previousOn = earlier.items.filter((one) => one.id !== message.id && one.group === message.group && one.kind === "message").map(wentOn).find((on) => on !== undefined);
  const content = contentOf(message, {
    id: message.id, today, ...given("kind", message.manual?.kind ?? office.templates.find(({ id }) => id === message.template)?.kind),
    creditor: {
      name: entity.name, country: entity.country, ...(letterhead?.address.length ? { address: letterhead.address } : {}),
      ...given("registration", letterhead?.registration ?? entity.registration), ...given("email", letterhead?.email), ...given("phone", letterhead?.phone),
      ...(letterhead?.bank && isIban(letterhead.bank.iban) ? { bank: { holder: letterhead.bank.holder, iban: letterhead.bank.iban, ...given("bic", letterhead.bank.bic) } } : {}),
    },
    debtor: { name: addressee.legalName ?? addressee.name, code: debtor.code, country: addressee.country ?? entity.country, ...addressOf(addressee, entity), ...given("registration", addressee.registration) },
    ...(message.to[0]?.contactId ? { contact: { name: message.to[0].name } } : {}),
    sender: senderOf(debtor, entity, office),
    links: await linksOf(message, office, now),
    pdfOf: (itemId) => (correspondence.invoicePdf ? linkTo({ purpose: "document", customerId: message.debtorId, messageId: message.id, itemId }, now) : undefined),
    ...given("reference", reference), ...given("claim", claim), ...given("previousOn", previousOn),
  });
  return content ?? refused("message.template-unknown", { template: message.template ?? "" });
}

/** As it stands on the envelope. The country is named in the sender's language, for it is his post that reads it. */
function addressOf(addressee: Customer, { country, language }: LegalEntity): { address?: string[] } {
  const names = new Intl.DisplayNames([language], { type: "region" });
  const address = envelopeLines(addressee, country, (code) => names.of(code) ?? code);
  return address.length > 0 ? { address } : {};
}

const given = <K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } => (value === undefined ? {} : { [name]: value }) as { [key in K]?: V };

/** Whose receivables most of the lines are; of as many, the first by name. */
export function creditorOf({ lines }: Pick<Message, "lines">, entities: readonly LegalEntity[]): LegalEntity | undefined {
  const counts = Map.groupBy(lines, ({ entityId }) => entityId);
  const [first] = [...counts].toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return entities.find(({ id }) => id === first?.[0]) ?? (first ? undefined : entities[0]);
}

const wentOn = ({ state, sendOn }: Message): string | undefined => (state.status === "sent" || state.status === "delivered" ? sendOn : undefined);

/** The person who looks after the account signs; nobody in particular, and the company does. */
export function senderOf({ collector }: Customer, entity: LegalEntity, { house, correspondence, mailFrom }: Office): MessageContent["sender"] {
  const person = collector === undefined ? undefined : house.users.find((user) => namesOf(user).includes(collector));
  const letterhead = correspondence.letterheads.find(({ entityId }) => entityId === entity.id);
  const phone = letterhead?.phone ?? correspondence.phone;
  return { name: person?.name ?? entity.name, email: person?.email ?? correspondence.replyTo ?? letterhead?.email ?? correspondence.from?.address ?? mailFrom, ...(phone ? { phone } : {}) };
}

/** What cannot be done is not offered: nobody is sent to a page that would refuse him. */
async function linksOf({ id: messageId, debtorId: customerId, addresseeId, to, totals }: Message, { paysOnline, linkTo, portalAccess }: Office, now: string): Promise<MessageContent["links"]> {
  const of = (purpose: "pay" | "paid" | "wrong-contact" | "portal"): string => linkTo({ purpose, customerId, messageId }, now);
  const contactId = to[0]?.contactId;
  const portal = contactId ? await portalAccess(addresseeId, contactId) : undefined;
  const payable = paysOnline && totals.some(({ currency, claimedMinor, creditsMinor }) => takesCurrency(currency) && claimedMinor + creditsMinor > 0n);
  return { paid: of("paid"), wrongContact: of("wrong-contact"), ...(payable ? { pay: of("pay") } : {}), ...(portal?.status === "open" ? { portal: of("portal") } : {}) };
}

