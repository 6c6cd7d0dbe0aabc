// Money and state, whatever a source sends: random invoices in two currencies, told in any order and as often as one likes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#domain/date.ts";
import type { GoneRecord, ItemRecord } from "#domain/ingestion/schema.ts";
import { cellsAt, openAt } from "#domain/ledger/balance.ts";
import { fold } from "#domain/ledger/fold.ts";
import { addedPostings } from "#domain/ledger/journal.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";
import { digest } from "#functions/runtime/digest.ts";
import { invoiceRecord } from "#test/world/ledger.ts";

type State = ItemRecord | GoneRecord;
const amount = fc.bigInt({ min: 1n, max: 10n ** 13n });
const day = (from: string) => fc.integer({ min: 0, max: 120 }).map((days) => addDays(from, days));
const part = fc.record({
  share: fc.bigInt({ min: 1n, max: 40n }),
  on: day("2026-01-15"),
  kind: fc.constantFrom("allocation" as const, "write-off" as const),
  lettering: fc.constantFrom(undefined, "AAA", "AAB"),
});

const itemState = fc
  .record({
    sign: fc.constantFrom(1n, -1n),
    minors: fc.array(amount, { minLength: 1, maxLength: 3 }),
    dues: fc.array(day("2026-02-01"), { minLength: 3, maxLength: 3 }),
    rate: fc.bigInt({ min: 50n, max: 150n }),
    settledAt: fc.bigInt({ min: 50n, max: 150n }),
    parts: fc.array(part, { maxLength: 4 }),
    disputed: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    issuedOn: day("2026-01-01"),
  })
  .map(({ sign, minors, dues, rate, settledAt, parts, disputed, issuedOn }): ItemRecord => {
    const instalments = minors.map((minor, at) => ({ n: at + 1, dueOn: dues[at]!, minor: sign * minor }));
    const minor = instalments.reduce((sum, i) => sum + i.minor, 0n);
    const settlements = parts.map(({ share, on, kind, lettering }) => ({
      on,
      kind,
      minor: (minor * share) / 100n,
      entityMinor: (minor * share * settledAt) / 10000n,
      ...(lettering ? { lettering } : {}),
    }));
    return { ...invoiceRecord(), currency: "USD", instalments, minor, entityMinor: (minor * rate) / 100n, settlements, disputedMinor: sign * disputed, issuedOn };
  });
const goneState = day("2026-03-01").map((on): GoneRecord => ({ type: "gone", of: "item", id: "itm_fa42", customerId: "cus_arnaud", on, source: "src_sage", sequence: "" }));
const history = fc
  .array(fc.oneof({ weight: 5, arbitrary: itemState }, { weight: 1, arbitrary: goneState }), { minLength: 1, maxLength: 6 })
  .chain((later) => itemState.map((first): State[] => [first, ...later].map((state, at) => ({ ...state, sequence: `s${at}` }))));

function tell(item: Item | undefined, state: State): Item | undefined {
  const answer = reconcile(item, state, {
    runId: `run_${state.sequence}`,
    asOf: addDays("2026-02-01", 20 * Number(state.sequence.slice(1))),
    now: "2026-06-01T00:00:00.000Z",
    digest,
  });
  if ("type" in answer) throw new Error(answer.code);
  return answer.outcome === "changed" ? answer.item : item;
}
const toldAll = (states: readonly State[]): Item => states.reduce<Item | undefined>(tell, undefined)!;

/** What the newest state says is open, computed without any posting. */
function openBy(state: State): { minor: bigint; entityMinor?: bigint } {
  if (state.type === "gone") return { minor: 0n, entityMinor: 0n };
  const minor = state.minor - state.settlements.reduce((sum, s) => sum + s.minor, 0n);
  return { minor, entityMinor: minor === 0n ? 0n : state.entityMinor - state.settlements.reduce((sum, s) => sum + s.entityMinor, 0n) };
}

test("open is what the newest state says and the sum of the postings, in both currencies, on the item and on each of its instalments", () => {
  fc.assert(
    fc.property(history, (states) => {
      const item = toldAll(states);
      const newest = states.at(-1)!;
      const open = openAt(item.postings);
      expect({ minor: item.openMinor, entityMinor: item.openEntityMinor }).toEqual(openBy(newest));
      expect(open).toEqual({ minor: item.openMinor, entityMinor: item.openEntityMinor, disputedMinor: item.disputedMinor });
      if (newest.type === "gone") return;
      const due = new Map(newest.instalments.map(({ n, dueOn }) => [n, dueOn]));
      for (const cell of cellsAt(item.postings)) if (due.get(cell.instalment) !== cell.dueOn) expect(cell).toMatchObject({ minor: 0n, entityMinor: 0n, disputedMinor: 0n });
    }),
  );
});

test("files may come in any order and as often as they like: the newest state stands", () => {
  const deliveries = history.chain((states) => fc.array(fc.integer({ min: 0, max: states.length - 1 }), { maxLength: 12 }).map((order) => ({ states, order })));
  fc.assert(
    fc.property(deliveries, ({ states, order }) => {
      const arrived = [states[0]!, ...order.map((at) => states[at]!)];
      const newest = arrived.reduce((a, b) => (a.sequence > b.sequence ? a : b));
      const item = toldAll(arrived);
      expect(item.sequence).toBe(newest.sequence);
      expect({ minor: item.openMinor, entityMinor: item.openEntityMinor }).toEqual(openBy(newest));
    }),
  );
});

test("postings are only ever added, each with an id of its own, and telling a state again adds none", () => {
  fc.assert(
    fc.property(history, (states) => {
      let item: Item | undefined;
      for (const state of states) {
        const next = tell(item, state)!;
        expect(next.postings.slice(0, item?.postings.length ?? 0)).toEqual(item?.postings ?? []);
        expect(new Set(next.postings.map(({ id }) => id)).size).toBe(next.postings.length);
        expect(tell(next, state)).toBe(next);
        expect(tell(item, state)).toEqual(next);
        item = next;
      }
    }),
  );
});

test("a settlement that the file still tells counts from its own date, and only once, on every day", () => {
  fc.assert(
    fc.property(itemState, itemState, (before, after) => {
      const same: ItemRecord = { ...before, settlements: before.settlements.map((s) => ({ ...s, lettering: "ZZZ" })), label: after.number, sequence: "s1" };
      const item = toldAll([{ ...before, sequence: "s0" }, same]);
      for (let n = 0; n < 150; n += 7) {
        const asOf = addDays("2026-01-01", n);
        const issued = asOf >= before.issuedOn ? before.minor : 0n;
        expect(openAt(item.postings, asOf).minor).toBe(issued - before.settlements.filter(({ on }) => on <= asOf).reduce((sum, s) => sum + s.minor, 0n));
      }
    }),
  );
});

test("a customer, an entity and a currency owe the sum of their items at every date, whichever way it is added up", () => {
  fc.assert(
    fc.property(fc.array(history, { minLength: 1, maxLength: 4 }), day("2026-01-01"), (histories, asOf) => {
      const items = histories.map(toldAll);
      const everything = items.flatMap(({ postings }) => postings);
      const byItem = items.map(({ postings }) => openAt(postings, asOf));
      expect(openAt(everything, asOf).minor).toBe(byItem.reduce((sum, { minor }) => sum + minor, 0n));
      expect(cellsAt(everything, asOf).reduce((sum, { entityMinor }) => sum + entityMinor, 0n)).toBe(byItem.reduce((sum, o) => sum + o.entityMinor, 0n));
    }),
  );
});

test("folding keeps every balance from its day on, and later states reconcile as if nothing had been folded", () => {
  fc.assert(
    fc.property(history, itemState, fc.integer({ min: 1, max: 8 }), (states, next, kept) => {
      const item = toldAll(states);
      const folded = foldedTwice(item.postings, kept);
      const foldedOn = item.postings.filter((p) => !folded.includes(p)).reduce((at, { on }) => (on > at ? on : at), "2026-01-01");
      for (const days of [0, 1, 30, 400]) {
        const asOf = addDays(foldedOn, days);
        const open = (postings: readonly Posting[]) => cellsAt(postings, asOf).filter(({ minor, entityMinor, disputedMinor }) => minor || entityMinor || disputedMinor);
        expect(open(folded)).toEqual(open(item.postings));
      }
      const newest = { ...next, sequence: "s9" };
      const [plain, carried] = [tell(item, newest)!, tell({ ...item, postings: folded }, newest)!];
      expect([carried.openMinor, carried.openEntityMinor, carried.disputedMinor]).toEqual([plain.openMinor, plain.openEntityMinor, plain.disputedMinor]);
      expect(settled(addedPostings(carried, { postings: folded }))).toEqual(settled(addedPostings(plain, item)));
    }),
    { numRuns: 300 },
  );
});

const foldedTwice = (postings: readonly Posting[], kept: number): Posting[] => fold(fold(postings.slice(0, -1), postings.slice(-1), digest, kept), [], digest, kept);
/** What was newly settled, and what was taken back; which instalment it stood on may differ. */
const settled = (postings: readonly Posting[]) => [["allocation", "write-off"], ["reversal"]].map((kinds) => openAt(postings.filter(({ kind }) => kinds.includes(kind))));
