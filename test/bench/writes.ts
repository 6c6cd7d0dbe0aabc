// What does the ledger cost to write? Counted by DynamoDB itself (Amazon's local one, which counts as the real one does), on the store that
// production uses, with invoices as long as real ones; then priced for a tenant with a million open invoices.
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { digest } from "#functions/runtime/digest.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";
import { startDynamoDb } from "#test/world/dynamodb.ts";
import { invoiceRecord } from "#test/world/ledger.ts";

/** On demand, us-east-1, US dollars per million write units. */
const PRICE = 0.625;
const SAMPLE = 200;

/** What a month brings to a tenant with a million open invoices. An allocation by the ERP touches two items: the invoice, and what pays it. */
const month = { "new invoice": 500_000, "changed invoice": 200_000, "item of an allocation": 1_200_000 } as const;

export async function run(): Promise<void> {
  const dynamo = await startDynamoDb();
  try {
    const store = ledgerStore("bench", dynamo);
    const records = Array.from({ length: SAMPLE }, (_, n) => recordOf(n));
    const units = {} as Record<keyof typeof month, number>;
    let items: readonly (Item | undefined)[] = records.map(() => undefined);
    const step = async (what: keyof typeof month, told: readonly ItemRecord[]) => {
      const before = store.consumed().write;
      items = await Promise.all(told.map((record, n) => apply(store, items[n], record)));
      units[what] = (store.consumed().write - before) / SAMPLE;
    };
    await step("new invoice", records);
    const changed = records.map((record): ItemRecord => ({ ...record, sequence: "2026-02-01", instalments: [{ n: 1, dueOn: "2026-03-20", minor: record.minor }] }));
    await step("changed invoice", changed);
    const settlement = (record: ItemRecord) => ({ on: "2026-02-20", minor: record.minor, entityMinor: record.entityMinor, kind: "allocation" as const, allocation: `AAA${record.number}`, lettering: "AAAT" });
    await step("item of an allocation", changed.map((record) => ({ ...record, sequence: "2026-02-21", settlements: [settlement(record)] })));
    report(units);
  } finally {
    await dynamo.close();
  }
}

/** An invoice as an ERP tells it: ids and digests of their real length, a reference, a label. */
function recordOf(n: number): ItemRecord {
  const id = (prefix: string, key: number) => `${prefix}_${digest(`${prefix} ${key}`)}`;
  return invoiceRecord({
    id: id("itm", n) as ItemRecord["id"], customerId: id("cus", n % 50) as ItemRecord["customerId"], entityId: id("ent", 1) as ItemRecord["entityId"], source: id("src", 1) as ItemRecord["source"],
    number: `FA2026-${100_000 + n}`, reference: `PO-${45_000_000 + n}`, label: "Fournitures industrielles, commande ferme", journal: "VE",
  });
}

async function apply(store: LedgerStore, current: Item | undefined, record: ItemRecord): Promise<Item> {
  const answer = reconcile(current, record, { runId: `run_${digest(record.sequence)}`, asOf: record.sequence, now: `${record.sequence}T06:00:00.000Z`, digest });
  if (!("item" in answer)) throw new Error(`nothing to write for ${record.number}`);
  if ((await store.saveItem(answer.item, current, answer.facts)) !== "saved") throw new Error(`${record.number} was not saved`);
  return answer.item;
}

function report(units: Readonly<Record<keyof typeof month, number>>): void {
  let total = 0;
  for (const [what, times] of Object.entries(month) as [keyof typeof month, number][]) {
    const usd = (units[what] * times * PRICE) / 1e6;
    total += usd;
    console.log(`  ${units[what].toFixed(2).padStart(6)} write units per ${what.padEnd(22)} × ${times.toLocaleString("en").padStart(9)} a month = USD ${usd.toFixed(2)}`);
  }
  console.log(`  USD ${total.toFixed(2)} a month for what the ledger writes, per million open invoices; an unchanged row writes nothing`);
  console.log(`  USD ${((units["new invoice"] * 1e6 * PRICE) / 1e6).toFixed(2)} once, to load the first million`);
}

if (import.meta.main) await run();
