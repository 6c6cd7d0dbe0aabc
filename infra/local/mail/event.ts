// What SES tells the default event bus about a message, field for field as its developer guide shows it for EventBridge.
import { randomUUID } from "node:crypto";
import { ACCOUNT, REGION } from "../engine.ts";
import type { NewEvent } from "../event-bus.ts";

export type MailEventKind = "Send" | "Delivery" | "Bounce" | "Complaint" | "DeliveryDelay";
export type SentMail = {
  readonly id: string;
  readonly at: string;
  readonly source: string;
  readonly recipients: readonly string[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly configurationSet: string;
  readonly tags: Readonly<Record<string, string>>;
};
export type Happening = { readonly kind: MailEventKind; readonly recipients: readonly string[]; readonly at: number; readonly suppressed?: boolean };

/** As CloudFormation names the kinds in MatchingEventTypes. */
export const MATCHING: Record<MailEventKind, string> = { Send: "send", Delivery: "delivery", Bounce: "bounce", Complaint: "complaint", DeliveryDelay: "deliverydelay" };

const DETAIL_TYPES: Record<MailEventKind, string> = {
  Send: "Email Sent",
  Delivery: "Email Delivered",
  Bounce: "Email Bounced",
  Complaint: "Email Complaint Received",
  DeliveryDelay: "Email Delivery Delayed",
};

export const mailEvent = (mail: SentMail, happening: Happening): NewEvent => {
  const { kind, at } = happening;
  const what = DETAILS[kind](happening, new Date(at).toISOString());
  return {
    source: "aws.ses",
    "detail-type": DETAIL_TYPES[kind],
    time: new Date(at).toISOString(),
    resources: [`arn:aws:ses:${REGION}:${ACCOUNT}:configuration-set/${mail.configurationSet}`],
    detail: { eventType: kind, mail: described(mail), ...what },
  };
};

const described = (mail: SentMail) => ({
  timestamp: mail.at,
  source: mail.source,
  sourceArn: `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${mail.source.split("@").at(-1)}`,
  sendingAccountId: ACCOUNT,
  messageId: mail.id,
  destination: mail.recipients,
  headersTruncated: false,
  headers: mail.headers,
  commonHeaders: { from: [mail.from], to: mail.to, ...(mail.cc.length > 0 ? { cc: mail.cc } : {}), messageId: mail.id, subject: mail.subject },
  tags: {
    "ses:configuration-set": [mail.configurationSet],
    "ses:source-ip": ["127.0.0.1"],
    "ses:from-domain": [mail.source.split("@").at(-1)],
    "ses:caller-identity": ["local"],
    ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
  },
});

const REPORTER = "dns; local.amazonses.com";

const DETAILS: Record<MailEventKind, (happening: Happening, timestamp: string) => Record<string, unknown>> = {
  Send: () => ({ send: {} }),
  Delivery: ({ recipients }, timestamp) => ({
    delivery: { timestamp, processingTimeMillis: 12, recipients, smtpResponse: "250 2.0.0 OK", reportingMTA: "local.amazonses.com" },
  }),
  Bounce: ({ recipients, suppressed = false }, timestamp) => ({
    bounce: {
      feedbackId: feedbackId(),
      bounceType: "Permanent",
      bounceSubType: suppressed ? "OnAccountSuppressionList" : "General",
      bouncedRecipients: recipients.map((emailAddress) => ({
        emailAddress,
        action: "failed",
        status: "5.1.1",
        diagnosticCode: suppressed ? "Amazon SES did not send the message to this address because it is on the suppression list for your account." : "smtp; 550 5.1.1 user unknown",
      })),
      timestamp,
      reportingMTA: REPORTER,
    },
  }),
  Complaint: ({ recipients }, timestamp) => ({
    complaint: {
      feedbackId: feedbackId(),
      complaintSubType: null,
      complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
      timestamp,
      userAgent: "local mailbox",
      complaintFeedbackType: "abuse",
      arrivalDate: timestamp,
    },
  }),
  DeliveryDelay: ({ recipients, at }, timestamp) => ({
    deliveryDelay: {
      timestamp,
      delayType: "MailboxFull",
      expirationTime: new Date(at + 14 * 3_600_000).toISOString(),
      delayedRecipients: recipients.map((emailAddress) => ({ emailAddress, status: "4.2.2", diagnosticCode: "smtp; 452 4.2.2 mailbox full" })),
      reportingMTA: REPORTER,
    },
  }),
};

const feedbackId = () => `local-${randomUUID()}-000000`;
