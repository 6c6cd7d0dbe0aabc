// What SES says on the event bus, as a receipt. Unknown kinds (opens, clicks: we count neither) and mails that are not ours are nobody's receipt.
import * as z from "zod";
import type { Receipt } from "#functions/dunning/channels/port.ts";

const recipient = z.object({ emailAddress: z.string(), diagnosticCode: z.string().optional() });
const sesEvent = z.object({
  id: z.string(),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ messageId: z.string(), timestamp: z.string(), destination: z.array(z.string()).default([]), tags: z.record(z.string(), z.array(z.string())).default({}) }),
    bounce: z.object({ bounceType: z.string(), bounceSubType: z.string(), bouncedRecipients: z.array(recipient), timestamp: z.string(), feedbackId: z.string().optional() }).optional(),
    complaint: z.object({ complainedRecipients: z.array(recipient), timestamp: z.string(), complaintFeedbackType: z.string().nullish(), feedbackId: z.string().optional() }).optional(),
    delivery: z.object({ timestamp: z.string(), recipients: z.array(z.string()), smtpResponse: z.string().optional() }).optional(),
    deliveryDelay: z.object({ timestamp: z.string(), delayType: z.string(), delayedRecipients: z.array(recipient) }).optional(),
    reject: z.object({ reason: z.string() }).optional(),
  }),
});

export function receiptOfSes(event: unknown): Receipt | undefined {
  const { id, detail } = sesEvent.parse(event);
  const { mail, bounce, complaint, delivery, deliveryDelay, reject } = detail;
  const [messageId] = mail.tags["message"] ?? [];
  const [tenant] = mail.tags["tenant"] ?? [];
  if (!messageId || !tenant) return undefined;
  const of = { id, messageId, tenant, provider: "ses", reference: mail.messageId };
  const all = mail.destination;
  if (bounce) {
    const [first] = bounce.bouncedRecipients;
    // An address on the suppression list bounces without leaving SES: silent, and for good.
    const permanent = bounce.bounceType === "Permanent";
    return { ...of, kind: "bounced", permanent, recipients: addresses(bounce.bouncedRecipients), detail: `${bounce.bounceType} ${bounce.bounceSubType}${first?.diagnosticCode ? `: ${first.diagnosticCode}` : ""}`, at: bounce.timestamp };
  }
  if (complaint) return { ...of, kind: "complained", permanent: true, recipients: addresses(complaint.complainedRecipients), detail: complaint.complaintFeedbackType ?? "complaint", at: complaint.timestamp };
  if (delivery) return { ...of, kind: "delivered", permanent: true, recipients: delivery.recipients, detail: delivery.smtpResponse ?? "", at: delivery.timestamp };
  if (deliveryDelay) return { ...of, kind: "delayed", permanent: false, recipients: addresses(deliveryDelay.delayedRecipients), detail: deliveryDelay.delayType, at: deliveryDelay.timestamp };
  if (reject || detail.eventType === "Rendering Failure") return { ...of, kind: "bounced", permanent: true, recipients: all, detail: `rejected: ${reject?.reason ?? detail.eventType}`, at: mail.timestamp };
  return detail.eventType === "Send" ? { ...of, kind: "handed-over", permanent: false, recipients: all, detail: "", at: mail.timestamp } : undefined;
}

const addresses = (recipients: readonly { readonly emailAddress: string }[]): string[] => recipients.map(({ emailAddress }) => emailAddress);
