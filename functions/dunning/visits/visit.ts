// What somebody may do who holds a link of a message: pay, say that it was paid, say that it is not for him, fetch a document, go to the portal. Nothing is
// changed by looking (mail scanners follow links): what changes something is a button. A link is for one customer and one message, and says nothing that
// the message did not.
import { localTime } from "#domain/calendar/local-time.ts";
import { formatsFor } from "#domain/dunning/messages/format.ts";
import { creditorReference } from "#domain/dunning/messages/reference.ts";
import { isMessageLanguage, type MessageLanguage } from "#domain/dunning/messages/words.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { Customer, LegalEntity } from "#domain/ledger/schema.ts";
import { booksOf, type Books } from "#functions/dunning/books.ts";
import { creditorOf } from "#functions/dunning/content-around.ts";
import type { Link } from "#functions/dunning/links.ts";
import { takesCurrency } from "#functions/dunning/payments/currencies.ts";
import type { PaymentPages } from "#functions/dunning/payments/port.ts";
import { announcePayment } from "#functions/dunning/visits/announced.ts";
import { visitCase } from "#functions/dunning/visits/case.ts";
import { invoicePdf } from "#functions/dunning/visits/document.ts";
import { owedNow } from "#functions/dunning/visits/owed.ts";
import { goTo, pageAnswer, type Answer, type Page } from "#functions/dunning/visits/page.ts";
import { visitWords, type VisitWords } from "#functions/dunning/visits/words.ts";
import { digest } from "#functions/runtime/digest.ts";

export type Visit = { readonly link: Link; /** Its address, without a query. */ readonly here: string; readonly origin: string; readonly query: URLSearchParams; readonly form?: URLSearchParams; readonly now: string; readonly pages: () => Promise<PaymentPages | undefined> };
type Known = { readonly books: Books; readonly message: Message; readonly customer: Customer; readonly entity: LegalEntity; readonly language: MessageLanguage; readonly words: VisitWords; readonly page: (page: Omit<Page, "language" | "from">, status?: number) => Answer };

/** Undefined: the link is ours, but of nothing that is there. */
export async function visit(asked: Visit): Promise<Answer | undefined> {
  const { tenant, customerId, messageId, purpose } = asked.link;
  if (purpose === "case") return visitCase(asked);
  const books = booksOf(tenant);
  const [message, customer, entities] = await Promise.all([books.dunning.message(messageId ?? ""), books.ledger.customer(customerId), books.ledger.entities()]);
  const entity = message && creditorOf(message, entities);
  if (!message || !customer || !entity || message.debtorId !== customerId) return undefined;
  const language = isMessageLanguage(message.language) ? message.language : "en";
  const page: Known["page"] = (of, status) => pageAnswer({ language, from: entity.name, ...of }, status);
  return purposes[purpose](asked, { books, message, customer, entity, language, words: visitWords[language], page });
}

const purposes: Readonly<Record<Exclude<Link["purpose"], "case">, (asked: Visit, known: Known) => Promise<Answer>>> = {
  async paid({ form, now, link }, { books, message, customer, words, language, page }) {
    if (!form) return page({ title: words.paid, says: [words.paidSays], form: { button: words.paidButton } });
    const [first] = message.to;
    const until = await announcePayment(books, { customerId: customer.id, of: link.messageId ?? "", note: message.stepName, by: { type: "contact", id: first?.contactId ?? "contact", name: first?.name ?? customer.name } }, now);
    return page({ title: words.paidDone, says: [words.paidDoneSays(formatsFor(language, customer.country ?? "").longDate(until))] });
  },

  async "wrong-contact"({ form, now }, { books, message, words, page }) {
    const addresses = message.to.flatMap(({ email }) => email ?? []);
    const chosen = form && addresses.find((address) => address === form.get("choice"));
    if (!chosen) return page({ title: words.wrong, says: [words.wrongSays], form: { button: words.wrongButton, choices: addresses.map((address) => ({ value: address, label: address })) } });
    await books.dunning.flagContact(message.addresseeId, digest(chosen.toLowerCase()).slice(0, 22), { address: chosen, why: "wrong-contact", at: now });
    return page({ title: words.wrongDone, says: [words.wrongDoneSays] });
  },

  async pay(asked, known) {
    const { words, page } = known;
    if (asked.query.has("paid")) return page({ title: words.thanks, says: [words.thanksSays] });
    const owed = (await owedNow(known.books, known.message)).filter(({ currency }) => takesCurrency(currency));
    const chosen = owed.length === 1 ? owed[0] : owed.find(({ currency }) => currency === asked.query.get("currency"));
    if (owed.length === 0) return page({ title: words.nothingDue, says: [words.nothingDueSays] });
    const { amount } = formatsFor(known.language, known.customer.country ?? "");
    if (!chosen) return page({ title: words.pay, says: [words.payChoose], links: owed.map((one) => ({ label: words.payButton(amount(one)), href: `${asked.here}?currency=${one.currency}` })) });
    const pages = await asked.pages();
    return (pages && (await checkout(asked, known, pages, chosen))) ?? page({ title: words.payFails, says: [words.payFailsSays] }, 503);
  },

  async document({ link }, { books, customer, words, page }) {
    const pdf = await invoicePdf(books, link, customer);
    return pdf ?? page({ title: words.missing, says: [words.missingSays] }, 404);
  },

  async portal({ origin, link }) {
    return goTo(`${origin}/portal?t=${link.tenant}`);
  },
};

/** The same click within the hour opens the same page; another amount opens another. */
async function checkout({ link, here, now }: Visit, { customer, entity, message, language }: Known, pages: PaymentPages, owed: { readonly minor: bigint; readonly currency: string }): Promise<Answer | undefined> {
  const reference = creditorReference(customer.code) ?? customer.code;
  const key = digest(`${link.messageId} ${owed.currency} ${owed.minor} ${localTime(now, "UTC").date} ${now.slice(11, 13)}`);
  const email = message.to.find((one) => one.email)?.email;
  try {
    const { url } = await pages.open({ tenant: link.tenant, customerId: customer.id, amount: owed, label: `${entity.name}, ${customer.code}`, reference, language, backTo: here, key, ...(email ? { email } : {}) });
    return goTo(url);
  } catch {
    return undefined;
  }
}
