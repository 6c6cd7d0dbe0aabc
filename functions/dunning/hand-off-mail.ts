// The mail to whoever takes a case over: what it is, how much, and a link that ends. The file itself is in no mailbox.
import type { HandOffCase } from "#domain/dunning/hand-off/schema.ts";
import { formatsFor } from "#domain/dunning/messages/format.ts";
import type { Mailbox } from "#functions/dunning/channels/mime.ts";
import { handOffWords } from "#functions/dunning/hand-off-words.ts";
import type { Office } from "#functions/dunning/office.ts";

export type HandOffMail = { readonly from: Mailbox; readonly to: Mailbox; readonly subject: string; readonly text: string; readonly html: string };

export async function mailOf({ to, customerId, claim }: HandOffCase, { books, house: { entities }, correspondence, mailFrom }: Office, { url, linkUntil }: { readonly url: string; readonly linkUntil: string }): Promise<HandOffMail> {
  const customer = await books.ledger.customer(customerId);
  const [entity] = entities;
  const language = to.language ?? "fr";
  const { amount, longDate } = formatsFor(language, entity?.country ?? "FR");
  const words = handOffWords[language];
  const [creditor, debtor] = [entity?.name ?? "", customer?.legalName ?? customer?.name ?? ""];
  const says = words.says(creditor, debtor, claim.map(amount).join(" + "), longDate(linkUntil.slice(0, 10)));
  const from = correspondence.from ?? { name: creditor, address: mailFrom };
  return {
    from, to: { name: to.name, address: to.email! }, subject: words.subject(creditor, debtor), text: [...says, url].join("\n\n"),
    html: `<!doctype html><html lang="${language}"><body style="font:15px/23px sans-serif;color:#14211f">${says.map((text) => `<p>${escaped(text)}</p>`).join("")}<p><a href="${escaped(url)}">${escaped(words.button)}</a></p></body></html>`,
  };
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
