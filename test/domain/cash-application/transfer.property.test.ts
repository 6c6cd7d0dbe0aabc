// One transfer that pays several companies of a group: whatever is handed over, applied, taken back and handed back, in whatever order, each company's books
// add up alone, in the payment's currency and in their own, and together they hold what the bank booked.
import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, type Setting } from "#domain/cash-application/apply.ts";
import { kept, received, unallocated, type Payment } from "#domain/cash-application/payment.ts";
import { takeBack, takeOffAccount } from "#domain/cash-application/take-back.ts";
import { returnTransfer, transfer } from "#domain/cash-application/transfer.ts";
import type { EntityId } from "#domain/id.ts";
import type { ItemChanged } from "#domain/ledger/allocate.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { digest } from "#functions/runtime/digest.ts";
import { invoice } from "#test/world/ledger.ts";

const currencies = { ent_fr: "EUR", ent_uk: "GBP" } as const;
const rate = { from: "EUR", to: "GBP", rate: "0.8371", on: "2026-02-12" } as const;
const clerk = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const RECEIVED = 1000_01n;

type World = { payments: Map<string, Payment>; items: Map<string, Item>; clock: number };
const opened = (): World => ({
  clock: 0,
  payments: new Map([["pay_1", received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: RECEIVED, bookedOn: "2026-02-12", text: "FR-1 UK-1", reference: "BNK1", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } })]]),
  items: new Map([invoice({ id: "itm_fr", number: "FR-1", minor: 700_00n }), invoice({ id: "itm_uk", number: "UK-1", minor: 555_55n, entityId: "ent_uk", entityCurrency: "GBP", entityMinor: 465_05n, openEntityMinor: 465_05n, postings: [{ ...invoice().postings[0]!, minor: 555_55n, entityMinor: 465_05n }] })].map((item) => [item.id, item])),
});
const setting = (world: World, entityId: EntityId): Setting => {
  const now = `2026-02-13T09:00:${String(world.clock++ % 60).padStart(2, "0")}.000Z`;
  return { entity: { id: entityId, currency: currencies[entityId as "ent_fr"] }, ...(entityId === "ent_uk" ? { rate } : {}), items: [...world.items.values()], on: "2026-02-13", now, by: clerk, causedBy: `act_${world.clock}`, digest };
};

type Act = { readonly kind: "apply" | "take back" | "off account" | "transfer" | "return"; readonly which: number; readonly percent: number };
const act: fc.Arbitrary<Act> = fc.record({ kind: fc.constantFrom("apply", "take back", "off account", "transfer", "transfer", "return"), which: fc.nat(3), percent: fc.constantFrom(100, 100, 50, 33, 1) });

/** What was done; undefined where it was refused. */
function play(world: World, { kind, which, percent }: Act): string | undefined {
  const all = [...world.payments.values()];
  const payment = all[which % all.length]!;
  const at = setting(world, payment.entityId);
  const share = (unallocated(payment) * BigInt(percent)) / 100n;
  const keep = ({ payments = [], changes }: { payments?: readonly Payment[]; changes: readonly ItemChanged[] }): string => {
    for (const one of payments) world.payments.set(one.id, one);
    for (const { next } of changes) world.items.set(next.id, next);
    return kind;
  };
  if (kind === "apply") {
    const item = world.items.get(payment.entityId === "ent_fr" ? "itm_fr" : "itm_uk")!;
    const cleared = share < item.openMinor ? share : item.openMinor;
    const answer = apply(payment, { customerId: "cus_arnaud", lines: cleared > 0n ? [{ itemId: item.id, customerId: "cus_arnaud", number: item.number, cleared }] : [], adjustments: [] }, at);
    return isRefused(answer) ? undefined : keep({ payments: [answer.payment], changes: answer.changes });
  }
  if (kind === "take back") {
    const standing = payment.allocations.find(({ takenBack }) => !takenBack);
    const answer = standing && takeBack(payment, standing.id, { ...at, reason: "wrong" });
    return !answer || isRefused(answer) ? undefined : keep({ payments: [answer.payment], changes: answer.changes });
  }
  if (kind === "off account") {
    const answer = takeOffAccount(payment, at);
    return isRefused(answer) ? undefined : keep({ payments: [answer.payment], changes: answer.changes });
  }
  if (kind === "transfer") {
    const answer = transfer(payment, { entityId: payment.entityId === "ent_fr" ? "ent_uk" : "ent_fr", customerId: "cus_arnaud", minor: share }, at);
    return isRefused(answer) ? undefined : keep({ payments: [answer.payment, answer.part], changes: answer.changes });
  }
  const part = all.find((one) => one.transferredFrom?.id === payment.id && !one.transferredFrom.returned);
  const answer = part && returnTransfer(payment, part, at);
  return !answer || isRefused(answer) ? undefined : keep({ payments: [answer.payment, answer.part], changes: answer.changes });
}

function judge({ payments, items }: World): void {
  const all = [...payments.values()];
  expect(all.filter(({ transferredFrom }) => !transferredFrom?.returned).reduce((sum, one) => sum + kept(one), 0n)).toBe(RECEIVED);
  for (const { postings, openMinor, openEntityMinor, number } of items.values()) {
    expect([number, postings.reduce((sum, { minor }) => sum + minor, 0n), postings.reduce((sum, { entityMinor }) => sum + entityMinor, 0n)]).toEqual([number, openMinor, openEntityMinor]);
    if (openMinor === 0n) expect([number, openEntityMinor]).toEqual([number, 0n]);
  }
  for (const entityId of ["ent_fr", "ent_uk"] as const) {
    const own = all.filter((one) => one.entityId === entityId);
    const onAccount = own.filter(({ customerId }) => customerId !== undefined).reduce((sum, one) => sum + kept(one), 0n);
    const invoiced = entityId === "ent_fr" ? 700_00n : 555_55n;
    const balance = [...items.values()].filter((item) => item.entityId === entityId).reduce((sum, { openMinor }) => sum + openMinor, 0n);
    expect([entityId, balance]).toEqual([entityId, invoiced - onAccount]);
    for (const one of own) expect([one.id, unallocated(one) >= 0n, one.allocated >= 0n, one.status === "set-aside" ? one.customerId : undefined]).toEqual([one.id, true, true, undefined]);
  }
}

test("handed over and back, applied and taken back in any order: no cent is lost between two companies, nor made", () => {
  const done = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(act, { minLength: 3, maxLength: 25 }), (acts) => {
      const world = opened();
      for (const one of acts) {
        const what = play(world, one);
        if (what) done.set(what, (done.get(what) ?? 0) + 1);
        judge(world);
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
  // Refusing everything would add up too.
  for (const kind of ["apply", "take back", "off account", "transfer", "return"]) expect([kind, (done.get(kind) ?? 0) > 20]).toEqual([kind, true]);
});
