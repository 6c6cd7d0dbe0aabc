import fc from "fast-check";
import { expect, test } from "vitest";
import type { Again } from "#domain/dunning/decide-again.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { Undeliverable } from "#functions/dunning/channels/port.ts";
import { evidenceOf } from "#functions/dunning/evidence.ts";
import { noteReceipt } from "#functions/dunning/note-receipt.ts";
import { LEASE_MS, sendMessage, type Post, type Sending } from "#functions/dunning/send-message.ts";
import { NotYet } from "#functions/runtime/queue.ts";
import { countingProvider, Killed, lives, memoryDesk, memoryEvidence, messageOf, receiptOf, type Fate } from "#test/world/sending.ts";

const START = Date.parse("2026-11-24T08:00:00.000Z");
const QUARTER = 15 * 60_000;
const send = (message: Message): Again => ({ decision: "send", message, changes: [] });

function world(message = messageOf(), { decide = send, posts }: { decide?: (message: Message) => Again; posts?: (dies: Fate) => Sending["posts"] } = {}) {
  const clock = { at: START };
  const now = () => new Date(clock.at).toISOString();
  const store = memoryDesk(message);
  const evidence = memoryEvidence();
  // As SES is: no list to ask, only its Send event, which is there as soon as the mail was taken.
  const mail = countingProvider("email", (key, claimedAt, sent) => (sent.length > 0 ? { status: "handed-over", reference: `${key}-1` } : clock.at - Date.parse(claimedAt) < QUARTER ? { status: "unknown" } : { status: "never", certain: false }));
  const letters = countingProvider("letter", (key, _at, sent) => (sent.length > 0 ? { status: "handed-over", reference: `${key}-1` } : { status: "never", certain: true }));
  const sending = (dies: Fate): Sending => ({
    desk: store.desk(dies), evidence: evidenceOf(evidence.of(dies), "acme", "msg_1"), posts: posts?.(dies) ?? { email: mail.post(dies), letter: letters.post(dies) }, now,
    decideAgain: async (claimed) => decide(claimed),
    pack: async (claimed) => claimed.channels.map((channel) => ({ channel: channel as "email", parcel: { body: Buffer.from(`${channel} at ${clock.at}`), contentType: "text/plain", to: ["anne@ocelia.example"] } })),
  });
  return { clock, store, evidence, mail, letters, sending };
}

test("a message that is due goes once, and what was sent is kept with its digest", async () => {
  const { store, evidence, mail, sending } = world();
  expect(await sendMessage("msg_1", sending(lives))).toBe("sent");
  expect(mail.bodies).toHaveLength(1);
  expect(store.now().state).toMatchObject({ status: "sent", reference: "email:msg_1-1" });
  const kept = JSON.parse(Buffer.from(evidence.objects.get("acme/dunning/msg_1/email/1.json")!).toString());
  expect(kept).toMatchObject({ attempt: 1, to: ["anne@ocelia.example"], sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await sendMessage("msg_1", sending(lives))).toBe("nothing-to-do");
  expect(mail.bodies).toHaveLength(1);
});

test("a payment that came in meanwhile stops the message, with its reasons", async () => {
  const { store, mail, sending } = world(messageOf(), { decide: () => ({ decision: "stop", reasons: [{ code: "settled", number: "F1" }] }) });
  expect(await sendMessage("msg_1", sending(lives))).toBe("stopped");
  expect(store.now().state).toMatchObject({ status: "stopped", reasons: [{ code: "settled", number: "F1" }] });
  expect(mail.bodies).toEqual([]);
});

test("two workers with the same message: one sends, the other waits for the lease", async () => {
  const { mail, sending } = world();
  const both = await Promise.allSettled([sendMessage("msg_1", sending(lives)), sendMessage("msg_1", sending(lives))]);
  expect(mail.bodies).toHaveLength(1);
  expect(both.filter(({ status, ...rest }) => status === "rejected" && !((rest as { reason: unknown }).reason instanceof NotYet))).toEqual([]);
});

test("killed between the provider's yes and our note, a mail is not sent again: the Send event says that it went", async () => {
  const { clock, store, mail, sending } = world();
  await expect(sendMessage("msg_1", sending((moment) => { if (moment === "after email") throw new Killed(); }))).rejects.toThrow(Killed);
  await expect(sendMessage("msg_1", sending(lives))).rejects.toThrow(NotYet);
  clock.at += LEASE_MS + 1;
  expect(await sendMessage("msg_1", sending(lives))).toBe("sent");
  expect(mail.bodies).toHaveLength(1);
  expect(store.now().state.status).toBe("sent");
});

test("killed just before the provider was asked, a reminder goes after a quarter of an hour of silence; a formal notice asks a person instead", async () => {
  for (const tone of ["neutral", "formal"] as const) {
    const { clock, store, mail, sending } = world(messageOf({ tone }));
    await expect(sendMessage("msg_1", sending((moment) => { if (moment === "before email") throw new Killed(); }))).rejects.toThrow(Killed);
    clock.at += LEASE_MS + 1;
    await expect(sendMessage("msg_1", sending(lives))).rejects.toThrow(NotYet);
    clock.at += QUARTER;
    expect(await sendMessage("msg_1", sending(lives))).toBe(tone === "formal" ? "failed" : "sent");
    expect(mail.bodies).toHaveLength(tone === "formal" ? 0 : 1);
    if (tone === "formal") expect(store.now().state).toMatchObject({ status: "failed", detail: expect.stringContaining("in-doubt") });
  }
});

test("an address that the provider refuses is a bounce, not a delivery: the ladder waits", async () => {
  const refusing: Post = { name: "email", send: async () => Promise.reject(new Undeliverable("550 no such user")), find: async () => ({ status: "unknown" }) };
  const { store, sending } = world(messageOf(), { posts: () => ({ email: refusing }) });
  expect(await sendMessage("msg_1", sending(lives))).toBe("bounced");
  expect(store.now().state).toMatchObject({ status: "bounced", detail: "email: 550 no such user" });
});

test("two hundred random deaths, replays and parallel workers: every channel gets the message once, and none loses it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ dies: fc.nat({ max: 24 }), parallel: fc.boolean(), wait: fc.constantFrom(1_000, LEASE_MS + 1, QUARTER + LEASE_MS) }), { maxLength: 8 }), fc.constantFrom<Message["channels"]>(["email"], ["letter"], ["email", "letter"]), async (attempts, channels) => {
      const { clock, store, mail, letters, sending } = world(messageOf({ channels }));
      const dyingAt = (moment: number): Fate => {
        let count = 0;
        return () => {
          if (count++ === moment) throw new Killed();
        };
      };
      for (const { dies, parallel, wait } of attempts) {
        await Promise.allSettled([sendMessage("msg_1", sending(dyingAt(dies))), ...(parallel ? [sendMessage("msg_1", sending(dyingAt(dies + 1)))] : [])]);
        clock.at += wait;
      }
      for (let n = 0; n < 4; n++) {
        clock.at += QUARTER + LEASE_MS;
        await sendMessage("msg_1", sending(lives)).catch(() => undefined);
      }
      expect(mail.bodies).toHaveLength(channels.includes("email") ? 1 : 0);
      expect(letters.bodies).toHaveLength(channels.includes("letter") ? 1 : 0);
      expect(store.now().state.status).toBe("sent");
    }),
    { numRuns: 200 },
  );
});

const receiving = (message = messageOf({ state: { status: "sent", at: "2026-11-24T08:00:00.000Z", reference: "email:ses-1" } })) => {
  const store = memoryDesk(message);
  const evidence = memoryEvidence();
  const note = (...given: Parameters<typeof receiptOf>) => noteReceipt(receiptOf(...given), store.desk(lives), evidenceOf(evidence.of(lives), "acme", "msg_1"));
  return { store, evidence, note };
};

test("a delivery told twice is one delivery, and stays in the evidence", async () => {
  const { store, evidence, note } = receiving();
  await note("delivered");
  await note("delivered");
  expect(store.now()).toMatchObject({ state: { status: "delivered" } });
  expect([...evidence.objects.keys()]).toEqual(["acme/dunning/msg_1/receipts/delivered-1.json"]);
});

test("a bounce flags the address and takes the step back; a bounced copy does neither to the step", async () => {
  const bounced = receiving();
  await bounced.note("bounced", { detail: "Permanent General: 550" });
  expect(bounced.store.now().state).toMatchObject({ status: "bounced", permanent: true });
  expect(bounced.store.flagged).toEqual(["anne@ocelia.example bounced"]);
  const copy = receiving();
  await copy.note("bounced", { recipients: ["paul@valdre.example"] });
  expect(copy.store.now().state.status).toBe("sent");
});

test("a letter that comes back takes the step back, and flags the address that it was sent to", async () => {
  const { store, note } = receiving();
  await note("bounced", { provider: "print-mail", recipients: [], permanent: true });
  expect([store.now().state.status, store.flagged]).toEqual(["bounced", ["by post bounced"]]);
});

test("of two people addressed, one who has it is enough", async () => {
  const { store, note } = receiving(messageOf({ to: [{ name: "Anne", role: "accounts-payable", email: "anne@ocelia.example" }, { name: "Luc", role: "management", email: "Luc@ocelia.example" }], state: { status: "sent", at: "2026-11-24T08:00:00.000Z", reference: "x" } }));
  await note("delivered", { recipients: ["luc@ocelia.example"] });
  await note("bounced");
  expect(store.now().state.status).toBe("delivered");
  expect(store.flagged).toEqual(["anne@ocelia.example bounced"]);
});

test("a delayed mail changes nothing; a complaint arrived, and its address is not written to again", async () => {
  const { store, note } = receiving();
  await note("delayed", { permanent: false });
  expect(store.now().state.status).toBe("sent");
  await note("complained");
  expect(store.now().state.status).toBe("sent");
  expect(store.flagged).toEqual(["anne@ocelia.example complained"]);
});

test("what SES told of a mail whose worker died completes it, before anybody looks", async () => {
  const { store, note } = receiving(messageOf({ state: { status: "sending", attempt: 1, claimedAt: "2026-11-24T08:00:00.000Z", leaseUntil: "2026-11-24T08:03:00.000Z" } }));
  await note("handed-over", { permanent: false });
  expect(store.now().state).toMatchObject({ status: "sent", reference: "email:ses-1" });
});

test("a mail that went does not make a message sent whose letter is still to go", async () => {
  const { store, note } = receiving(messageOf({ channels: ["email", "letter"], state: { status: "sending", attempt: 1, claimedAt: "2026-11-24T08:00:00.000Z", leaseUntil: "2026-11-24T08:03:00.000Z" } }));
  await note("handed-over", { permanent: false });
  expect(store.now().state.status).toBe("sending");
  await note("handed-over", { permanent: false, provider: "print-mail", reference: "letter-1", id: "p1" });
  expect(store.now().state).toMatchObject({ status: "sent", reference: "email:ses-1 letter:letter-1" });
});
