// Sends one message: at most one effect for each message and channel, whatever dies on the way.
//
// The hard place lies between a provider's "yes" and our note of it. No order of two writes closes it: noted first, a crash loses the message; noted
// after, a crash sends it twice. So the question "did it go?" must be answerable afterwards, and the protocol is built around asking it:
//
//  1. Claim: a conditional write makes the message "sending" with a lease. Of two workers one wins; the other sees the lease and comes back later.
//  2. Decide again, from the state of this moment (engine), and save what was decided: what arrives is then known, whoever hears of it. A payment at nine
//     must not become a reminder at ten.
//  3. Keep: the exact bytes go to the evidence, before anybody is asked to send them. From here on a crash leaves a trace.
//  4. Hand over. The provider is given the message's id: as idempotency key where it knows them (letters), as a tag where it does not (mail).
//  5. Note what it answered, beside the parcel; then the message is "sent".
//
// A worker that takes over an expired lease walks the same steps, and for each channel finds one of four traces:
//   - a note: it went. Nothing is sent.
//   - no parcel: nobody was asked yet. It is sent.
//   - a parcel without a note: the hard place. The channel is asked. Letters and short messages know for certain. Mail knows by the Send event, which SES
//     tells with our tag within seconds; until a quarter of an hour has passed without it, the answer is "not yet", and the queue brings the message back.
//   - that silence lasted: an ordinary reminder goes again. A message with legal effect does not: a person is told that it is in doubt, because a second
//     formal notice with another deadline takes the first one's effect. Better late than twice.
//
// What remains: a mail is doubled only if a worker dies within the milliseconds of step 4 and SES's event is lost or more than 15 minutes late. What
// never happens: a message that is lost, or sent by two workers at once.
import type { Again } from "#domain/dunning/decide-again.ts";
import type { Message, PlannedMessage } from "#domain/dunning/schema.ts";
import type { Reason } from "#domain/reason.ts";
import { isRefused, type Refused } from "#domain/refusal.ts";
import { Undeliverable, type Channel, type ChannelName, type Handed } from "#functions/dunning/channels/port.ts";
import type { Evidence, Parcel } from "#functions/dunning/evidence.ts";
import { NotYet } from "#functions/runtime/queue.ts";

/** The message's record and the accounts that it touches. Each write holds only if the record is still as it was read; false means: somebody else did. */
export type Desk = {
  message(id: string): Promise<Message | undefined>;
  claim(message: Message, now: string, leaseUntil: string): Promise<Message | Refused>;
  /** What goes is what was just decided: its lines are what climbs when it arrives. */
  decided(message: Message, planned: PlannedMessage, inDoubtUntil: string): Promise<Message | Refused>;
  sent(message: Message, at: string, reference: string): Promise<boolean>;
  stopped(message: Message, at: string, reasons: readonly Reason[]): Promise<boolean>;
  postponed(message: Message, slot: Extract<Again, { decision: "wait" }>["slot"]): Promise<boolean>;
  /** The provider said no: the step is done again another way, the contact is flagged, the ladder waits. */
  bounced(message: Message, at: string, detail: string): Promise<boolean>;
  failed(message: Message, at: string, detail: string): Promise<boolean>;
};

/** A parcel for one channel: the bytes that are kept, and what the channel makes of them. */
export type Packed = { readonly channel: ChannelName; readonly parcel: Parcel; /** What had to be left out of it, or said otherwise. */ readonly reasons?: readonly Reason[] };
/** A channel over kept bytes, so that what is sent after a crash can only be what was kept. */
export type Post = Channel<Parcel>;

export type Sending = {
  readonly desk: Desk;
  readonly evidence: Evidence;
  readonly posts: Partial<Record<ChannelName, Post>>;
  decideAgain(message: Message): Promise<Again>;
  pack(message: Message): Promise<readonly Packed[] | Refused>;
  now(): string;
};

export type Outcome = "sent" | "stopped" | "postponed" | "bounced" | "failed" | "nothing-to-do";

/** Longer than a function lives: a lease that is over has no worker. */
export const LEASE_MS = 3 * 60_000;

export async function sendMessage(id: string, sending: Sending): Promise<Outcome> {
  const { desk, now } = sending;
  const found = await desk.message(id);
  if (!found) return "nothing-to-do";
  if (found.state.status === "sending" && found.state.leaseUntil > now()) throw new NotYet(`${id} is being sent`);
  const claimed = await desk.claim(found, now(), new Date(Date.parse(now()) + LEASE_MS).toISOString());
  if (isRefused(claimed)) return "nothing-to-do";
  const went = await alreadyWent(claimed, sending);
  if (went === "in-doubt") return (await desk.failed(claimed, now(), "in-doubt: nobody knows whether it was sent; look into the evidence before sending it again")) ? "failed" : "nothing-to-do";
  return went.complete ? finish(claimed, went.handed, sending) : decideAndSend(claimed, went.handed, sending);
}

type Went = { readonly handed: ReadonlyMap<ChannelName, Handed>; readonly complete: boolean };

/** What an earlier attempt got done. Only asked for when there was one. */
async function alreadyWent(message: Message, { evidence, posts, now }: Sending): Promise<Went | "in-doubt"> {
  const handed = new Map<ChannelName, Handed>();
  if (message.state.status !== "sending" || message.state.attempt === 1) return { handed, complete: false };
  const channels = message.channels.filter((channel): channel is ChannelName => channel in posts);
  for (const channel of channels) {
    const noted = await evidence.handed(channel);
    const kept = noted ? undefined : await evidence.lastParcel(channel);
    if (noted) handed.set(channel, noted);
    if (!kept) continue;
    const found = await posts[channel]!.find(message.id, kept.at, kept);
    if (found.status === "unknown") throw new NotYet(`whether ${message.id} went is not known yet`);
    if (found.status === "never" && !found.certain && message.tone === "formal") return "in-doubt";
    if (found.status === "handed-over") {
      const note = { provider: posts[channel]!.name, reference: found.reference, at: now() };
      await evidence.noteHanded(channel, note);
      handed.set(channel, note);
    }
  }
  return { handed, complete: channels.length > 0 && channels.every((channel) => handed.has(channel)) };
}

async function decideAndSend(claimed: Message, handed: ReadonlyMap<ChannelName, Handed>, sending: Sending): Promise<Outcome> {
  const { desk, now } = sending;
  const again = await sending.decideAgain(claimed);
  // Half of it went: what was decided then is finished, for two channels must not say different things.
  if (again.decision !== "send" && handed.size > 0) return finish(claimed, handed, sending);
  if (again.decision === "stop") return (await desk.stopped(claimed, now(), again.reasons)) ? "stopped" : "nothing-to-do";
  if (again.decision === "wait") return (await desk.postponed(claimed, again.slot)) ? "postponed" : "nothing-to-do";
  const message = await desk.decided(claimed, again.message, new Date(Date.parse(now()) + LEASE_MS).toISOString());
  if (isRefused(message)) return "nothing-to-do";
  const packed = await sending.pack(message);
  if (isRefused(packed)) return (await desk.failed(message, now(), packed.code)) ? "failed" : "nothing-to-do";
  return handAllOver(message, packed, { handed, changes: again.changes }, sending);
}

type Before = { readonly handed: ReadonlyMap<ChannelName, Handed>; readonly changes: readonly Reason[] };

async function handAllOver(message: Message, packed: readonly Packed[], { handed, changes }: Before, sending: Sending): Promise<Outcome> {
  const all = new Map(handed);
  const refusals: string[] = [];
  for (const { channel, parcel, reasons = [] } of packed.filter((one) => !handed.has(one.channel))) {
    const answer = await handOver(message, channel, parcel, [...changes, ...reasons], sending);
    if (typeof answer === "string") refusals.push(answer);
    else all.set(channel, answer);
  }
  if (all.size > 0) return finish(message, all, sending);
  return (await sending.desk.bounced(message, sending.now(), refusals.join("; ") || "no channel could take it")) ? "bounced" : "nothing-to-do";
}

async function handOver(message: Message, channel: ChannelName, parcel: Parcel, why: readonly Reason[], { evidence, posts, now }: Sending): Promise<Handed | string> {
  const post = posts[channel];
  if (!post) return `${channel} is not set up`;
  const attempt = message.state.status === "sending" ? message.state.attempt : 1;
  await evidence.keepParcel(channel, attempt, parcel, now(), why);
  try {
    const handed = await post.send(parcel, message.id);
    await evidence.noteHanded(channel, { ...handed, at: now() });
    return handed;
  } catch (error) {
    if (error instanceof Undeliverable) return `${channel}: ${error.detail}`;
    throw error;
  }
}

async function finish(message: Message, handed: ReadonlyMap<ChannelName, Handed>, { desk, now }: Sending): Promise<Outcome> {
  const reference = [...handed].map(([channel, { reference: name }]) => `${channel}:${name}`).join(" ");
  return (await desk.sent(message, now(), reference)) ? "sent" : "nothing-to-do";
}
