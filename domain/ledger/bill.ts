// Bills of exchange (LCR, BOR). A bill that was remitted settles the invoice in the books, but the money is not ours before it was paid at maturity:
// until then, and while it is unpaid, it is a risk. A discounted bill has been paid by our bank, which may come back to us: a risk as well.
import type { DateText } from "#domain/date.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type Bill = NonNullable<Item["bill"]>;
export type BillState = Bill["state"];

/** Which state may follow which. What was paid or came back unpaid is over: the debt re-opens by a reversal, not by the bill. */
export const billStates: Readonly<Record<BillState, readonly BillState[]>> = {
  "in-portfolio": ["discounted", "paid", "unpaid"],
  discounted: ["paid", "unpaid"],
  paid: ["unpaid"],
  unpaid: [],
};

export const changeBill = (bill: Bill, state: BillState): Bill | Refused<"bill.impossible-change"> =>
  billStates[bill.state].includes(state) ? { ...bill, state } : refused("bill.impossible-change", { from: bill.state, to: state });

/** A bank may return a bill some days after maturity (`unpaidDelay`); only then is a silent bill taken for paid. */
export function billAtRisk(bill: Bill, asOf: DateText, lastDayOfReturn: (maturesOn: DateText) => DateText): boolean {
  if (bill.state === "paid") return false;
  return bill.state === "unpaid" || asOf <= lastDayOfReturn(bill.maturesOn);
}
