// What a clerk looks at beside the payment itself: the statement it came with, the documents it is for as they stand now, whom to ask, and who looks after it.
import { addsUp, withoutNotices, type BankStatement } from "#domain/cash-application/bank-statement.ts";
import type { deskRoutes } from "#domain/cash-application/desk/routes.ts";
import { inquiryToCustomer, inquiryToSalesperson, languageOfInquiry } from "#domain/cash-application/inquiry.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { seesEntity } from "#domain/access/scope.ts";
import { businessDate, type DateText } from "#domain/date.ts";
import type { CustomerId } from "#domain/id.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { money, toJson } from "#domain/money.ts";
import { refused } from "#domain/refusal.ts";
import { itemsOf, type Stores } from "#functions/cash-application/order.ts";
import { followUpPayment } from "#functions/cash-application/post.ts";
import { customersIn, presentPayment } from "#functions/cash-application/present.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import type { User } from "#domain/access/schema.ts";
import type { bankStatementStore } from "#functions/store/bank-statement.ts";

export type DeskStores = Stores & { readonly statements: ReturnType<typeof bankStatementStore>; readonly access: { users(): Promise<User[]> } };

export const deskHandlers = (of: (tenant: string) => DeskStores): Handlers<typeof deskRoutes> => ({
  "GET /bank-statements": async ({ query: { entity, from, to, limit }, caller }) => {
    const { ledger, statements } = of(caller.tenant);
    const entities = (await ledger.entities()).filter(({ id }) => seesEntity(caller.scope, id) && (entity === undefined || entity === id));
    const found = (await Promise.all(entities.map(({ id }) => statements.between(id, from, to, limit)))).flat();
    return { items: withoutNotices(found).toSorted((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? 1 : -1)).slice(0, limit).map(presentStatement) };
  },

  "GET /payments/{id}/documents": async ({ params, caller, now }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    if (!payment) return refused("payment.unknown");
    const lines = [...(payment.decision?.proposals.slice(0, 3).flatMap((one) => one.lines) ?? []), ...payment.allocations.flatMap((one) => one.lines)];
    const wanted = [...new Map(lines.map((line) => [line.itemId, line])).values()];
    const about = payment.customerId ?? payment.decision?.proposals[0]?.customerId;
    const [items, customers, account] = await Promise.all([itemsOf(stores, wanted), stores.ledger.customers([...new Set(wanted.map(({ customerId }) => customerId))]), about ? accountOf(stores, payment, about, now) : undefined]);
    const names = new Map(customers.map(({ id, name }) => [id, name]));
    return { items: items.map((item) => documentOf(item, names.get(item.customerId) ?? item.customerId)), ...(account ? { account } : {}) };
  },

  "GET /payments/{id}/inquiry": async ({ params, query: { to, question, customer: wanted }, caller }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    if (!payment) return refused("payment.unknown");
    const customerId = wanted ?? payment.customerId ?? payment.decision?.proposals[0]?.customerId;
    const [customer, entity, contacts] = await Promise.all([customerId ? stores.ledger.customer(customerId) : undefined, stores.ledger.entity(payment.entityId), customerId ? stores.ledger.contacts(customerId) : []]);
    if (wanted && !customer) return refused("customer.unknown");
    const about = { payment, entity: entity?.name ?? "", customer: customer?.name ?? payment.payerName ?? "", by: caller.user.name, documents: payment.decision?.proposals[0]?.lines.map(({ number }) => number) ?? [] };
    if (to === "salesperson") {
      const name = customer?.salesperson ?? "";
      const email = name && (await stores.access.users()).find((user) => user.name === name || user.email === name || user.id === name)?.email;
      const language = languageOfInquiry(caller.user.language);
      return { to: name ? [{ name, ...(email ? { email } : {}) }] : [], language, ...inquiryToSalesperson(question, language, { ...about, to: name.split(" ")[0] ?? "" }) };
    }
    const payable = contacts.filter(({ email }) => email).toSorted((a, b) => Number(b.role === "accounts-payable") - Number(a.role === "accounts-payable"));
    const language = languageOfInquiry(payable[0]?.language ?? customer?.language ?? entity?.language);
    return { to: payable.map(({ name, email }) => ({ name, ...(email ? { email } : {}) })), language, ...inquiryToCustomer(question, language, { ...about, to: payable[0]?.name ?? "" }) };
  },

  "POST /payments/{id}/follow-up": async ({ params, body: { owner, text, asked, version }, caller, now }) => {
    const stores = of(caller.tenant);
    const { id, name } = caller.user;
    const answer = await followUpPayment(stores, params.id, version, { text, asked, ...(owner ? { owner: owner === "me" ? { id, name } : null } : {}) }, { by: { type: "user", id, name }, now, causedBy: `act_${id}` });
    if (!("status" in answer)) return answer;
    return presentPayment(answer, new Map((await stores.ledger.customers(customersIn([answer]))).map((customer) => [customer.id, customer.name])));
  },
});

/** Whose account it is, and what is open and overdue on it in the payment's currency and company. */
async function accountOf({ ledger }: DeskStores, { currency, entityId }: Payment, customerId: CustomerId, now: string) {
  const [customer, items, entity] = await Promise.all([ledger.customer(customerId), ledger.items(customerId), ledger.entity(entityId)]);
  if (!customer) return undefined;
  const today = businessDate(now, entity?.timeZone ?? "UTC");
  const own = items.filter((item) => item.currency === currency && item.entityId === entityId && item.openMinor !== 0n);
  const sum = (of: readonly Item[]) => toJson(money(of.reduce((total, { openMinor }) => total + openMinor, 0n), currency));
  const { name, code, collector, salesperson } = customer;
  return { customerId, name, code, ...(collector ? { collector } : {}), ...(salesperson ? { salesperson } : {}), open: sum(own), overdue: sum(own.filter((item) => item.openMinor > 0n && dueOf(item) < today)) };
}

const documentOf = (item: Item, customerName: string) => ({
  itemId: item.id, customerId: item.customerId, customerName, number: item.number, ...(item.reference ? { reference: item.reference } : {}), kind: item.kind, issuedOn: item.issuedOn, dueOn: dueOf(item),
  amount: toJson(money(item.minor, item.currency)), open: toJson(money(item.openMinor, item.currency)), disputed: toJson(money(item.disputedMinor, item.currency)),
});
const dueOf = ({ instalments }: Item): DateText => instalments[0]!.dueOn;

function presentStatement({ opening, closing, credits, debits, currency, ...plain }: BankStatement) {
  const told = (minor: bigint) => toJson(money(minor, currency));
  const holds = addsUp({ credits, debits, ...(opening === undefined ? {} : { opening }), ...(closing === undefined ? {} : { closing }) });
  return {
    ...plain, currency, ...(opening === undefined ? {} : { opening: told(opening) }), ...(closing === undefined ? {} : { closing: told(closing) }),
    credits: { count: credits.count, amount: told(credits.minor) }, debits: { count: debits.count, amount: told(debits.minor) }, ...(holds === undefined ? {} : { addsUp: holds }),
  };
}
