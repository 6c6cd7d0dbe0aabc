// A desk, a store of evidence and a provider in memory, for tests of what is sent: each may be told to die before or after it did its work.
import { claim, bounced, delivered, failed, handOver, postponed, sent, stopped } from "#domain/dunning/message.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import type { Receipt } from "#functions/dunning/channels/port.ts";
import type { EvidenceObjects } from "#functions/dunning/evidence.ts";
import type { Desk, Post } from "#functions/dunning/send-message.ts";
import type { ReceiptDesk } from "#functions/dunning/note-receipt.ts";

export class Killed extends Error {}
/** Called before and after each effect; throws where the worker dies. */
export type Fate = (moment: string) => void;
export const lives: Fate = () => undefined;

export const messageOf = (more: Partial<Message> = {}): Message => ({
  id: "msg_1", group: "cus_1", policyId: "pol_1", policyVersion: 1, step: "r1", cycle: "1.0", kind: "message", debtorId: "cus_1", addresseeId: "cus_1", level: 1, stepName: "First reminder",
  channels: ["email"], template: "reminder-1", tone: "neutral", language: "fr", to: [{ name: "Anne Petit", role: "accounts-payable", email: "anne@ocelia.example" }], copyTo: [], attachments: [], charges: "none",
  lines: [], totals: [], sendOn: "2026-11-24", notBefore: "2026-11-24T07:30:00.000Z", notAfter: "2026-11-24T10:30:00.000Z", timeZone: "Europe/Paris", approvals: [], reasons: [],
  createdAt: "2026-11-24T05:00:00.000Z", state: { status: "planned" }, version: 0, ...more,
});

export function memoryDesk(first: Message) {
  let kept = first;
  const flagged: string[] = [];
  const save = (read: Message, next: Message): boolean => {
    if (read.version !== kept.version) return false;
    kept = { ...next, version: kept.version + 1 };
    return true;
  };
  const on = "2026-11-24";
  const desk = (dies: Fate): Desk & ReceiptDesk => {
    const write = async (name: string, message: Message, next: Message): Promise<boolean> => {
      dies(`before ${name}`);
      const saved = save(message, next);
      dies(`after ${name}`);
      return saved;
    };
    return {
      message: async () => structuredClone(kept),
      claim: async (message, now, leaseUntil) => {
        const next = claim(message, now, leaseUntil);
        if (isRefused(next)) return next;
        return (await write("claim", message, next)) ? structuredClone(kept) : { type: "Refused", code: "message.changed" };
      },
      decided: async (message, planned, inDoubtUntil) => {
        const next = handOver(message, planned, inDoubtUntil);
        if (isRefused(next)) return next;
        return (await write("decided", message, next)) ? structuredClone(kept) : { type: "Refused", code: "message.changed" };
      },
      sent: (message, at, reference) => write("sent", message, sent(message, [], at, on, reference).message),
      delivered: (message, at) => write("delivered", message, delivered(message, [], at, on).message),
      stopped: (message, at, reasons) => write("stopped", message, stopped(message, [], at, reasons).message),
      postponed: (message, slot) => write("postponed", message, postponed(message, slot)),
      bounced: (message: Message, at: string, detail: string, permanent: boolean = true) => write("bounced", message, bounced(message, [], at, permanent, detail).message),
      failed: (message, at, detail) => write("failed", message, failed(message, [], at, detail).message),
      flagPostalAddress: async () => void flagged.push("by post bounced"),
      flagContact: async (_message, address, why) => void flagged.push(`${address} ${why}`),
    };
  };
  return { desk, flagged, now: () => kept };
}

export function memoryEvidence() {
  const objects = new Map<string, Uint8Array>();
  const of = (dies: Fate): EvidenceObjects => ({
    put: async (key, body) => {
      dies(`before ${key}`);
      const there = objects.has(key);
      if (!there) objects.set(key, body);
      dies(`after ${key}`);
      return there ? "there-already" : "saved";
    },
    get: async (key) => objects.get(key),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted(),
  });
  return { of, objects };
}

/** A provider that counts. `tells` is what it would answer when asked later. */
export function countingProvider(name: Post["name"], answer: (key: string, claimedAt: string, sentBodies: readonly string[]) => Awaited<ReturnType<Post["find"]>>) {
  const bodies: string[] = [];
  const post = (dies: Fate): Post => ({
    name,
    send: async ({ body }, key) => {
      dies(`before ${name}`);
      bodies.push(Buffer.from(body).toString("utf8"));
      dies(`after ${name}`);
      return { provider: name, reference: `${key}-${bodies.length}` };
    },
    find: async (key, claimedAt) => answer(key, claimedAt, bodies),
  });
  return { post, bodies };
}

export const receiptOf = (kind: Receipt["kind"], more: Partial<Receipt> = {}): Receipt => ({
  kind, messageId: "msg_1", tenant: "acme", provider: "ses", reference: "ses-1", recipients: ["anne@ocelia.example"], permanent: true, detail: "", at: "2026-11-24T08:01:00.000Z", id: `${kind}-1`, ...more,
});
