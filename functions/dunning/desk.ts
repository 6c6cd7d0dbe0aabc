// How a message moves, for whoever sends it and whoever hears of it: read, decide in the domain, save under the version that was read. False: somebody
// else was faster, and what he did stands.
import { bounced, claim, delivered, failed, handOver, postponed, sent, stopped, type MessageChange } from "#domain/dunning/message.ts";
import type { Again } from "#domain/dunning/decide-again.ts";
import { decideAgain } from "#domain/dunning/decide-again.ts";
import { localTime } from "#domain/calendar/local-time.ts";
import type { DunningAccount, Message, PlannedMessage } from "#domain/dunning/schema.ts";
import { postalKey } from "#domain/ledger/address.ts";
import type { CustomerId } from "#domain/id.ts";
import type { Reason } from "#domain/reason.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { messageBounced, messageDelivered, messageFailed, messageSent, messageStopped, type MessageFact } from "#events/dunning.ts";
import { houseOf, policiesInForce, situationsUnder, worldNow, type Books } from "#functions/dunning/books.ts";
import { filesOf, situationByHand, waitingPayments } from "#functions/dunning/files.ts";
import { factOf } from "#functions/dunning/message-fact.ts";
import { digest } from "#functions/runtime/digest.ts";

export type MessageDesk = ReturnType<typeof messageDesk>;

export function messageDesk(books: Books) {
  const { dunning } = books;
  const accountsOf = async (message: Message): Promise<DunningAccount[]> => Promise.all([...new Set(message.lines.map(({ customerId }) => customerId))].map((id) => dunning.account(id)));
  const save = async ({ message, accounts }: MessageChange, before: Message, fact?: MessageFact): Promise<boolean> => message === before || (await dunning.move({ message, accounts }, fact ? [fact] : [])) === "saved";
  const told = (name: MessageFact["name"], message: Message, at: string): MessageFact => factOf(name, message, at, { type: "rule", id: message.policyId, version: message.policyVersion });
  const move = async (message: Message, at: string, name: MessageFact["name"], decide: (accounts: readonly DunningAccount[]) => MessageChange): Promise<boolean> => {
    const change = decide(await accountsOf(message));
    return save(change, message, told(name, change.message, at));
  };
  const dayThere = ({ timeZone }: Message, at: string): string => localTime(at, timeZone).date;

  return {
    message: (id: string): Promise<Message | undefined> => dunning.message(id),
    async claim(message: Message, now: string, leaseUntil: string): Promise<Message | Refused> {
      const claimed = claim(message, now, leaseUntil);
      if (isRefused(claimed)) return claimed;
      return (await dunning.move({ message: claimed, accounts: [] })) === "saved" ? { ...claimed, version: claimed.version + 1 } : refused("message.changed-meanwhile");
    },
    /** What goes is what was just decided, kept before it goes. */
    async decided(message: Message, planned: PlannedMessage, inDoubtUntil: string): Promise<Message | Refused> {
      const next = handOver(message, planned, inDoubtUntil);
      if (isRefused(next)) return next;
      return (await dunning.move({ message: next, accounts: [] })) === "saved" ? { ...next, version: next.version + 1 } : refused("message.changed-meanwhile");
    },
    sent: (message: Message, at: string, reference: string) => move(message, at, messageSent.name, (accounts) => sent(message, accounts, at, dayThere(message, at), reference)),
    delivered: (message: Message, at: string) => move(message, at, messageDelivered.name, (accounts) => delivered(message, accounts, at, dayThere(message, at))),
    bounced: (message: Message, at: string, detail: string, permanent = true) => move(message, at, messageBounced.name, (accounts) => bounced(message, accounts, at, permanent, detail)),
    stopped: (message: Message, at: string, reasons: readonly Reason[]) => move(message, at, messageStopped.name, (accounts) => stopped(message, accounts, at, reasons)),
    failed: (message: Message, at: string, detail: string) => move(message, at, messageFailed.name, (accounts) => failed(message, accounts, at, detail)),
    postponed: async (message: Message, slot: Extract<Again, { decision: "wait" }>["slot"]): Promise<boolean> => (await dunning.move({ message: postponed(message, slot), accounts: [] })) === "saved",
    async flagContact(message: Message, address: string, why: "bounced" | "complained", at: string): Promise<void> {
      await dunning.flagContact(message.addresseeId, digest(address.toLowerCase()).slice(0, 22), { address, why, at });
    },
    async flagPostalAddress(message: Message, at: string): Promise<void> {
      const customer = await books.ledger.customer(message.addresseeId);
      if (customer) await dunning.flagContact(customer.id, digest(postalKey(customer)).slice(0, 22), { address: postalKey(customer), why: "bounced", at });
    },
    /** From the state of this moment. A debtor without anything open any more has no situation: the message stops. */
    async decideAgain(message: Message, now: string): Promise<Again> {
      const [policies, house, world] = await Promise.all([policiesInForce(books), houseOf(books), worldNow(books, now)]);
      const { files } = await filesOf(books, [...new Set<CustomerId>([...message.lines.map(({ customerId }) => customerId), message.debtorId])], house, now, recentlyWaiting(books, now));
      const part = message.group.split("|")[1];
      const found = message.manual ? situationByHand(message, files, policies) : (await situationsUnder(policies, files, books, house, part)).find(({ situation }) => situation.group === message.group);
      return found ? decideAgain(message, found.situation, found.prepared, world) : { decision: "stop", reasons: [{ code: "settled" }] };
    },
  };
}

/** Messages leave in bursts, and each of them would read all that waits at the payments desk: a burst asks once, and knows by seconds later what came since. */
const RECENT_MS = 5_000;
const asked = new WeakMap<Books["payments"], { readonly at: number; readonly waiting: ReturnType<typeof waitingPayments> }>();
function recentlyWaiting(books: Books, now: string): ReturnType<typeof waitingPayments> {
  const known = asked.get(books.payments);
  if (known && performance.now() - known.at < RECENT_MS) return known.waiting;
  const waiting = waitingPayments(books, now);
  waiting.catch(() => asked.delete(books.payments));
  asked.set(books.payments, { at: performance.now(), waiting });
  return waiting;
}
