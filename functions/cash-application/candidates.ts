// Documents that a clerk may mean, for matching by hand: a customer's open ones, or those that a number, a reference, an amount or a name leads to.
import { seesEntity, type RowScope } from "#domain/access/scope.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { money, parseDecimal, toJson } from "#domain/money.ts";
import type { Item } from "#domain/ledger/schema.ts";
import type { Stores } from "#functions/cash-application/order.ts";
import { env } from "#functions/runtime/env.ts";

const MOST = 200;
/** With what reads objects, which most requests do not need: a file of its own, loaded with the first that does. */
const listOf = async (tenant: string) => (await import("#functions/cash-application/open-items.ts")).listOf(tenant, env("LAKE_BUCKET"));

export async function candidatesFor({ ledger }: Pick<Stores, "ledger">, tenant: string, payment: Payment, scope: RowScope, { customer, q }: { readonly customer?: string | undefined; readonly q?: string | undefined }) {
  const wanted = customer ? [customer] : q ? await customersLike(tenant, q) : payment.customerId ? [payment.customerId] : (payment.decision?.proposals.map(({ customerId }) => customerId) ?? []);
  const byNumber = q ? await ledger.itemsByNumber(q) : [];
  const byAmount = q ? await itemsOfAmount(tenant, q, payment, scope) : [];
  const customers = [...new Set(wanted)].slice(0, 20);
  const found = [...(await Promise.all(customers.map((id) => ledger.items(id)))).flat(), ...byNumber, ...(await Promise.all([...Map.groupBy(byAmount, ({ customer: id }) => id)].map(([id, items]) => ledger.itemsByIds(id, items.map((item) => item.id))))).flat()];
  const open = [...new Map(found.map((item) => [item.id, item])).values()].filter((item) => fits(item, payment, scope)).toSorted((a, b) => other(a, payment) - other(b, payment) || (dueOf(a) === dueOf(b) ? (a.id < b.id ? -1 : 1) : dueOf(a) < dueOf(b) ? -1 : 1)).slice(0, MOST);
  const names = new Map((await ledger.customers(open.map(({ customerId }) => customerId))).map(({ id, name }) => [id, name]));
  return open.map((item) => ({
    itemId: item.id, entityId: item.entityId, customerId: item.customerId, customerName: names.get(item.customerId) ?? item.customerId, number: item.number, ...(item.reference ? { reference: item.reference } : {}), kind: item.kind,
    issuedOn: item.issuedOn, dueOn: dueOf(item), amount: toJson(money(item.minor, item.currency)), open: toJson(money(item.openMinor, item.currency)),
  }));
}

/** A receipt of ours pays from the payment, not from the list of documents. */
const fits = (item: Item, { currency }: Payment, scope: RowScope): boolean => item.openMinor !== 0n && item.currency === currency && seesEntity(scope, item.entityId) && item.source !== "src_quittance";
/** The documents of other companies of the group come last. */
const other = (item: Item, { entityId }: Payment): number => Number(item.entityId !== entityId);
const dueOf = ({ instalments }: Item): string => instalments[0]!.dueOn;

async function customersLike(tenant: string, q: string): Promise<string[]> {
  const words = plain(q);
  return (await listOf(tenant)).customers.filter(({ name, code }) => plain(`${name} ${code}`).includes(words)).slice(0, 10).map(({ id }) => id);
}

async function itemsOfAmount(tenant: string, q: string, { currency }: Payment, scope: RowScope) {
  const amount = parseDecimal(q.replaceAll(/[\s\u00A0\u202F]/g, "").replace(",", "."), currency);
  const words = plain(q);
  const { items } = await listOf(tenant);
  return items.filter((item) => seesEntity(scope, item.entity) && item.currency === currency && item.open !== 0 && ((amount !== null && BigInt(item.open) === amount.minor) || (words.length >= 4 && (plain(item.number).includes(words) || plain(item.reference).includes(words))))).slice(0, 50);
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
