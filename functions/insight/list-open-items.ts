// After each import, the receivables as one file: every customer, and every document that is open or young enough to be paid a second time. Cash
// application finds the documents of a payment in it without asking the table a thousand questions; what it posts is checked against the table itself,
// so a list that is minutes old proposes too little at worst, and never pays an invoice twice.
import { gzipSync } from "node:zlib";
import { S3Client } from "@aws-sdk/client-s3";
import type * as z from "zod";
import { addDays, epochDay } from "#domain/date.ts";
import { listKey, listedText, type ListedCustomer, type ListedItem } from "#domain/insight/open-items-list.ts";
import { parseDecimal } from "#domain/money.ts";
import { isRefused } from "#domain/refusal.ts";
import { importCompleted } from "#events/ingestion.ts";
import { openItemsListed } from "#events/insight.ts";
import { invoicesOf } from "#functions/insight/answers/invoices.ts";
import { readHistory, type History } from "#functions/insight/history/open.ts";
import { s3ObjectStore, type ObjectStore } from "#functions/insight/history/object-store.ts";
import { publisherOf } from "#functions/insight/publish.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer, type Fact } from "#functions/runtime/consumer.ts";
import { digest } from "#functions/runtime/digest.ts";
import { env } from "#functions/runtime/env.ts";

type Listed = z.input<typeof openItemsListed.schema>;
export type Ports = { readonly store: ObjectStore; readonly now: () => string; readonly publish: (fact: Listed) => Promise<void> };

/** A duplicate payment comes within weeks; a year and a month also shows those that are a cycle late. */
const YOUNG_DAYS = 400;
const PAGE = 20_000;

export const handler = consumer([importCompleted], (fact) => listOpenItems((ports ??= realPorts()), fact));
let ports: Ports | undefined;

export async function listOpenItems({ store, now: clock, publish }: Ports, { id, tenant }: Pick<Fact<typeof importCompleted>, "id" | "tenant">): Promise<void> {
  const today = clock().slice(0, 10);
  const list = await readHistory(store, tenant, async (history) => ({ customers: await customersOf(history), items: await itemsOf(history, today) }));
  await store.put(listKey(tenant), gzipSync(listedText(list)));
  await publish({
    id: `fct_${digest(`open-items-listed ${tenant} ${id}`)}`, tenant, occurredAt: clock(), actor: { type: "rule", id: "insight.list-open-items", version: 1 }, causedBy: id, version: 1,
    data: { items: list.items.length, customers: list.customers.length },
  });
}

const customersOf = (history: History): Promise<ListedCustomer[]> =>
  history.use(async (ask) =>
    (await ask<Record<(typeof told)[number], string | null>>(`SELECT ${told.join(", ")} FROM customers ORDER BY customer_id`)).map((row) => ({
      id: row.customer_id as ListedCustomer["id"], code: row.code ?? "", name: row.name ?? "", country: row.country ?? "", parent: row.parent_id ?? row.payer_id ?? "",
      ...(row.city ? { city: row.city } : {}), ...(row.vat ? { vat: row.vat } : {}), ...(row.ibans ? { ibans: row.ibans.split(" ") } : {}), ...discountIn(row.discount),
    })),
  );
const told = ["customer_id", "code", "name", "country", "parent_id", "payer_id", "city", "vat", "ibans", "discount"] as const;

function discountIn(cell: string | null): Pick<ListedCustomer, "discount"> {
  const [rate, days] = (cell ?? "").split("/");
  return rate && days ? { discount: { rate: Number(rate), days: Number(days) } } : {};
}

async function itemsOf(history: History, today: string): Promise<ListedItem[]> {
  const items: ListedItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await invoicesOf(history, { asOf: today, status: "all", overdue: false, sort: "-issued", limit: PAGE, cursor });
    if (isRefused(page)) throw new Error(page.code);
    for (const { id, customerId, entityId, kind, number, reference, issuedOn, dueOn, amount, open } of page.items) {
      const [minor, openMinor] = [parseDecimal(amount.amount, amount.currency)!.minor, parseDecimal(open.amount, open.currency)!.minor];
      if (openMinor === 0n && (kind === "payment" || epochDay(issuedOn) < epochDay(addDays(today, -YOUNG_DAYS)))) continue;
      items.push({ id, customer: customerId, entity: entityId, kind, number, reference: reference ?? "", issuedOn, dueOn, currency: amount.currency, minor: Number(minor), open: Number(openMinor) });
    }
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

const realPorts = (): Ports => ({
  store: s3ObjectStore(new S3Client({}), env("LAKE_BUCKET").LAKE_BUCKET),
  now,
  publish: publisherOf(openItemsListed),
});
