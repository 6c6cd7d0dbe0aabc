// Everything of one customer for who takes the case over, as of today. What could not be found is told, and not passed over.
import { chooseTemplate, letterSheet } from "#domain/dunning/messages/compose.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import { isMessageLanguage } from "#domain/dunning/messages/words.ts";
import type { CustomerId } from "#domain/id.ts";
import { isRefused, type Refused } from "#domain/refusal.ts";
import { accountTold } from "#functions/dunning/account-told.ts";
import { letterPdf } from "#functions/dunning/documents/letter.ts";
import type { EvidenceObjects } from "#functions/dunning/evidence.ts";
import { handOffFile } from "#functions/dunning/hand-off.ts";
import { invoicePdfs } from "#functions/dunning/invoice-pdfs.ts";
import type { Office } from "#functions/dunning/office.ts";
import { tryTemplate } from "#functions/dunning/try-template.ts";

export async function accountFile(customer: CustomerId, desk: Office, objects: EvidenceObjects, now: string) {
  const [account, contacts, { items: messages }, items] = await Promise.all([desk.books.ledger.customer(customer), desk.books.ledger.contacts(customer), desk.books.dunning.messagesOf(customer, { limit: 200 }), desk.books.ledger.items(customer)]);
  if (!account) return undefined;
  const language = account.language && isMessageLanguage(account.language) ? account.language : "en";
  const chosen = chooseTemplate(desk.templates, { id: "statement", language });
  if (isRefused(chosen)) return undefined;
  const told = (await accountTold(customer, chosen.template, desk, now)) ?? (await withNothingOpen(chosen.template, customer, desk, now));
  if (isRefused(told)) return undefined;
  const content = { ...told, id: `account-${now.slice(0, 10)}`, links: {} };
  const statement = letterPdf({ sheet: letterSheet(content, chosen.template), from: content.creditor, to: content.debtor, registered: false, at: now });
  const sent = messages.filter(({ kind, state }) => kind !== "task" && (state.status === "sent" || state.status === "delivered" || state.status === "bounced"));
  const open = items.filter(({ kind, openMinor }) => kind === "invoice" && openMinor > 0n).map(({ number }) => number);
  const invoices = await invoicePdfs(open, account.code, desk.correspondence);
  const day = now.slice(0, 10);
  const { zip, missing } = await handOffFile(objects, { tenant: desk.tenant, day, language, content, messages: sent, contacts, statement, invoices, other: [] });
  return { zip, code: account.code, missing };
}

/** Of an account that is settled the file still says whose it is, and that nothing is open. */
async function withNothingOpen(template: Template, customer: CustomerId, desk: Office, now: string): Promise<MessageContent | Refused> {
  const tried = await tryTemplate(template, customer, desk, now);
  return isRefused(tried) ? tried : { ...tried.content, lines: [] };
}
