// A decided message as parcels, one for each of its channels: the same content on the screen, on paper and on a telephone.
import { chooseTemplate, compose, letterSheet, type Composed } from "#domain/dunning/messages/compose.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import { csvOf, detailRows } from "#domain/dunning/messages/detail-file.ts";
import { CODE_ID } from "#domain/dunning/messages/html.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import { messageLanguages, wordsOf } from "#domain/dunning/messages/words.ts";
import type { Message, Recipient } from "#domain/dunning/schema.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { MOST_BYTES, mimeOf, type Attachment, type Mailbox } from "#functions/dunning/channels/mime.ts";
import { contentFor } from "#functions/dunning/content-around.ts";
import { letterPdf } from "#functions/dunning/documents/letter.ts";
import { paymentCodePng } from "#functions/dunning/documents/payment-code.ts";
import { workbookOf } from "#functions/dunning/documents/workbook.ts";
import type { Office } from "#functions/dunning/office.ts";
import type { Packed } from "#functions/dunning/send-message.ts";

export async function pack(message: Message, office: Office, now: string): Promise<readonly Packed[] | Refused> {
  const content = await contentFor(message, office, now);
  if (isRefused(content)) return content;
  const own = writtenByHand(message, content);
  const chosen = own ? { template: own, reasons: [] } : chooseTemplate(office.templates, { id: message.template ?? "", language: message.language });
  if (isRefused(chosen)) return chosen;
  const composed = compose(content, chosen.template);
  const written: Written = { message, content, template: chosen.template, composed, office, now };
  const reasons = [...chosen.reasons, ...composed.reasons];
  const parcels: Packed[] = [];
  for (const channel of message.channels) {
    if (channel === "phone" || channel === "hand-off") continue;
    const parcel = channel === "email" ? mailParcel(written) : channel === "sms" ? smsParcel(written) : letterParcel(written, channel === "registered-letter");
    if (parcel) parcels.push({ channel, parcel, reasons });
  }
  return parcels.length > 0 ? parcels : refused("message.nothing-to-send");
}

type Written = { readonly message: Message; readonly content: MessageContent; readonly template: Template; readonly composed: Composed; readonly office: Office; readonly now: string };

/** What a person wrote stands as it was written; without a text of its own, a message says what its template says. */
function writtenByHand({ manual, language }: Message, { kind }: MessageContent): Template | undefined {
  return manual?.text && { id: "by-hand", version: 1, kind, language: messageLanguages.find((one) => one === language) ?? "en", ...manual.text };
}

function mailParcel(written: Written): Packed["parcel"] | undefined {
  const { message, content, composed, office, now } = written;
  const to = mailboxes(message.to);
  if (to.length === 0) return undefined;
  const cc = mailboxes(message.copyTo).filter(({ address }) => !to.some((one) => one.address.toLowerCase() === address.toLowerCase()));
  const { correspondence, mailFrom } = office;
  const from = correspondence.from ?? { name: content.creditor.name, address: mailFrom };
  const replyTo = { name: content.sender.name, address: correspondence.replyTo ?? content.sender.email };
  const pay = composed.sheet.parts.find((part) => part.part === "pay");
  const pictures = pay?.part === "pay" && pay.code ? [{ id: CODE_ID, name: "payment-code.png", contentType: "image/png", content: paymentCodePng(pay.code.payload) }] : [];
  const mail = { from, to, cc, replyTo, subject: composed.subject, text: composed.text, html: composed.html, date: now, pictures, headers: { "X-Message": message.id } };
  const whole = mimeOf({ ...mail, attachments: attachmentsOf(written) });
  const body = whole.length <= MOST_BYTES ? whole : mimeOf(mail);
  return { body, contentType: "message/rfc822", to: [...to, ...cc].map(({ address }) => address) };
}

const mailboxes = (people: readonly Recipient[]): Mailbox[] => [...new Map(people.flatMap(({ name, email }) => (email ? [[email.toLowerCase(), { name, address: email }] as const] : []))).values()];

/** The account as a file when its table would be too long to read, and as a letter where the step says so. */
function attachmentsOf({ message, content, template, composed, office }: Written): Attachment[] {
  const words = wordsOf[template.language];
  const files: Attachment[] = [];
  if (composed.detailFile) {
    const rows = detailRows(content, words);
    files.push({ name: composed.detailFile, contentType: "text/csv; charset=utf-8", content: Buffer.from(csvOf(rows)) });
    files.push({ name: composed.detailFile.replace(/\.csv$/, ".xlsx"), contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content: workbookOf(rows, words.titles[content.kind], content.today) });
  }
  const statement = message.attachments.includes("statement") ? chooseTemplate(office.templates, { id: "statement", language: template.language }) : undefined;
  if (statement && !isRefused(statement)) {
    const account = { ...content, kind: "statement" as const };
    const pdf = letterPdf({ sheet: letterSheet(account, statement.template), from: content.creditor, to: content.debtor, registered: false, at: `${content.today}T00:00:00Z` });
    files.push({ name: `${content.debtor.code.replace(/[^A-Za-z0-9_-]+/g, "-")}-${content.today}.pdf`, contentType: "application/pdf", content: pdf });
  }
  return files;
}

function letterParcel({ message, content, template, now }: Written, registered: boolean): Packed["parcel"] {
  const { creditor, debtor, sender } = content;
  const from = { ...creditor, email: creditor.email ?? sender.email, ...(sender.phone ? { phone: sender.phone } : {}) };
  const body = letterPdf({ sheet: letterSheet(content, template), from, to: debtor, registered, at: now });
  return { body, contentType: "application/pdf", to: [message.to[0]?.name ?? debtor.name, ...(debtor.address ?? []), debtor.country] };
}

function smsParcel({ message, composed }: Written): Packed["parcel"] | undefined {
  const phone = message.to.find((one) => one.phone)?.phone?.replace(/[\s().-]/g, "");
  return phone && composed.sms ? { body: Buffer.from(composed.sms), contentType: "text/plain; charset=utf-8", to: [phone] } : undefined;
}
