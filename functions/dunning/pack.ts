// A decided message as parcels, one for each of its channels: the same content on the screen, on paper and on a telephone.
import { documentsAttached } from "#domain/dunning/messages/attached.ts";
import { chooseTemplate, compose, letterSheet, type Composed } from "#domain/dunning/messages/compose.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import { csvOf, detailRows } from "#domain/dunning/messages/detail-file.ts";
import { CODE_ID } from "#domain/dunning/messages/html.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import { messageLanguages, wordsOf } from "#domain/dunning/messages/words.ts";
import type { Message, Recipient } from "#domain/dunning/schema.ts";
import type { Reason } from "#domain/reason.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { accountTold } from "#functions/dunning/account-told.ts";
import { MOST_BYTES, mimeOf, type Attachment, type Mailbox } from "#functions/dunning/channels/mime.ts";
import { contentFor } from "#functions/dunning/content-around.ts";
import { letterPdf } from "#functions/dunning/documents/letter.ts";
import { paymentCodePng } from "#functions/dunning/documents/payment-code.ts";
import { workbookOf } from "#functions/dunning/documents/workbook.ts";
import { invoicePdfs } from "#functions/dunning/invoice-pdfs.ts";
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
    const made: Made | undefined = channel === "email" ? await mailParcel(written) : channel === "sms" ? smsParcel(written) : letterParcel(written, channel === "registered-letter");
    if (made) parcels.push({ channel, parcel: made.parcel, reasons: [...reasons, ...(made.leftOut ?? [])] });
  }
  return parcels.length > 0 ? parcels : refused("message.nothing-to-send");
}

type Made = { readonly parcel: Packed["parcel"]; readonly leftOut?: readonly Reason[] };
type Written = { readonly message: Message; readonly content: MessageContent; readonly template: Template; readonly composed: Composed; readonly office: Office; readonly now: string };

/** What a person wrote stands as it was written; without a text of its own, a message says what its template says. */
function writtenByHand({ manual, language }: Message, { kind }: MessageContent): Template | undefined {
  return manual?.text && { id: "by-hand", version: 1, kind, language: messageLanguages.find((one) => one === language) ?? "en", ...manual.text };
}

async function mailParcel(written: Written): Promise<Made | undefined> {
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
  const documents = await documentsOf(written);
  const { attachments, leftOut } = withinReason([...(await attachmentsOf(written)), ...documents.found]);
  return { parcel: { body: mimeOf({ ...mail, attachments }), contentType: "message/rfc822", to: [...to, ...cc].map(({ address }) => address) }, leftOut: [...documents.missing, ...leftOut] };
}

/** What a mailbox would refuse for its size stays behind, and is told of: the list that the text speaks of is packed first. Base64 takes a third more. */
function withinReason(files: readonly Attachment[]): { readonly attachments: readonly Attachment[]; readonly leftOut: readonly Reason[] } {
  const attachments: Attachment[] = [];
  const leftOut: Reason[] = [];
  let room = (MOST_BYTES * 3) / 4;
  for (const file of files) {
    const fits = file.content.length <= room;
    if (fits) room -= file.content.length;
    if (fits) attachments.push(file);
    else leftOut.push({ code: "message.attachment-too-large", name: file.name });
  }
  return { attachments, leftOut };
}

const mailboxes = (people: readonly Recipient[]): Mailbox[] => [...new Map(people.flatMap(({ name, email }) => (email ? [[email.toLowerCase(), { name, address: email }] as const] : []))).values()];

/** The account as a file when its table would be too long to read, and as a letter where the step says so. */
async function attachmentsOf(written: Written): Promise<Attachment[]> {
  const { message, content, template, composed } = written;
  const words = wordsOf[template.language];
  const files: Attachment[] = [];
  if (composed.detailFile) {
    const rows = detailRows(content, words);
    files.push({ name: composed.detailFile, contentType: "text/csv; charset=utf-8", content: Buffer.from(csvOf(rows)) });
    files.push({ name: composed.detailFile.replace(/\.csv$/, ".xlsx"), contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content: workbookOf(rows, words.titles[content.kind], content.today) });
  }
  return message.attachments.includes("statement") ? [...files, ...(await statements(written))] : files;
}

/** From the archive, where there is one. What it does not give stays behind, and is told of: the reminder does not wait for it. */
async function documentsOf({ message, content, office }: Written): Promise<{ readonly found: readonly Attachment[]; readonly missing: readonly Reason[] }> {
  const numbers = office.correspondence.invoicePdf ? documentsAttached(message.attachments, content) : [];
  const documents = numbers.length > 0 ? await invoicePdfs(numbers, content.debtor.code, office.correspondence) : [];
  const missing = documents.filter(({ pdf }) => !pdf).map(({ number }) => number);
  return {
    found: documents.flatMap(({ number, pdf }) => (pdf ? [{ name: `${fileName(number)}.pdf`, contentType: "application/pdf", content: pdf }] : [])),
    missing: missing.length > 0 ? [{ code: "message.attachment-not-found", names: missing.slice(0, 10).join(", ") }] : [],
  };
}
const fileName = (text: string): string => text.replace(/[^A-Za-z0-9_-]+/g, "-");

/** The whole account, and not only what the reminder is about; of each customer that it is about. What is asked for is the reminder's to say. */
async function statements({ message, content, template, office, now }: Written): Promise<Attachment[]> {
  const chosen = chooseTemplate(office.templates, { id: "statement", language: template.language });
  if (isRefused(chosen)) return [];
  const customers = [...new Set([message.debtorId, ...message.lines.map(({ customerId }) => customerId)])];
  const told = await Promise.all(customers.map((id) => accountTold(id, chosen.template, office, now)));
  return told.flatMap((account) => {
    if (!account || isRefused(account)) return [];
    const { parts, ...sheet } = letterSheet({ ...account, id: content.id }, chosen.template);
    const pdf = letterPdf({ sheet: { ...sheet, parts: parts.filter(({ part }) => part !== "pay") }, from: account.creditor, to: account.debtor, registered: false, at: `${content.today}T00:00:00Z` });
    return [{ name: `${fileName(account.debtor.code)}-${content.today}.pdf`, contentType: "application/pdf", content: pdf }];
  });
}

function letterParcel({ message, content, template, now }: Written, registered: boolean): Made {
  const { creditor, debtor, sender } = content;
  const from = { ...creditor, email: creditor.email ?? sender.email, ...(sender.phone ? { phone: sender.phone } : {}) };
  const body = letterPdf({ sheet: letterSheet(content, template), from, to: debtor, registered, at: now });
  return { parcel: { body, contentType: "application/pdf", to: [message.to[0]?.name ?? debtor.name, ...(debtor.address ?? []), debtor.country] } };
}

function smsParcel({ message, composed }: Written): Made | undefined {
  const phone = message.to.find((one) => one.phone)?.phone?.replace(/[\s().-]/g, "");
  return phone && composed.sms ? { parcel: { body: Buffer.from(composed.sms), contentType: "text/plain; charset=utf-8", to: [phone] } } : undefined;
}
