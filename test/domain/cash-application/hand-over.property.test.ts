// The same money in two books: the bank tells it to us, the ERP tells it to us again. Whatever comes first, is settled first or is taken back in between, it
// counts once: what is open is what was invoiced less what was paid, to the cent, after every single step.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, receiptId, type Setting } from "#domain/cash-application/apply.ts";
import { keepInStep } from "#domain/cash-application/hand-over.ts";
import { received, type Payment } from "#domain/cash-application/payment.ts";
import { takeBack, takeOffAccount } from "#domain/cash-application/take-back.ts";
import { transfer } from "#domain/cash-application/transfer.ts";
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { openAt } from "#domain/ledger/balance.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { digest } from "#functions/runtime/digest.ts";
import { invoiceRecord } from "#test/world/ledger.ts";

const engine = { type: "rule", id: "cash-application.in-step", version: 1 } as const;

/** A desk and an ERP that both know Moulins Arnaud's three invoices and hear of the same payments. */
class TwoBooks {
  readonly ledger = new Map<string, Item>();
  readonly payments: Payment[];
  readonly invoices: readonly bigint[];
  /** The ERP's truth: what it has booked, and what it has settled by what. */
  readonly theirs = new Map<string, { minor: bigint; issuedOn: string; label: string; settled: { on: string; minor: bigint; lettering: string }[] }>();
  #day = 0;
  #file = 0;
  #known = new Set<string>();

  constructor(invoices: readonly bigint[], paid: readonly { minor: bigint }[]) {
    this.invoices = invoices;
    this.payments = paid.map(({ minor }, n) => received({ id: `pay_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", text: "VIR", reference: `BNK26000${n}`, kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: n + 1 } }));
    invoices.forEach((minor, n) => this.theirs.set(`itm_fa${n}`, { minor, issuedOn: "2026-01-10", label: "", settled: [] }));
    this.imports();
  }
  get on(): string {
    return `2026-03-${String(1 + (this.#day % 28)).padStart(2, "0")}`;
  }
  setting(items = [...this.ledger.values()]): Setting {
    this.#day++;
    return { entity: { id: "ent_fr", currency: "EUR" }, items, on: this.on, now: `${this.on}T09:00:00.000Z`, by: engine, causedBy: `act_${this.#day}`, digest };
  }
  applies(n: number, picks: readonly (readonly [number, number])[]): void {
    const payment = this.payments[n]!;
    const lines = [...new Map(picks.map(([invoice, percent]) => [invoice % this.invoices.length, percent]))].flatMap(([invoice, percent]) => {
      const item = this.ledger.get(`itm_fa${invoice}`)!;
      const cleared = (item.openMinor * BigInt(percent)) / 100n;
      return cleared === 0n ? [] : [{ itemId: item.id, customerId: item.customerId, number: item.number, cleared }];
    });
    this.#keep(n, apply(payment, { customerId: "cus_arnaud", lines, adjustments: [] }, this.setting()));
    this.step();
  }
  hands(n: number, minor: bigint): void {
    this.#keep(n, transfer(this.payments[n]!, { entityId: "ent_sud", customerId: "cus_arnaud", minor }, this.setting()));
  }
  takesBack(n: number): void {
    const payment = this.payments[n]!;
    const standing = payment.allocations.find(({ takenBack }) => !takenBack);
    this.#keep(n, standing ? takeBack(payment, standing.id, { ...this.setting(), reason: "wrong" }) : takeOffAccount(payment, this.setting()));
    this.step();
  }
  erpBooks(n: number, named: boolean, issuedOn: string): void {
    this.theirs.set(`itm_rg${n}`, this.theirs.get(`itm_rg${n}`) ?? { minor: -this.payments[n]!.minor, issuedOn, label: named ? `VIREMENT ${this.payments[n]!.reference}` : "", settled: [] });
  }
  erpSettles(n: number, invoice: number): void {
    const [payment, document] = [this.theirs.get(`itm_rg${n}`), this.theirs.get(`itm_fa${invoice % this.invoices.length}`)!];
    if (!payment) return;
    const open = (of: typeof document) => of.minor - of.settled.reduce((sum, { minor }) => sum + minor, 0n);
    const minor = -open(payment) < open(document) ? -open(payment) : open(document);
    if (minor === 0n) return;
    const lettering = `L${n}${invoice}${document.settled.length}${payment.settled.length}`;
    document.settled.push({ on: this.on, minor, lettering });
    payment.settled.push({ on: this.on, minor: -minor, lettering });
  }
  imports(): void {
    this.#file++;
    for (const [id, { minor, issuedOn, label, settled }] of this.theirs) {
      const told: ItemRecord = invoiceRecord({ id: id as Item["id"], number: id.slice(4).toUpperCase(), kind: id.startsWith("itm_rg") ? "payment" : "invoice", minor, issuedOn, instalments: [{ n: 1, dueOn: issuedOn, minor }], sequence: `s${String(this.#file).padStart(4, "0")}`, ...(label ? { label } : {}), settlements: settled.map((one) => ({ ...one, entityMinor: one.minor, kind: "allocation" as const, allocation: one.lettering })) });
      const answer = reconcile(this.ledger.get(id), told, { runId: `run_${this.#file}`, asOf: this.on, now: `${this.on}T05:00:00.000Z`, digest });
      if ("item" in answer) this.ledger.set(id, answer.item);
      this.#known.add(id);
    }
    this.step();
  }
  step(): void {
    for (let n = 0; n < this.payments.length; n++) {
      const answer = keepInStep(this.payments[n]!, { ...this.setting(), acknowledged: [] });
      if (!answer) continue;
      this.#take(n, answer);
      expect(keepInStep(this.payments[n]!, { ...this.setting(), acknowledged: [] })).toBeUndefined();
    }
  }
  /** Known is what the ERP's file or our own receipt says was paid. */
  check(): void {
    const booked = this.payments.reduce((sum, { minor, customerId }, n) => (customerId !== undefined || this.#known.has(`itm_rg${n}`) ? sum + minor : sum), 0n);
    const all = [...this.ledger.values()];
    expect(all.reduce((sum, { openMinor }) => sum + openMinor, 0n)).toBe(this.invoices.reduce((sum, minor) => sum + minor, 0n) - booked);
    for (const item of all) {
      expect(openAt(item.postings).minor).toBe(item.openMinor);
      expect(item.openMinor === 0n || item.openMinor > 0n === item.minor > 0n).toBe(true);
    }
    for (const payment of this.payments) expect(payment.allocated >= 0n && payment.allocated <= payment.minor).toBe(true);
  }
  #keep(n: number, answer: { payment: Payment; changes: readonly { next: Item }[] } | { type: "Refused" }): void {
    if (!isRefused(answer)) this.#take(n, answer as { payment: Payment; changes: readonly { next: Item }[] });
  }
  #take(n: number, { payment, changes }: { payment: Payment; changes: readonly { next: Item }[] }): void {
    this.payments[n] = payment;
    for (const { next } of changes) this.ledger.set(next.id, next);
  }
}

const act = fc.oneof(
  fc.record({ do: fc.constant("apply" as const), n: fc.nat(2), picks: fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 100 })), { maxLength: 3 }) }),
  fc.record({ do: fc.constant("back" as const), n: fc.nat(2) }),
  fc.record({ do: fc.constant("books" as const), n: fc.nat(2), named: fc.boolean(), issuedOn: fc.constantFrom("2026-02-10", "2026-02-12", "2026-02-19") }),
  fc.record({ do: fc.constant("settles" as const), n: fc.nat(2), invoice: fc.nat(2) }),
  fc.record({ do: fc.constant("import" as const) }),
);
const world = fc.record({
  invoices: fc.array(fc.bigInt({ min: 1n, max: 900n }), { minLength: 3, maxLength: 3 }),
  // Odd sizes apart: which of two equal payments is which nobody can tell before both are in both books.
  paid: fc.array(fc.bigInt({ min: 1n, max: 300n }), { minLength: 3, maxLength: 3 }).map((minors) => minors.map((minor, n) => ({ minor: minor * 3n + BigInt(n) }))),
  acts: fc.array(act, { maxLength: 25 }),
});

test("no cent is lost or doubled by any order of bank, desk, ERP and import", () => {
  fc.assert(
    fc.property(world, ({ invoices, paid, acts }) => {
      const books = new TwoBooks(invoices, paid);
      for (const one of acts) {
        if (one.do === "apply") books.applies(one.n, one.picks);
        else if (one.do === "back") books.takesBack(one.n);
        else if (one.do === "books") books.erpBooks(one.n, one.named, one.issuedOn);
        else if (one.do === "settles") books.erpSettles(one.n, one.invoice);
        else books.imports();
        books.check();
      }
      books.imports();
      books.check();
    }),
    { numRuns: 400 },
  );
});

describe("the ERP's own payment arrives", () => {
  const open = ({ ledger }: TwoBooks): Record<string, bigint> => Object.fromEntries([...ledger.values()].map(({ id, openMinor }) => [id, openMinor]));
  const receipt = (books: TwoBooks): string => receiptId(digest, books.payments[0]!, "cus_arnaud");
  const three = [1000n, 500n, 700n];

  test("and our receipt on account hands over to it", () => {
    const books = new TwoBooks(three, [{ minor: 1000n }]);
    books.applies(0, []);
    expect(open(books)).toMatchObject({ [receipt(books)]: -1000n });
    books.erpBooks(0, true, "2026-02-12");
    books.imports();
    expect(open(books)).toMatchObject({ [receipt(books)]: 0n, itm_rg0: -1000n });
    expect(books.payments[0]).toMatchObject({ status: "on-account", takenOver: { itemId: "itm_rg0", number: "RG0" } });
  });

  test("while the ERP does not know yet what we settled: the invoice stays settled, from the ERP's item", () => {
    const books = new TwoBooks(three, [{ minor: 1000n }]);
    books.applies(0, [[0, 100]]);
    books.erpBooks(0, true, "2026-02-12");
    books.imports();
    expect(open(books)).toMatchObject({ itm_fa0: 0n, itm_rg0: 0n, [receipt(books)]: 0n });
    expect(books.payments[0]!.status).toBe("applied");
  });

  test("and has used it for another invoice: ours is open again, and the payment says why", () => {
    const books = new TwoBooks(three, [{ minor: 500n }]);
    books.applies(0, [[0, 50]]);
    books.erpBooks(0, true, "2026-02-12");
    books.erpSettles(0, 1);
    books.imports();
    expect(open(books)).toMatchObject({ itm_fa0: 1000n, itm_fa1: 0n, itm_rg0: 0n });
    expect(books.payments[0]!.allocations[0]!.takenBack).toMatchObject({ reason: "erp-settled-otherwise" });
  });

  test("before ours does: what the desk books afterwards stands on the ERP's item, once", () => {
    const books = new TwoBooks(three, [{ minor: 1000n }]);
    books.erpBooks(0, false, "2026-02-10");
    books.imports();
    books.applies(0, [[1, 100]]);
    expect(open(books)).toMatchObject({ itm_fa1: 0n, itm_rg0: -500n, [receipt(books)]: 0n });
    books.takesBack(0);
    expect(open(books)).toMatchObject({ itm_fa1: 500n, itm_rg0: -1000n });
    expect(takeOffAccount(books.payments[0]!, books.setting())).toMatchObject({ code: "payment.taken-over" });
  });

  test("whole, though another company has a part of it: it stands for what is left here, and the part is the ERP's to move", () => {
    const books = new TwoBooks(three, [{ minor: 1400n }]);
    books.hands(0, 400n);
    books.applies(0, [[0, 100]]);
    expect(open(books)).toMatchObject({ itm_fa0: 0n, [receipt(books)]: 0n });
    books.erpBooks(0, true, "2026-02-12");
    books.imports();
    expect(open(books)).toMatchObject({ itm_fa0: 0n, [receipt(books)]: 0n, itm_rg0: -400n });
    expect(books.payments[0]).toMatchObject({ status: "applied", takenOver: { itemId: "itm_rg0" } });
  });

  test("of another day and without a name: it is another payment, and both stand", () => {
    const books = new TwoBooks(three, [{ minor: 1000n }]);
    books.applies(0, []);
    books.erpBooks(0, false, "2026-01-12");
    books.imports();
    expect(open(books)).toMatchObject({ [receipt(books)]: -1000n, itm_rg0: -1000n });
  });

  test("two equal payments, both in both books, are two payments, whichever stands for which", () => {
    const books = new TwoBooks(three, [{ minor: 300n }, { minor: 300n }]);
    books.applies(0, []);
    books.erpBooks(1, false, "2026-02-12");
    books.erpBooks(0, false, "2026-02-12");
    books.applies(1, [[1, 60]]);
    books.imports();
    books.check();
  });
});
