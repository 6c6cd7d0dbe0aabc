// Clerks and machines at once, on the real store: whatever is posted, taken back, taken off an account, sent again with an old version or decided by two workers
// at the same moment, no cent is lost or made. Who comes second is refused; what is in the table adds up after every round. RUNS says how many worlds.
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { received, type Payment } from "#domain/cash-application/payment.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { matchEntity } from "#functions/cash-application/match-payments.ts";
import { postingStores, type Stores } from "#functions/cash-application/order.ts";
import { applyPayment, reopenPayment, takeBackAllocation } from "#functions/cash-application/post.ts";
import { digest } from "#functions/runtime/digest.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());

type Share = readonly [invoice: number, percent: number];
type Posting = { readonly kind: "post"; readonly payment: number; readonly shares: readonly Share[]; readonly stale: boolean };
type Act = Posting | { readonly kind: "take back"; readonly payment: number } | { readonly kind: "reopen"; readonly payment: number } | { readonly kind: "match" };
const payment = fc.nat(2);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("post" as const), payment, shares: fc.array(fc.tuple(fc.nat(2), fc.constantFrom(100, 100, 50, 33)), { maxLength: 3 }), stale: fc.boolean() }) },
  { weight: 3, arbitrary: fc.oneof(fc.record({ kind: fc.constant("take back" as const), payment }), fc.record({ kind: fc.constant("reopen" as const), payment })) },
  { weight: 2, arbitrary: fc.constant({ kind: "match" as const }) },
);
const amounts = fc.tuple(fc.constantFrom(1200_00n, 999_99n), fc.constantFrom(1200_00n, 433_33n), fc.integer({ min: 1, max: 300_000 }).map(BigInt));
const rounds = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 });

/** Each kind of act succeeds at least here, two hands on one payment and two payments on one invoice among them. */
const ordinary: Act[][] = [
  [{ kind: "post", payment: 0, shares: [[0, 100]], stale: false }, { kind: "post", payment: 1, shares: [[0, 100]], stale: false }],
  [{ kind: "take back", payment: 0 }, { kind: "take back", payment: 1 }],
  [{ kind: "post", payment: 0, shares: [[0, 100]], stale: false }, { kind: "post", payment: 0, shares: [[1, 50]], stale: false }, { kind: "post", payment: 1, shares: [[0, 100]], stale: false }, { kind: "post", payment: 2, shares: [], stale: false }],
  [{ kind: "take back", payment: 0 }, { kind: "take back", payment: 0 }, { kind: "take back", payment: 1 }, { kind: "reopen", payment: 2 }, { kind: "match" }],
  [{ kind: "match" }, { kind: "match" }, { kind: "post", payment: 1, shares: [[1, 33]], stale: true }],
];

test("by however many hands, in whatever order, and however often: what was invoiced less what was paid is what is open, to the cent, after every round", async () => {
  let worlds = 0;
  const done = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(amounts, amounts, rounds, async (invoiced, paid, acts) => {
      const desk = await openDesk(`world${worlds++}`, invoiced, paid);
      for (const [n, together] of acts.entries()) {
        const before = await paymentsOf(desk.stores);
        for (const deed of await Promise.all(together.map((one) => doIt(desk, one, before, n)))) done.set(deed, (done.get(deed) ?? 0) + 1);
        await judge(desk);
      }
      // The same round once more, as a queue delivers it again: refused, or without effect on the sums.
      const last = await paymentsOf(desk.stores);
      await Promise.all(acts.at(-1)!.map((one) => doIt(desk, one, last.map((now) => ({ ...now, version: now.version - 1 })), 59)));
      await judge(desk);
    }),
    { numRuns: Number(process.env.RUNS ?? 3), endOnFailure: true, examples: [[[1200_00n, 433_33n, 77_00n], [1200_00n, 1200_00n, 500_00n], ordinary]] },
  );
  // Refusing everything would add up too.
  for (const deed of ["post", "take back", "reopen", "refused"]) expect({ deed, times: done.get(deed) ?? 0 }).toEqual({ deed, times: expect.toSatisfy((times: number) => times > 0) });
}, 600_000);

test("two workers that match at the same moment post each payment once, and one document to one of two that name it", async () => {
  const desk = await openDesk("race", [1200_00n, 433_33n, 77_00n], [1200_00n, 1200_00n, 433_33n], ["FA-26-0", "FA-26-0", "FA-26-1"]);
  await Promise.all(Array.from({ length: 4 }, () => matchEntity(desk.stores, "ent_fr", desk.list, when(1))));
  await judge(desk);
  const [first, second, third] = await paymentsOf(desk.stores);
  expect(third).toMatchObject({ status: "applied", allocated: 433_33n });
  expect(third!.allocations).toHaveLength(1);
  expect([first, second].filter((one) => one!.status === "applied").length).toBeLessThanOrEqual(1);
});

type Desk = { readonly stores: Stores; readonly list: OpenItemsList; readonly invoiced: readonly bigint[] };
const when = (n: number) => ({ now: `2026-02-13T07:${String(n).padStart(2, "0")}:00.000Z`, causedBy: `evt_${n}` });
const julien = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;

async function openDesk(tenant: string, invoiced: readonly bigint[], paid: readonly bigint[], texts: readonly string[] = ["FA-26-0", "FA-26-1", "VIREMENT"]): Promise<Desk> {
  const stores = postingStores(tenant);
  await stores.ledger.putEntity({ id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await stores.ledger.saveCustomer(arnaud, undefined);
  for (const [n, minor] of invoiced.entries()) {
    const told = reconcile(undefined, invoiceRecord({ id: `itm_${n}`, number: `FA-26-${n}`, minor }), { runId: "run_0", asOf: "2026-01-31", now: when(0).now, digest });
    if (!("item" in told)) throw new Error("an invoice was not told");
    await stores.ledger.saveItem(told.item, undefined, told.facts);
  }
  for (const [n, minor] of paid.entries()) {
    const told = { id: `pay_${n}` as const, entityId: "ent_fr" as const, account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", payerName: "MOULINS ARNAUD", text: texts[n]!, kind: "credit-transfer" as const, statement: { fileName: "f", format: "camt.053", runId: "run_1" as const, line: n } };
    await stores.payments.create(received(told), []);
  }
  const items = invoiced.map((minor, n) => ({ id: `itm_${n}` as const, customer: arnaud.id, entity: "ent_fr" as const, kind: "invoice" as const, number: `FA-26-${n}`, reference: "", issuedOn: "2026-01-10", dueOn: "2026-02-10", currency: "EUR", minor: Number(minor), open: Number(minor) }));
  return { stores, invoiced, list: { customers: [{ id: arnaud.id, code: arnaud.code, name: arnaud.name, country: "FR", parent: "" }], items } };
}

const paymentsOf = async ({ payments }: Stores): Promise<Payment[]> => Promise.all([0, 1, 2].map(async (n) => (await payments.payment(`pay_${n}`))!));

/** Each act is decided on what was seen before the round, as screens and queues do; an old version stands for a click that was sent twice. */
async function doIt({ stores, list, invoiced }: Desk, one: Act, seen: readonly Payment[], n: number): Promise<string> {
  if (one.kind === "match") {
    await matchEntity(stores, "ent_fr", list, when(n));
    return "match";
  }
  const outcome = (answer: object): string => (isRefused(answer) ? "refused" : one.kind);
  const { id, version, allocations, minor } = seen[one.payment]!;
  const deed = { by: julien, ...when(n) };
  if (one.kind === "reopen") return outcome(await reopenPayment(stores, id, version, deed));
  if (one.kind === "take back") {
    const standing = allocations.find(({ takenBack }) => !takenBack);
    return standing ? outcome(await takeBackAllocation(stores, id, version, standing.id, "wrong", deed)) : "nothing to take back";
  }
  let left = minor;
  const lines = [...new Map(one.shares)].flatMap(([invoice, percent]) => {
    const share = (invoiced[invoice]! * BigInt(percent)) / 100n;
    const cleared = share < left ? share : left;
    left -= cleared;
    return cleared > 0n ? [{ itemId: `itm_${invoice}` as const, customerId: arnaud.id, number: `FA-26-${invoice}`, cleared }] : [];
  });
  const order = { customerId: arnaud.id, lines, adjustments: [] };
  const done = await applyPayment(stores, id, one.stale ? version - 1 : version, order, deed);
  if (one.stale) expect(isRefused(done)).toBe(true);
  return outcome(done);
}

async function judge({ stores, invoiced }: Desk): Promise<void> {
  const payments = await paymentsOf(stores);
  const items = await stores.ledger.items(arnaud.id);
  const standing = payments.flatMap(({ allocations }) => allocations.filter(({ takenBack }) => !takenBack));
  expect(new Set(standing.map(({ id }) => id)).size).toBe(standing.length);
  for (const [n, minor] of invoiced.entries()) {
    const item = items.find(({ id }) => id === `itm_${n}`)!;
    const cleared = standing.flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.itemId === item.id ? line.cleared : 0n), 0n);
    expect({ item: item.id, open: item.openMinor }).toEqual({ item: item.id, open: minor - cleared });
    expect(item.openMinor >= 0n).toBe(true);
  }
  let onAccount = 0n;
  for (const { id, minor, allocated, allocations, status } of payments) {
    const used = allocations.filter(({ takenBack }) => !takenBack).flatMap(({ lines }) => lines).reduce((sum, { cleared }) => sum + cleared, 0n);
    expect({ id, allocated }).toEqual({ id, allocated: used });
    expect(used <= minor).toBe(true);
    if (status === "applied" || status === "on-account") onAccount += minor;
  }
  expect(sumOf(items)).toBe(invoiced.reduce((sum, minor) => sum + minor, 0n) - onAccount);
  for (const { postings, openMinor } of items) {
    expect(new Set(postings.map(({ id }) => id)).size).toBe(postings.length);
    expect(postings.reduce((sum, { minor }) => sum + minor, 0n)).toBe(openMinor);
  }
}

const sumOf = (items: readonly Item[]): bigint => items.reduce((sum, { openMinor }) => sum + openMinor, 0n);
