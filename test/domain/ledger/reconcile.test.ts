import { expect, test } from "vitest";
import type { GoneRecord, ItemRecord } from "#domain/ingestion/schema.ts";
import { allocationIdOf } from "#domain/ingestion/identity.ts";
import { allocate } from "#domain/ledger/allocate.ts";
import { cellsAt, openAt } from "#domain/ledger/balance.ts";
import { reconcile, type Learning } from "#domain/ledger/reconcile.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { digest } from "#functions/runtime/digest.ts";
import { invoiceRecord } from "#test/world/ledger.ts";

const learning = (asOf: string, runId = `run_${asOf}`): Learning => ({ runId, asOf, now: `${asOf}T07:00:00.000Z`, digest });
const told = (current: Item | undefined, record: ItemRecord | GoneRecord, asOf = record.sequence) => {
  const answer = reconcile(current, record, learning(asOf));
  if (!("outcome" in answer) || answer.outcome !== "changed") throw new Error(JSON.stringify(answer));
  return answer;
};
const lines = (item: Item) => item.postings.map(({ kind, on, dueOn, minor, reason }) => [kind, on, dueOn, minor, ...(reason ? [reason] : [])]);
const paid = (minor: bigint, on = "2026-02-03", lettering = "AAAT") => ({ on, minor, entityMinor: minor, kind: "allocation" as const, lettering });
const gone: GoneRecord = { type: "gone", of: "item", id: "itm_fa42", customerId: "cus_arnaud", on: "2026-02-28", source: "src_sage", sequence: "2026-02-28" };
const due10February = [{ n: 1, dueOn: "2026-02-10", minor: 1200_00n }];

test("a new invoice is issued on its own date, instalment by instalment", () => {
  const { item, facts } = told(
    undefined,
    invoiceRecord({
      instalments: [
        { n: 1, dueOn: "2026-02-10", minor: 400_00n },
        { n: 2, dueOn: "2026-03-10", minor: 800_00n },
      ],
    }),
  );
  expect(lines(item)).toEqual([
    ["issue", "2026-01-10", "2026-02-10", 400_00n],
    ["issue", "2026-01-10", "2026-03-10", 800_00n],
  ]);
  expect(item).toMatchObject({ openMinor: 1200_00n, openEntityMinor: 1200_00n, disputedMinor: 0n, version: 1 });
  expect(facts).toMatchObject([
    { name: "ItemIssued", causedBy: "run_2026-01-31", data: { open: { amount: "1200.00", currency: "EUR" }, postings: item.postings.map(({ id }) => id) } },
  ]);
});

test("a settlement keeps its own date, however late the file tells it, and pays the oldest due first", () => {
  const instalments = [
    { n: 1, dueOn: "2026-03-10", minor: 800_00n },
    { n: 2, dueOn: "2026-02-10", minor: 400_00n },
  ];
  const { item } = told(told(undefined, invoiceRecord({ instalments })).item, invoiceRecord({ instalments, settlements: [paid(500_00n)], sequence: "2026-02-28" }));
  expect(lines(item).slice(2)).toEqual([
    ["allocation", "2026-02-03", "2026-02-10", -400_00n],
    ["allocation", "2026-02-03", "2026-03-10", -100_00n],
  ]);
  expect(openAt(item.postings, "2026-02-02").minor).toBe(1200_00n);
  expect(openAt(item.postings, "2026-02-03").minor).toBe(700_00n);
});

test("the last settlement settles the item, and says so", () => {
  const { facts, item } = told(told(undefined, invoiceRecord()).item, invoiceRecord({ settlements: [paid(1200_00n)], sequence: "2026-02-28" }));
  expect([facts.map(({ name }) => name), item.openMinor]).toEqual([["ItemSettled"], 0n]);
});

test("another amount is an adjustment on the day of the file", () => {
  const { item } = told(told(undefined, invoiceRecord()).item, invoiceRecord({ minor: 1000_00n, sequence: "2026-02-28" }));
  expect(lines(item)).toEqual([
    ["issue", "2026-01-10", "2026-02-10", 1200_00n],
    ["adjustment", "2026-02-28", "2026-02-10", -200_00n, "amount-changed"],
  ]);
});

test("another due date moves what is open on the day of the file; before it, the old due date still stands", () => {
  const first = told(undefined, invoiceRecord({ settlements: [paid(200_00n)] })).item;
  const { item } = told(first, invoiceRecord({ settlements: [paid(200_00n)], instalments: [{ n: 1, dueOn: "2026-04-30", minor: 1200_00n }], sequence: "2026-02-28" }));
  expect(lines(item).slice(2)).toEqual([
    ["adjustment", "2026-02-28", "2026-02-10", -1000_00n, "due-date-changed"],
    ["adjustment", "2026-02-28", "2026-04-30", 1000_00n, "due-date-changed"],
  ]);
  const openOn = (asOf: string) =>
    cellsAt(item.postings, asOf)
      .filter(({ minor }) => minor !== 0n)
      .map(({ dueOn, minor }) => [dueOn, minor]);
  expect(openOn("2026-02-27")).toEqual([["2026-02-10", 1000_00n]]);
  expect(openOn("2026-02-28")).toEqual([["2026-04-30", 1000_00n]]);
});

test("a lettering that was undone is reversed on the day we learn it, by a posting that names what it reverses", () => {
  const settled = told(undefined, invoiceRecord({ settlements: [paid(500_00n), paid(700_00n, "2026-02-05", "AAAU")] })).item;
  const { item, postings, facts } = told(settled, invoiceRecord({ settlements: [paid(500_00n)], sequence: "2026-03-31" }));
  expect(postings).toMatchObject([{ kind: "reversal", on: "2026-03-31", minor: 700_00n, lettering: "AAAU", reverses: settled.postings[2]!.id, reason: "settlement-withdrawn" }]);
  expect([item.openMinor, facts[0]!.name]).toEqual([700_00n, "ItemChanged"]);
  expect(openAt(item.postings, "2026-03-30").minor).toBe(0n);
});

test("the same money under another lettering never counts twice, on no day", () => {
  const settled = told(undefined, invoiceRecord({ settlements: [paid(500_00n)] })).item;
  const { item, postings } = told(settled, invoiceRecord({ settlements: [paid(500_00n, "2026-02-03", "BBBA")], sequence: "2026-03-31" }));
  expect(postings.map(({ kind, on }) => [kind, on])).toEqual([
    ["reversal", "2026-02-03"],
    ["allocation", "2026-02-03"],
  ]);
  expect(["2026-02-03", "2026-03-01", "2026-04-01"].map((asOf) => openAt(item.postings, asOf).minor)).toEqual([700_00n, 700_00n, 700_00n]);
});

test("a settlement that grew is posted further, one that shrank is reversed in part", () => {
  const settled = told(undefined, invoiceRecord({ settlements: [paid(500_00n)] })).item;
  const more = told(settled, invoiceRecord({ settlements: [paid(600_00n)], sequence: "2026-03-31" }));
  expect(more.postings).toMatchObject([{ kind: "allocation", on: "2026-02-03", minor: -100_00n }]);
  const less = told(more.item, invoiceRecord({ settlements: [paid(550_00n)], sequence: "2026-04-30" }));
  expect(less.postings).toMatchObject([{ kind: "reversal", on: "2026-04-30", minor: 50_00n, reverses: more.postings[0]!.id }]);
  expect(less.item.openMinor).toBe(650_00n);
});

test("what the ERP lettered and no longer letters is withdrawn; what our own people allocated is not the file's to withdraw", () => {
  const lettered = { ...paid(500_00n), allocation: allocationIdOf(digest, "src_sage", "ent_fr", "cus_arnaud", "AAA"), lettering: "AAA" };
  const settled = told(undefined, invoiceRecord({ settlements: [lettered] })).item;
  expect(told(settled, invoiceRecord({ sequence: "2026-03-31" })).item.openMinor).toBe(1200_00n);
  const ours = allocate(told(undefined, invoiceRecord()).item, [{ kind: "allocation", minor: -500_00n }], { allocation: "alc_1", on: "2026-02-13", now: "2026-02-13T09:00:00.000Z", actor: { type: "rule", id: "r", version: 1 }, causedBy: "a", digest });
  if (isRefused(ours)) throw new Error(ours.code);
  expect(told(ours.next, invoiceRecord({ label: "told again", sequence: "2026-03-31" })).item.openMinor).toBe(700_00n);
});

test("an invoice that a complete snapshot no longer names is settled on the day of the snapshot; should it come back, that is reversed", () => {
  const away = told(told(undefined, invoiceRecord({ disputedMinor: 100_00n })).item, gone);
  expect(lines(away.item).slice(-2)).toEqual([
    ["allocation", "2026-02-28", "2026-02-10", -1200_00n, "gone-from-snapshot"],
    ["dispute", "2026-02-28", "2026-02-10", 0n],
  ]);
  expect([away.item.openMinor, away.item.disputedMinor, away.facts[0]!.name]).toEqual([0n, 0n, "ItemSettled"]);
  expect(reconcile(away.item, gone, learning("2026-02-28"))).toMatchObject({ outcome: "unchanged" });
  const back = told(away.item, invoiceRecord({ sequence: "2026-03-31" }));
  expect([back.item.openMinor, back.postings[0]!.kind, back.postings[0]!.on]).toEqual([1200_00n, "reversal", "2026-03-31"]);
});

test("an older file never overwrites a newer one, and the same file again changes nothing", () => {
  const { item } = told(undefined, invoiceRecord({ sequence: "2026-02-28" }));
  expect(reconcile(item, invoiceRecord({ minor: 1n, sequence: "2026-01-31" }), learning("2026-01-31"))).toEqual({
    outcome: "unchanged",
    reasons: [{ code: "item.older-state", has: "2026-02-28", told: "2026-01-31" }],
  });
  expect(reconcile(item, { ...invoiceRecord(), sequence: "2026-02-28" }, learning("2026-02-28"))).toMatchObject({ outcome: "unchanged" });
  expect(reconcile(undefined, gone, learning("2026-02-28"))).toMatchObject({ outcome: "unchanged", reasons: [{ code: "item.unknown" }] });
});

test("the disputed share is a posting of its own and never more than what is open", () => {
  const disputed = told(undefined, invoiceRecord({ disputedMinor: 1500_00n, disputeReason: "price" }));
  expect([disputed.item.disputedMinor, disputed.item.openMinor]).toEqual([1200_00n, 1200_00n]);
  const less = told(disputed.item, invoiceRecord({ disputedMinor: 300_00n, sequence: "2026-02-28" }));
  expect(less.postings).toMatchObject([{ kind: "dispute", on: "2026-02-28", minor: 0n, disputedMinor: -900_00n }]);
});

test("a dollar invoice settled at another rate leaves nothing open in euros: the rest is an exchange difference, taken back with the settlement", () => {
  const dollars = { currency: "USD", entityMinor: 1100_00n };
  const settlement = { ...paid(1200_00n), entityMinor: 1080_00n };
  const settled = told(undefined, invoiceRecord({ ...dollars, settlements: [settlement] })).item;
  expect(settled.postings.at(-1)).toMatchObject({ kind: "adjustment", on: "2026-02-03", minor: 0n, entityMinor: -20_00n, reason: "exchange-difference" });
  expect([settled.openMinor, settled.openEntityMinor]).toEqual([0n, 0n]);
  const open = told(settled, invoiceRecord({ ...dollars, sequence: "2026-03-31" })).item;
  expect([open.openMinor, open.openEntityMinor]).toEqual([1200_00n, 1100_00n]);
});

test("a wrong date of issue is corrected on both dates", () => {
  const { item } = told(told(undefined, invoiceRecord()).item, invoiceRecord({ issuedOn: "2026-01-20", sequence: "2026-02-28" }));
  expect(["2026-01-09", "2026-01-10", "2026-01-19", "2026-01-20"].map((asOf) => openAt(item.postings, asOf).minor)).toEqual([0n, 0n, 0n, 1200_00n]);
});

test("an instalment that is no more hands what was paid on it to the last one", () => {
  const two = invoiceRecord({
    instalments: [
      { n: 1, dueOn: "2026-02-10", minor: 600_00n },
      { n: 2, dueOn: "2026-03-10", minor: 600_00n },
    ],
    settlements: [paid(700_00n)],
  });
  const one = told(told(undefined, two).item, invoiceRecord({ settlements: [paid(700_00n)], instalments: due10February, sequence: "2026-02-28" })).item;
  expect(cellsAt(one.postings).filter(({ minor }) => minor !== 0n)).toMatchObject([{ instalment: 1, dueOn: "2026-02-10", minor: 500_00n }]);
});

test("what cannot be compared is refused, with a reason", () => {
  const { item } = told(undefined, invoiceRecord());
  expect(reconcile(item, invoiceRecord({ currency: "USD", sequence: "2026-02-28" }), learning("2026-02-28"))).toMatchObject({ type: "Refused", code: "item.currency-changed" });
  expect(reconcile(undefined, invoiceRecord({ minor: 1n, instalments: due10February }), learning("2026-02-28"))).toMatchObject({ code: "item.instalments-do-not-add-up" });
});
