import { GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Item } from "#domain/ledger/schema.ts";
import type { ItemFact } from "#events/ledger.ts";
import { customerFromImage, itemFromImage, ledgerStore } from "#functions/store/ledger.ts";
import { accessStore } from "#functions/store/access.ts";
import type { Image } from "#functions/store/item.ts";
import { tenantTable } from "#functions/store/table.ts";
import { startDynamoDb, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoice } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
beforeAll(async () => void (dynamo = await startDynamoDb()), 60_000);
afterAll(() => dynamo?.close());

const ledger = (tenant: string) => ledgerStore(tenant, dynamo);
const issuedFact: ItemFact = {
  name: "ItemIssued",
  occurredAt: "2026-01-31T07:00:00.000Z",
  actor: { type: "source", id: "src_sage", run: "run_january" },
  causedBy: "run_january",
  data: {
    itemId: "itm_fa42",
    customerId: "cus_arnaud",
    entityId: "ent_fr",
    kind: "invoice",
    number: "FA-42",
    open: { amount: "1200.00", currency: "EUR" },
    postings: ["pst_fa42"],
  },
};

test("an invoice comes back as it was saved, with everything that the schema allows", async () => {
  const rich: Item = invoice({
    payerId: "cus_holding",
    reference: "PO-7",
    label: "Farine T55",
    journal: "VE",
    salesperson: "Inès",
    paymentMethod: "LCR",
    disputeReason: "price",
    disputedMinor: 5n,
    entityCurrency: "GBP",
    entityMinor: 1100_00n,
    openEntityMinor: 900_00n,
    bill: { maturesOn: "2026-03-31", state: "in-portfolio" },
    extra: { Affaire: "A-1" },
    postings: [
      ...invoice().postings,
      {
        id: "pst_2",
        kind: "reversal",
        on: "2026-02-01",
        instalment: 2,
        dueOn: "2026-03-10",
        minor: -1n,
        entityMinor: -2n,
        disputedMinor: 3n,
        allocation: "alc_1",
        lettering: "AAAT",
        reverses: "pst_1",
        reason: "why",
        by: "run_2",
        carries: [{ key: "k", minor: 4n, entityMinor: 5n }],
      },
    ],
  });
  expect(await ledger("rich").saveItem(rich, undefined, [issuedFact])).toBe("saved");
  expect(await ledger("rich").items("cus_arnaud")).toEqual([rich]);
  expect(await ledger("rich").itemsByNumber("fa 42")).toEqual([rich]);
});

test("an amount far beyond what a float can count keeps its last cent", async () => {
  const huge = invoice({ minor: 9_007_199_254_740_993n * 1_000_003n });
  await ledger("huge").saveItem(huge, undefined, []);
  expect((await ledger("huge").itemsByIds("cus_arnaud", [huge.id]))[0]!.openMinor).toBe(huge.minor);
});

test("two hands on one invoice: the second is told, and nothing of the first is lost", async () => {
  const store = ledger("two-hands");
  const first = invoice();
  expect(await store.saveItem(first, undefined, [])).toBe("saved");
  expect(await store.saveItem(first, undefined, [])).toBe("conflict");
  expect(await store.saveItem({ ...first, label: "mine", version: 2 }, first, [])).toBe("saved");
  expect(await store.saveItem({ ...first, label: "yours", version: 2 }, first, [])).toBe("conflict");
  expect((await store.items("cus_arnaud"))[0]!.label).toBe("mine");
  expect(await store.saveCustomer(arnaud, undefined)).toBe("saved");
  expect(await store.saveCustomer({ ...arnaud, name: "A", version: 2 }, arnaud)).toBe("saved");
  expect(await store.saveCustomer({ ...arnaud, name: "B", version: 2 }, arnaud)).toBe("conflict");
  expect(await store.customersByCode("sage", "411ARNAUD")).toEqual([{ ...arnaud, name: "A", version: 2 }]);
});

test("an allocation between two items is saved whole or not at all", async () => {
  const store = ledger("together");
  const debit = invoice({ id: "itm_debit" });
  const credit = invoice({ id: "itm_credit", kind: "credit-note", minor: -1200_00n });
  expect(
    await store.saveItems([
      { next: debit, previous: undefined, facts: [] },
      { next: credit, previous: undefined, facts: [] },
    ]),
  ).toBe("saved");
  const settled = (item: Item): Item => ({ ...item, openMinor: 0n, version: 2 });
  expect(
    await store.saveItems([
      { next: settled(debit), previous: debit, facts: [] },
      { next: settled(credit), previous: { ...credit, version: 7 }, facts: [] },
    ]),
  ).toBe("conflict");
  expect((await store.items("cus_arnaud")).map((item) => item.openMinor)).toEqual([-1200_00n, 1200_00n]);
  expect(
    await store.saveItems([
      { next: settled(debit), previous: debit, facts: [] },
      { next: settled(credit), previous: credit, facts: [] },
    ]),
  ).toBe("saved");
  expect((await store.items("cus_arnaud")).map((item) => item.openMinor)).toEqual([0n, 0n]);
});

test("a new invoice costs two write units, a change one", async () => {
  const store = ledger("01JQ0TENANT0000000000000AA");
  const typical = invoice({
    id: "itm_0123456789abcdefghijkl",
    customerId: "cus_0123456789abcdefghijkl",
    entityId: "ent_0123456789abcdefghijkl",
    source: "src_0123456789abcdefghijkl",
    sequence: "2026-01-31T06:12:00.000Z",
    fingerprint: "0123456789abcdefghijkl",
    label: "Farine T55, semaine 2",
    reference: "PO-2026-0042",
    journal: "VE",
    postings: [{ ...invoice().postings[0]!, id: "pst_0123456789abcdefghijkl", by: "run_0123456789abcdefghijkl" }],
  });
  const fact: ItemFact = { ...issuedFact, actor: { type: "source", id: typical.source, run: "run_0123456789abcdefghijkl" }, causedBy: "run_0123456789abcdefghijkl" };
  await store.saveItem(typical, undefined, [fact]);
  expect(store.consumed().write).toBe(2);
  const paid = {
    ...typical,
    openMinor: 0n,
    openEntityMinor: 0n,
    version: 2,
    postings: [
      ...typical.postings,
      {
        ...typical.postings[0]!,
        id: "pst_abcdefghijkl0123456789" as const,
        kind: "allocation" as const,
        minor: -1200_00n,
        entityMinor: -1200_00n,
        lettering: "AAAT",
        allocation: "alc_0123456789abcdefghijkl",
      },
    ],
  };
  await store.saveItem(paid, typical, [fact]);
  expect(store.consumed().write).toBe(3);
});

test("many items are read by id in one go, and unknown ids are left out", async () => {
  const store = ledger("many");
  const ids = Array.from({ length: 130 }, (_, n) => `itm_${n}` as const);
  for (const id of ids) await store.saveItem(invoice({ id }), undefined, []);
  expect((await store.itemsByIds("cus_arnaud", [...ids, "itm_unknown"])).map((item) => item.id).toSorted()).toEqual([...ids].toSorted());
  expect(await store.items("cus_arnaud")).toHaveLength(130);
  expect(await store.customers(["cus_none"])).toEqual([]);
}, 30_000);

test("what stands beside the items is kept and removed", async () => {
  const store = ledger("beside");
  const contact = { id: "con_1", customerId: "cus_arnaud", name: "Inès", role: "accounts-payable", email: "ines@moulins.example", owner: "erp" } as const;
  const order = { id: "cmt_1", customerId: "cus_arnaud", entityId: "ent_fr", kind: "order", number: "BC-1", minor: 2n ** 60n, currency: "EUR", sequence: "1" } as const;
  const entity = { id: "ent_fr", code: "FR", name: "Minoterie Verdier", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" } as const;
  await store.saveContact(contact);
  await store.saveCommitment(order);
  await store.putEntity(entity);
  expect([await store.contacts("cus_arnaud"), await store.commitments("cus_arnaud"), await store.entities(), await store.entity("ent_fr")]).toEqual([
    [contact],
    [order],
    [entity],
    entity,
  ]);
  await store.removeCommitment("cus_arnaud", "cmt_1");
  expect(await store.commitments("cus_arnaud")).toEqual([]);
  expect(await store.items("cus_arnaud")).toEqual([]);
});

test("people are found by id and by mail address, whatever its case", async () => {
  const store = accessStore("people", dynamo);
  const lea = { id: "usr_lea", email: "Lea@verdier.example", name: "Léa", role: "collector", language: "fr", entityIds: [] } as const;
  await store.putTenant({ id: "people", name: "Verdier", currency: "EUR" });
  await store.putUser({ ...lea, entityIds: [] });
  await store.putRate({ from: "GBP", to: "EUR", rate: "1.1689", on: "2026-01-31" });
  expect([await store.tenant(), await store.user("usr_lea"), await store.userByMail("lea@VERDIER.example"), await store.users(), await store.rates()]).toEqual([
    { id: "people", name: "Verdier", currency: "EUR" },
    lea,
    lea,
    [lea],
    [{ from: "GBP", to: "EUR", rate: "1.1689", on: "2026-01-31" }],
  ]);
});

test("a key of another tenant never leaves the process, whatever the request", async () => {
  const { client } = tenantTable("ours", dynamo);
  await expect(client.send(new GetCommand({ TableName: dynamo.table, Key: { pk: "theirs#T", sk: "A" } }))).rejects.toThrow("tenant ours reaches for the key theirs#T");
  await expect(client.send(new GetCommand({ TableName: dynamo.table, Key: { pk: "ours", sk: "A" } }))).rejects.toThrow("reaches for");
  await expect(client.send(new ScanCommand({ TableName: dynamo.table }))).rejects.toThrow("names no partition");
  expect(() => ledger("ours#T")).toThrow("cannot be a tenant");
});

test("the stream shows the item and the customer as they are saved", async () => {
  const store = ledger("stream");
  const item = invoice({ id: "itm_streamed", entityMinor: 7n, openEntityMinor: 7n, minor: 2n ** 70n });
  await store.saveItem(item, undefined, [issuedFact]);
  await store.saveCustomer({ ...arnaud, creditLimit: { minor: 2n ** 60n, currency: "EUR" } }, undefined);
  const images = (await dynamo.records()).flatMap(({ dynamodb }) => (dynamodb?.NewImage?.pk?.S?.startsWith("stream#") ? [dynamodb.NewImage as Image] : []));
  expect(images.map(itemFromImage)).toEqual([item, undefined]);
  expect(images.map(customerFromImage)).toEqual([undefined, { ...arnaud, creditLimit: { minor: 2n ** 60n, currency: "EUR" } }]);
});
