// A provider told what became of a message. The receipt is kept as evidence first, then the message and its ladder follow it. A bounce is not a delivery:
// the step is done again another way, the contact is flagged, the ladder waits. A complaint arrived, but the address must not be written to again.
import type { Message } from "#domain/dunning/schema.ts";
import type { ChannelName, Receipt } from "#functions/dunning/channels/port.ts";
import type { Evidence } from "#functions/dunning/evidence.ts";
import { NotYet } from "#functions/runtime/queue.ts";

export type ReceiptDesk = {
  message(id: string): Promise<Message | undefined>;
  sent(message: Message, at: string, reference: string): Promise<boolean>;
  delivered(message: Message, at: string): Promise<boolean>;
  bounced(message: Message, at: string, detail: string, permanent: boolean): Promise<boolean>;
  /** Nobody writes to this address until somebody has looked: it does not exist, or its owner complained. */
  flagContact(message: Message, address: string, why: "bounced" | "complained", at: string): Promise<void>;
  /** A letter came back: no other is printed for that address. */
  flagPostalAddress(message: Message, at: string): Promise<void>;
};

/** The message may move while it is looked at: its worker notes that it went, another receipt arrives. Then it is read again, a few times. */
const TRIES = 5;

export async function noteReceipt(receipt: Receipt, desk: ReceiptDesk, evidence: Evidence): Promise<void> {
  await evidence.keepReceipt(receipt);
  for (let tries = 0; tries < TRIES; tries++) if (await followed(receipt, desk, evidence)) return;
  throw new NotYet(`${receipt.messageId} keeps moving: ${receipt.kind} is noted later`);
}

async function followed(receipt: Receipt, desk: ReceiptDesk, evidence: Evidence): Promise<boolean> {
  const { kind, at, permanent, detail, recipients } = receipt;
  const message = await desk.message(receipt.messageId);
  if (!message) return true;
  if (kind === "handed-over") return noteHandedOver(receipt, message, desk, evidence);
  if (kind === "delivered") return !isAddressed(message, recipients) || desk.delivered(message, at);
  if (kind !== "bounced" && kind !== "complained") return true;
  if (permanent) for (const address of recipients) await desk.flagContact(message, address, kind, at);
  if (permanent && kind === "bounced" && receipt.provider === "print-mail") await desk.flagPostalAddress(message, at);
  // A copy to the salesperson that bounced does not make the reminder undelivered.
  return kind === "complained" || !isAddressed(message, recipients) || (await arrivedElsewhere(message, evidence)) || desk.bounced(message, at, detail, permanent);
}

const providers: Readonly<Record<string, readonly ChannelName[]>> = { ses: ["email"], sms: ["sms"], "print-mail": ["letter", "registered-letter"] };

/** Of a worker that died it may be the only trace. Sent is a message when all its channels are: the letter of one whose mail went is still to go. */
async function noteHandedOver({ provider, reference, at }: Receipt, message: Message, desk: ReceiptDesk, evidence: Evidence): Promise<boolean> {
  const channels = message.channels.filter((channel): channel is ChannelName => channel !== "hand-off");
  const channel = channels.find((one) => providers[provider]?.includes(one));
  if (channel) await evidence.noteHanded(channel, { provider, reference, at });
  const handed = await Promise.all(channels.map((one) => evidence.handed(one)));
  const complete = channels.length > 0 && handed.every((one) => one !== undefined);
  return !complete || desk.sent(message, at, channels.map((one, n) => `${one}:${handed[n]!.reference}`).join(" "));
}

/** Whether one of these is somebody that the message is meant for, and not a copy. Letters have no address to compare. */
const isAddressed = ({ to }: Message, recipients: readonly string[]): boolean =>
  recipients.length === 0 || recipients.some((address) => to.some(({ email, phone }) => same(email, address) || same(phone, address)));

/** Of two people that it was addressed to, one has it. */
async function arrivedElsewhere(message: Message, evidence: Evidence): Promise<boolean> {
  return (await evidence.receipts()).some(({ kind, recipients }) => kind === "delivered" && isAddressed(message, recipients));
}

const same = (mine: string | undefined, told: string): boolean => mine !== undefined && mine.replace(/\s/g, "").toLowerCase() === told.replace(/\s/g, "").toLowerCase();
