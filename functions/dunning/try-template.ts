// A text as a customer would get it: the same content and the same composing as a real message, on the account of today or on an invented one. Nothing
// stands against a try: it is not sent to him. Its links lead nowhere.
import { addDays } from "#domain/date.ts";
import { compose, letterSheet, type Composed } from "#domain/dunning/messages/compose.ts";
import { totalsOf, type MessageContent, type MessageKind } from "#domain/dunning/messages/content.ts";
import { inventedLines } from "#domain/dunning/messages/invented.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import type { CustomerId } from "#domain/id.ts";
import { money } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { accountTold } from "#functions/dunning/account-told.ts";
import { letterPdf } from "#functions/dunning/documents/letter.ts";
import type { Office } from "#functions/dunning/office.ts";

export type Tried = { readonly composed: Composed; readonly content: MessageContent; readonly letter: () => Uint8Array };

export async function tryTemplate(template: Template, customer: CustomerId | undefined, office: Office, now: string): Promise<Tried | Refused<"template.not-readable" | "customer.unknown">> {
  const content = customer ? await contentOn(customer, template, office, now) : inventedContent(template, office, now);
  if (isRefused(content)) return refused("customer.unknown");
  const complete = withExamples(content);
  try {
    const { creditor, debtor, sender } = complete;
    const from = { ...creditor, email: creditor.email ?? sender.email, ...(sender.phone ? { phone: sender.phone } : {}) };
    return { composed: compose(complete, template), content: complete, letter: () => letterPdf({ sheet: letterSheet(complete, template), from, to: debtor, registered: template.kind === "formal-notice", at: now }) };
  } catch (error) {
    return refused("template.not-readable", { detail: error instanceof Error ? error.message : String(error) });
  }
}

async function contentOn(id: CustomerId, template: Template, office: Office, now: string): Promise<MessageContent | Refused> {
  return (await accountTold(id, template, office, now)) ?? inventedContent(template, office, now, await office.books.ledger.customer(id));
}

function inventedContent(template: Template, { house, correspondence, mailFrom }: Office, now: string, customer?: { readonly name: string; readonly code: string; readonly country?: string | undefined }): MessageContent {
  const today = now.slice(0, 10);
  const entity = house.entities[0];
  const letterhead = correspondence.letterheads.find(({ entityId }) => entityId === entity?.id);
  const { bank } = letterhead ?? {};
  return {
    id: "msg_preview", kind: template.kind, today,
    creditor: { name: entity?.name ?? "Maison Valdré SAS", country: entity?.country ?? "FR", ...(letterhead?.address.length ? { address: letterhead.address } : {}), ...(bank ? { bank: { holder: bank.holder, iban: bank.iban, ...(bank.bic ? { bic: bank.bic } : {}) } } : {}) },
    debtor: { name: customer?.name ?? "Océlia Frais SARL", code: customer?.code ?? "C-10442", country: customer?.country ?? "FR", ...(customer ? {} : { address: ["42 quai des Chartrons", "33000 Bordeaux"] }) },
    ...(customer ? {} : { contact: { name: "Anne Petit" } }),
    sender: { name: house.users.find(({ role }) => role === "collector")?.name ?? entity?.name ?? "Quittance", email: correspondence.replyTo ?? mailFrom },
    lines: inventedLines(template.kind, today, entity?.currency ?? "EUR"), links: { paid: "#", pay: "#", wrongContact: "#" },
  };
}

/** What only some messages know is made up, so that a text can be read to its end. */
function withExamples(content: MessageContent): MessageContent {
  const { kind, today, lines } = content;
  const total = totalsOf(content)[0];
  const amounts = [total?.asked ?? money(100_000n, lines[0]?.open.currency ?? "EUR")];
  const of = (kinds: readonly MessageKind[]): boolean => kinds.includes(kind);
  return {
    ...content, kind,
    ...(of(["promise-confirmed", "promise-broken"]) && !content.promise ? { promise: { amounts, on: addDays(today, kind === "promise-broken" ? -5 : 7) } } : {}),
    ...(of(["thank-you"]) && !content.payment ? { payment: { amounts, on: addDays(today, -1) } } : {}),
    ...(of(["dispute-acknowledged"]) && !content.dispute ? { dispute: { amounts } } : {}),
    ...(of(["call-note"]) && !content.call ? { call: { on: today } } : {}),
    ...(of(["reminder-2", "reminder-3", "formal-notice"]) && !content.deadline ? { deadline: addDays(today, 8) } : {}),
    // A real account with nothing late is told as it would be if its oldest document were.
    ...(of(["reminder-1", "reminder-2", "reminder-3", "formal-notice", "promise-broken", "courtesy"]) && lines.length === 0 ? { lines: inventedLines(kind, today, "EUR") } : {}),
  };
}
