// Between the desk and the matcher: payments and listed documents go in, decisions come out, in the words and exact amounts of each side.
//
// The matcher knows a document by its number within a legal entity. Where two customers of one entity have the same number, that number says nothing about
// which is meant: such documents get a name that no payer can write, so they are found by amount and payer, and never by their number alone.
import { kept, type Adjustment, type Decision, type Line, type Payment, type Proposal } from "#domain/cash-application/payment.ts";
import { Matcher } from "#domain/cash-application/matching/engine.ts";
import type { Decision as Matched, Evidence, Item, Party, Proposal as MatchedProposal, Receipt } from "#domain/cash-application/matching/model.ts";
import { epochDay } from "#domain/date.ts";
import type { CustomerId } from "#domain/id.ts";
import type { ListedItem, OpenItemsList } from "#domain/insight/open-items-list.ts";
import type { Reason } from "#domain/reason.ts";

/** The listed document behind each document of the matcher. */
export type Numbered = ReadonlyMap<string, ListedItem>;

/** What the table knows of customers and documents beyond the list, or better: disputes, above all. */
export type More = {
  readonly customers: ReadonlyMap<string, Partial<Pick<Party, "city" | "vat" | "parent" | "ibans">>>;
  readonly items: ReadonlyMap<string, Partial<Pick<Item, "discountRate" | "discountUntil" | "hold" | "origin">>>;
};
export const nothingMore: More = { customers: new Map(), items: new Map() };

/** `moved`: what is open by now (or was, on an earlier morning) of documents that the list shows otherwise. */
export function matcherOf(list: OpenItemsList, entityId: string, moved: ReadonlyMap<string, number>, matcher = new Matcher(), more: More = nothingMore): { readonly matcher: Matcher; readonly numbered: Numbered } {
  const { parties, documents, numbered } = documentsOf(list, entityId, moved, more);
  for (const party of parties) matcher.putParty(party);
  for (const document of documents) matcher.putItem(document);
  return { matcher, numbered };
}

export function documentsOf({ customers, items }: OpenItemsList, entityId: string, moved: ReadonlyMap<string, number>, more: More = nothingMore): { readonly parties: Party[]; readonly documents: Item[]; readonly numbered: Numbered } {
  const own = items.filter(({ entity, kind }) => entity === entityId && (kind === "invoice" || kind === "credit-note"));
  const here = new Set(own.map(({ customer }) => customer));
  const parties = customers.filter(({ id }) => here.has(id)).map(({ id, name, country, parent, city = "", vat = "", ibans = [] }): Party => ({ code: id, name, entity: entityId, country, city, vat, parent, ibans, ...more.customers.get(id) }));
  const discounts = new Map(customers.flatMap(({ id, discount }) => (discount ? [[id, discount] as const] : [])));
  const times = new Map<string, number>();
  for (const { number } of own) times.set(number, (times.get(number) ?? 0) + 1);
  const numbered = new Map<string, ListedItem>();
  const documents = own.map((item): Item => {
    const document = times.get(item.number) === 1 ? item.number : `\u0001${item.id}`;
    numbered.set(document, item);
    const agreed = discounts.get(item.customer);
    const issued = epochDay(item.issuedOn);
    return {
      document, kind: item.kind === "invoice" ? "INV" : "CN", entity: entityId, customer: item.customer, issued, due: epochDay(item.dueOn), currency: item.currency,
      amount: item.minor, open: moved.get(item.id) ?? item.open, po: item.reference, origin: "", discountRate: agreed?.rate ?? 0, discountUntil: agreed ? issued + agreed.days : 0, ...more.items.get(item.id),
    };
  });
  return { parties, documents, numbered };
}

export const receiptOf = (payment: Payment): Receipt => ({
  id: payment.id, reference: payment.reference ?? "", entity: payment.entityId, currency: payment.currency, booked: epochDay(payment.bookedOn), value: epochDay(payment.valueOn ?? payment.bookedOn), amount: Number(kept(payment)),
  name: payment.payerName ?? "", ultimate: "", iban: payment.payerIban ?? "", endToEnd: payment.endToEndId ?? "", structured: payment.structuredReference ? [payment.structuredReference] : [], text: payment.text,
  charges: 0, returned: payment.kind === "return",
});

export function decisionOf({ decision, probability, proposals, reasons, against, payer, advice }: Matched, numbered: Numbered, payment: Payment): Omit<Decision, "decidedAt" | "engine"> {
  const told = proposals.slice(0, 5).filter(({ allocations }) => allocations.length > 0);
  const first = proposals[0];
  return {
    outcome: decision,
    confidence: round(probability),
    reasons: [...reasons.map(asReason), ...against.map((reason) => ({ ...asReason(reason), against: true })), ...(payment.doubtful ? [{ code: "payment.maybe-told-twice", against: true }] : [])],
    evidence: (first?.evidence ?? []).flatMap((one) => evidenceOf(one, numbered, payment) ?? []),
    proposals: told.map((proposal, n): Proposal => ({ ...orderOf(proposal, numbered, payer), confidence: n === 0 ? round(probability) : 0, reasons: [{ code: `kind.${proposal.kind}` }, { code: `difference.${proposal.difference}` }, { code: "equation", text: proposal.equation }], track: proposal.track })),
    ...(advice === undefined ? {} : { advice }),
  };
}

/** Only what stands in the payment as it is kept, at places that are there: a screen marks them. */
function evidenceOf({ code, field, start, end, documents, customer }: Evidence, numbered: Numbered, payment: Payment): Decision["evidence"][number] | undefined {
  const words = { text: payment.text, name: payment.payerName, ultimate: payment.payerName, iban: payment.payerIban, endToEnd: payment.endToEndId, structured: payment.structuredReference, advice: undefined, memory: undefined, ledger: undefined }[field];
  if (words === undefined || end <= start || end > words.length) return undefined;
  const items = documents?.flatMap((document) => numbered.get(document)?.id ?? []) ?? [];
  return { field: field === "ultimate" ? "name" : (field as "text"), from: start, to: end, means: code, ...(items.length > 0 ? { items } : {}), ...(customer ? { customerId: customer as CustomerId } : {}) };
}

/** On whose account: the payer's, where he is known, else the customer's whose documents they are. */
export function orderOf({ allocations, adjustments }: MatchedProposal, numbered: Numbered, payer: string): { customerId: CustomerId; lines: Line[]; adjustments: Adjustment[] } {
  const lines = allocations.map(({ item, amount }): Line => {
    const { id, customer, number } = numbered.get(item.document)!;
    return { itemId: id, customerId: customer, number, cleared: BigInt(amount) };
  });
  return { customerId: (payer || lines[0]!.customerId) as CustomerId, lines, adjustments: adjustments.filter(({ amount }) => amount !== 0).map(({ type, amount }) => ({ type, minor: BigInt(amount) })) };
}

const asReason = ({ code, values }: Matched["reasons"][number]): Reason => ({ code, ...values });
const round = (probability: number): number => Math.round(Math.min(1, Math.max(0, probability)) * 10_000) / 10_000;
