// Three lines of ten thousand are wrong. The others go on; the three are repaired where they stand.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Reject, Run } from "#domain/ingestion/schema.ts";
import { allRunsEnded, ask, drop, until } from "#test/stories/people.ts";
import { itemsInTable } from "#test/stories/ledger-truth.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

const profile = {
  about: "items", delimiter: ";", decimal: ",", dates: "DD/MM/YYYY", amounts: "signed",
  columns: { "N° PIECE": "number", COMPTE: "customer", NOM: "customerName", "DT PIECE": "issuedOn", "DT ECH": "dueOn", MONTANT: "amount", SOLDE: "open", DEV: "currency" },
};
const wrong = { 1234: ["DT ECH", "31/02/2026", "28/02/2026"], 5678: ["DEV", "EURO", "EUR"], 9012: ["MONTANT", "9012,x4", "9012,34"] } as const;

const row = (n: number): string => {
  const cells: Record<string, string> = { "N° PIECE": `FA-${n}`, COMPTE: `C${n % 400}`, NOM: `Maison ${n % 400}`, "DT PIECE": "05/01/2026", "DT ECH": "15/02/2026", MONTANT: `${n},34`, SOLDE: `${n},34`, DEV: "EUR" };
  const fault = wrong[n as keyof typeof wrong];
  if (fault) cells[fault[0]] = fault[1];
  return Object.values(cells).join(";");
};
const file = [Object.keys(profile.columns).join(";"), ...Array.from({ length: 10_000 }, (_, n) => row(n + 1))].join("\r\n");

let cloud: TestCloud;
let run: Run;
beforeAll(async () => {
  cloud = await startCloud({ empty: true });
  const entity = await ask<{ id: string }>(cloud, "/entities", { method: "POST", body: { code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" } });
  await ask(cloud, "/sources", { method: "POST", body: { slug: "erp", name: "ERP", format: "delimited", mode: "full", entityId: entity.id, profile } });
  await drop(cloud, "erp", "BAL_CLI_20260331.csv", Buffer.from(file, "latin1"));
  [run] = (await allRunsEnded(cloud, 1)) as [Run];
});
afterAll(async () => cloud?.stop());

test("9,997 rows are applied, and three are shown with line, field, value and reason", async () => {
  expect(run).toMatchObject({ state: "applied", rows: 10_000, rejected: 3 });
  expect((await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table)).size).toBe(9_997);
  const { items } = await ask<{ items: Reject[] }>(cloud, `/imports/${run.id}/rejects`);
  expect(items.map(({ line, field, value }) => [line, field, value])).toEqual(Object.entries(wrong).map(([n, [field, value]]) => [Number(n) + 1, field, value]));
  expect(items.every(({ code }) => code.length > 0)).toBe(true);
});

test("repaired, the three are applied, once", async () => {
  const repairs = Object.entries(wrong).map(([n, [field, , repaired]]) => ({ line: Number(n) + 1, values: { [field]: repaired } }));
  await ask(cloud, `/imports/${run.id}/rejects/replay`, { method: "POST", body: { repairs } });
  const items = await until(60_000, async () => {
    const found = await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table);
    return found.size === 10_000 ? found : undefined;
  });
  const repaired = [...items.values()].filter(({ number }) => Object.keys(wrong).some((n) => number === `FA-${n}`));
  expect(repaired.map(({ openMinor }) => openMinor).toSorted((a, b) => Number(a - b))).toEqual([1_234_34n, 5_678_34n, 9_012_34n]);
  await until(60_000, async () => {
    const { items: left } = await ask<{ items: Reject[] }>(cloud, `/imports/${run.id}/rejects?state=open`);
    return left.length === 0 ? true : undefined;
  });
});

test("the same file again, still with its three wrong lines, settles nobody and undoes nothing", async () => {
  const before = await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table);
  await drop(cloud, "erp", "BAL_CLI_20260401.csv", Buffer.from(`${file}\r\n`, "latin1"));
  const runs = await allRunsEnded(cloud, 2);
  expect(runs.find(({ fileName }) => fileName === "BAL_CLI_20260401.csv")).toMatchObject({ created: 0, gone: 0 });
  const after = await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table);
  expect([...after].map(([id, { openMinor }]) => [id, openMinor])).toEqual([...before].map(([id, { openMinor }]) => [id, openMinor]));
});
