// A payment that is announced is believed by both desks: reminders are held, and the word waits for its money.
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepAnnouncement } from "#functions/cash-application/keep-announcement.ts";
import { handler as takeAnnouncement } from "#functions/dunning/take-announcement.ts";
import { adviceStore } from "#functions/store/advice.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { openDunningDesk, TENANT } from "#test/world/dunning-desk.ts";

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
beforeAll(async () => {
  desk = await openDunningDesk(async () => (await import("#functions/dunning/api.ts")).handler);
  desk.at("2026-03-09T08:00:00.000Z");
  for (const name of ["arnaud", "besse"]) await desk.debtor({ id: `cus_${name}`, name, owes: [{ number: `F-${name}`, minor: 120_000n, dueOn: "2026-02-10" }] });
}, 60_000);
afterAll(() => desk?.close());

const julien = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const envelope = { id: "evt_1", tenant: TENANT, occurredAt: "2026-03-09T08:00:00.000Z", actor: julien, version: 1 };
const delivered = (name: string, data: object) => ({ Records: [{ messageId: "m1", body: JSON.stringify({ "detail-type": name, detail: { ...envelope, data } }) }] });
const holdsOf = async (customer: `cus_${string}`) => (await dunningStore(TENANT).customer(customer)).holds;

test("who tells the payments desk that he has paid is not reminded for five working days, however often that is delivered", async () => {
  const announced = delivered("PaymentAnnounced", { adviceId: "adv_1", customerId: "cus_arnaud", paidOn: "2026-03-09", note: "by telephone" });
  for (const _time of [1, 2]) expect(await takeAnnouncement(announced as never, {} as never)).toEqual({ batchItemFailures: [] });
  expect(await holdsOf("cus_arnaud")).toMatchObject([{ reason: "announced-payment", scope: { of: "debtor", customerId: "cus_arnaud" }, from: "2026-03-09", until: "2026-03-16", note: "by telephone" }]);
});

test("who tells a collector that he has paid is known to the payments desk; what came from there does not come back", async () => {
  const told = { ...envelope, name: "HoldPlaced", data: { holdId: "hld_1", reason: "announced-payment", of: "debtor", customerId: "cus_besse" } } as const;
  await keepAnnouncement(told);
  await keepAnnouncement(told);
  await keepAnnouncement({ ...told, data: { ...told.data, holdId: "hld_2" }, causedBy: "adv_1" });
  await keepAnnouncement({ ...told, data: { ...told.data, holdId: "hld_3", reason: "manual" } });
  const { items } = await adviceStore(TENANT).withState("waiting");
  expect(items.map(({ customerId, payer, paidOn, from, lines }) => [customerId, payer, paidOn, from.kind, lines.length])).toEqual([["cus_besse", "besse", "2026-03-09", "announced", 0]]);
});
