// Payments as the API tells them: amounts as decimal texts, customers with their names.
import type * as z from "zod";
import { unallocated, type Adjustment, type Allocation, type Line, type Payment, type Proposal } from "#domain/cash-application/payment.ts";
import type { allocationJson, paymentJson, proposalJson } from "#domain/cash-application/schema.ts";
import { isRefused, type Refused } from "#domain/refusal.ts";
import type { LedgerStore } from "#functions/store/ledger.ts";
import { money, toJson } from "#domain/money.ts";

export type Names = ReadonlyMap<string, string>;

export function presentPayment(payment: Payment, names: Names): z.input<typeof paymentJson> {
  const { minor, currency, allocated: _a, allocations, decision, approval, setAside, customerId, statement, notes, transfers, ...plain } = payment;
  return {
    ...plain,
    currency,
    statement: { ...statement },
    amount: toJson(money(minor, currency)),
    unallocated: toJson(money(unallocated(payment), currency)),
    automatic: allocations.some(({ by, takenBack }) => by.type === "rule" && !takenBack),
    ...(customerId ? { customerId, ...named(names, customerId) } : {}),
    ...(decision ? { decision: { ...decision, reasons: [...decision.reasons], evidence: decision.evidence.map(({ items, ...one }) => ({ ...one, ...(items ? { items: [...items] } : {}) })), proposals: decision.proposals.map((one) => presentProposal(one, currency, names)) } } : {}),
    allocations: allocations.map((one) => presentAllocation(one, currency)),
    ...(notes ? { notes: notes.map((note) => ({ ...note, by: { ...note.by } })) } : {}),
    ...(transfers ? { transfers: transfers.map(({ minor: part, by, returned, ...one }) => ({ ...one, by: { ...by }, amount: toJson(money(part, currency)), ...(returned ? { returned: { on: returned.on, at: returned.at } } : {}) })) } : {}),
    ...(approval ? { approval: presentApproval(approval, currency, names) } : {}),
    ...(setAside ? { setAside: { reason: setAside.reason, at: setAside.at } } : {}),
  };
}

export const presentProposal = ({ customerId, lines, adjustments, confidence, reasons }: Proposal, currency: string, names: Names): z.input<typeof proposalJson> => ({
  customerId, ...named(names, customerId), lines: lines.map((line) => lineOf(line, currency)), adjustments: adjustments.map((one) => adjustmentOf(one, currency)), confidence, reasons: [...reasons],
});

function presentApproval({ customerId, lines, adjustments, over, by, before: _b, ...plain }: NonNullable<Payment["approval"]>, currency: string, names: Names): z.input<typeof paymentJson>["approval"] {
  return {
    ...plain, customerId, ...named(names, customerId), lines: lines.map((line) => lineOf(line, currency)), adjustments: adjustments.map((one) => adjustmentOf(one, currency)), by: { ...by },
    over: over.map(({ code, minor, limit }) => ({ code, amount: toJson(money(minor, currency)), limit: toJson(money(limit, currency)) })),
  };
}

export const presentAllocation = ({ lines, adjustments, used, by, takenBack, approved, ...plain }: Allocation, currency: string): z.input<typeof allocationJson> => ({
  ...plain, by: { ...by }, lines: lines.map((line) => lineOf(line, currency)), adjustments: adjustments.map((one) => adjustmentOf(one, currency)), used: toJson(money(used, currency)),
  ...(approved ? { approved: { ...approved, by: { ...approved.by } } } : {}),
  ...(takenBack ? { takenBack: { ...takenBack, by: { ...takenBack.by } } } : {}),
});

/** Everybody who is named in payments. */
export const customersIn = (payments: readonly Payment[]): string[] => [
  ...new Set(payments.flatMap(({ customerId, decision, allocations }) => [...(customerId ? [customerId] : []), ...(decision?.proposals.map((one) => one.customerId) ?? []), ...allocations.map((one) => one.customerId)])),
];

const named = (names: Names, id: string) => (names.has(id) ? { customerName: names.get(id)! } : {});
const lineOf = ({ cleared, ...line }: Line, currency: string) => ({ ...line, cleared: toJson(money(cleared, currency)) });
const adjustmentOf = ({ type, minor, note, code }: Adjustment, currency: string) => ({ type, amount: toJson(money(minor, currency)), ...(note ? { note } : {}), ...(code ? { code } : {}) });

type Reads = { readonly ledger: Pick<LedgerStore, "customers"> };
export async function answered(stores: Reads, answer: Payment | Refused): Promise<z.input<typeof paymentJson> | Refused> {
  return isRefused(answer) ? answer : (await presented(stores, [answer]))[0]!;
}

export async function presented(stores: Reads, payments: readonly Payment[]): Promise<z.input<typeof paymentJson>[]> {
  const names = await namesOf(stores, payments);
  return payments.map((payment) => presentPayment(payment, names));
}

export const namesOf = async ({ ledger }: Reads, payments: readonly Payment[]): Promise<Names> => new Map((await ledger.customers(customersIn(payments))).map(({ id, name }) => [id, name]));
