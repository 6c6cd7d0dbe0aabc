// What a customers file tells of accounts, VAT numbers and agreed discounts decides receipts: from the file in the inbox over the ledger, the history and the
// list of open documents to the matcher, each step by its own code, on the emulators.
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { received, type Received } from "#domain/cash-application/payment.ts";
import type { Source } from "#domain/ingestion/schema.ts";
import { listKey, readList, type OpenItemsList } from "#domain/insight/open-items-list.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { matchEntity } from "#functions/cash-application/match-payments.ts";
import { postingStores, type Stores } from "#functions/cash-application/order.ts";
import { collectHistory } from "#functions/insight/collect-history.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { listOpenItems } from "#functions/insight/list-open-items.ts";
import { customerChange, itemChange } from "#test/world/changes.ts";
import { ardelane, erp, startImports, TENANT, type ImportWorld } from "#test/world/imports.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

const iban = "FR1420041010050500013M02606";
const columns = { code: "code", name: "name", entity: null, currency: null, country: "country", city: "city", vat: "vat", parent: "parent", terms: "terms", discount_pct: "discountRate", discount_days: "discountDays", iban: "iban" };
const people: Source = { ...erp, id: "src_people", slug: "people", mode: "delta", profile: { version: 1, about: "customers", delimiter: ";", decimal: ",", dates: "DD/MM/YYYY", amounts: "signed", columns } };
const customers = [
  "code;name;entity;currency;country;city;vat;parent;terms;discount_pct;discount_days;iban",
  `C1;Alpha Transports SAS;01;EUR;FR;Lyon;;;30 jours;;;FR14 2004 1010 0505 0001 3M02 606 / FR7630006000011234567890188`,
  "C2;Beta Mécanique SARL;01;EUR;FR;Nantes;FR44732829320;;30 jours;;;",
  "C3;Garnier & Fils;01;EUR;FR;Dijon;;;30 jours;2,5;10;",
];
const documents = ["N° PIECE;COMPTE;NOM;DT PIECE;DT ECH;MONTANT;SOLDE;DEV", "FA-26-1001;C1;Alpha Transports SAS;01/02/2026;03/03/2026;1187,35;1187,35;EUR", "FA-26-1002;C2;Beta Mécanique SARL;01/02/2026;03/03/2026;731,40;731,40;EUR", "FA-26-1003;C3;Garnier & Fils;05/02/2026;07/03/2026;1000,00;1000,00;EUR", "FA-26-1004;C3;Garnier & Fils;05/01/2026;04/02/2026;800,00;800,00;EUR"];

let world: ImportWorld;
let stores: Stores;
let list: OpenItemsList;
beforeAll(async () => {
  world = await startImports();
  await world.stores.imports.putSource(people);
  await world.drop("erp", "BAL_20260210.csv", documents.join("\r\n"));
  await world.drop("people", "CUSTOMERS_20260210.csv", customers.join("\r\n"));
  await world.settle();
  stores = postingStores(TENANT);
  list = await listed();
});
afterAll(() => world.close());

async function customerOf(code: string): Promise<Customer> {
  return (await world.stores.ledger.customersByCode("erp", code))[0]!;
}

/** What the table's stream tells, kept as history and listed as after an import. */
async function listed(): Promise<OpenItemsList> {
  const history = memoryObjectStore();
  const accounts = await Promise.all(["C1", "C2", "C3"].map(customerOf));
  const items = (await Promise.all(accounts.map(({ id }) => world.stores.ledger.items(id)))).flat();
  await collectHistory(history, [...accounts.map((one) => customerChange(TENANT, one)), ...items.map((one) => itemChange(TENANT, one))]);
  await compactHistory(history, TENANT, "2026-02-13T05:00:00.000Z");
  await collectHistory(history, [customerChange(TENANT, accounts[0]!)]);
  await listOpenItems({ store: history, now: () => "2026-02-13T06:00:00.000Z", publish: async () => {} }, { id: "evt_1", tenant: TENANT });
  return readList(gunzipSync((await history.get(listKey(TENANT)))!.body).toString("utf8"));
}

async function decide(id: Received["id"], minor: bigint, change: Partial<Received>): Promise<{ status: string; customers: readonly string[]; documents: readonly string[]; adjustments: unknown; clues: readonly string[] }> {
  await stores.payments.create(received({ id, entityId: ardelane.id, account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", text: "VIREMENT", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 }, ...change }), []);
  await matchEntity(stores, ardelane.id, list, { now: "2026-02-13T07:00:00.000Z", causedBy: "evt_2" });
  const { status, allocations, decision } = (await stores.payments.payment(id))!;
  const lines = allocations.flatMap((one) => one.lines);
  return { status, customers: lines.map(({ customerId }) => customerId), documents: lines.map(({ number }) => number), adjustments: allocations.flatMap((one) => one.adjustments), clues: decision!.evidence.map(({ means }) => means) };
}

test("a customers file in the layout of the offline matcher is read with its accounts, VAT numbers and discounts", async () => {
  expect(await customerOf("C1")).toMatchObject({ ibans: [iban], city: "Lyon" });
  expect(await customerOf("C2")).toMatchObject({ vat: "FR44732829320" });
  expect((await customerOf("C3")).discount).toEqual({ rate: 250, days: 10 });
  expect((await customerOf("C1")).discount).toBeUndefined();
});

test("an account that the customers file tells decides a receipt under a strange name", async () => {
  expect(await decide("pay_iban", 1187_35n, { payerName: "TRESORERIE CENTRALE", payerIban: iban })).toMatchObject({ status: "applied", documents: ["FA-26-1001"], customers: [(await customerOf("C1")).id], clues: expect.arrayContaining(["payer.ibanMaster"]) });
});

test("a VAT number in the words of a payment decides it where nothing else tells the payer", async () => {
  expect(await decide("pay_vat", 731_40n, { text: "TVA FR44732829320" })).toMatchObject({ status: "applied", documents: ["FA-26-1002"], clues: expect.arrayContaining(["payer.vat"]) });
});

test("a discount that the customer's terms grant is taken in time and posted as such", async () => {
  expect(await decide("pay_discount", 975_00n, { payerName: "GARNIER ET FILS", text: "FA-26-1003" })).toMatchObject({ status: "applied", documents: ["FA-26-1003"], adjustments: [{ type: "discount", minor: 25_00n }] });
});

test("the same discount, taken a month late, is for a person to grant", async () => {
  expect(await decide("pay_late", 780_00n, { payerName: "GARNIER ET FILS", text: "FA-26-1004" })).toMatchObject({ status: "proposed", documents: [] });
});

test("a list of before customers had accounts is still read", () => {
  expect(readList('["c","cus_1","C1","Alpha","FR",""]').customers).toEqual([{ id: "cus_1", code: "C1", name: "Alpha", country: "FR", parent: "" }]);
});
