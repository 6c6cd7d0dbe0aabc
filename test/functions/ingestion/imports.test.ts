// Files on their way into the ledger, on the emulators, with the events played by hand: late, twice, or in another order.
import { afterAll, beforeAll, expect, test } from "vitest";
import { handler as api } from "#functions/ingestion/api.ts";
import { erp, startImports, TENANT, type ImportWorld } from "#test/world/imports.ts";

let world: ImportWorld;
beforeAll(async () => {
  world = await startImports();
  await world.stores.access.putUser({ id: "usr_sophie", email: "sophie@ardelane.example", name: "Sophie Carrel", role: "accountant", language: "fr", entityIds: [] });
});
afterAll(async () => world?.close());

const titles = Object.keys(erp.profile!.columns);
const row = (n: number, change: Record<string, string> = {}): string => {
  const cells: Record<string, string> = { "N° PIECE": `FA-${n}`, COMPTE: `C${n % 40}`, NOM: `Maison ${n % 40}`, "DT PIECE": "05/01/2026", "DT ECH": "15/02/2026", MONTANT: `${n},34`, SOLDE: `${n},34`, DEV: "EUR", ...change };
  return titles.map((title) => cells[title]).join(";");
};
const list = (rows: readonly string[]): string => [titles.join(";"), ...rows, ""].join("\r\n");
const numbers = (count: number, from = 1): number[] => Array.from({ length: count }, (_, n) => n + from);

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, any>> {
  const event = {
    rawPath: `/api/v1${path}`, rawQueryString: "", headers: {}, body: body === undefined ? undefined : JSON.stringify(body), isBase64Encoded: false,
    requestContext: { requestId: "1", http: { method }, authorizer: { jwt: { claims: { tenant: TENANT, user: "usr_sophie" } } } },
  };
  const answer = (await api(event as never, { functionName: "test", awsRequestId: "1" } as never)) as { statusCode: number; body: string };
  return { status: answer.statusCode, ...(JSON.parse(answer.body) as object) };
}

test("of a thousand rows three cannot be read: the others are applied, the three are shown with line, field, value and reason", async () => {
  const wrong = new Map<number, Record<string, string>>([[123, { "DT ECH": "31/02/2026" }], [456, { DEV: "EURO" }], [789, { MONTANT: "78x,34", SOLDE: "78x,34" }]]);
  await world.drop("erp", "BAL_20260331.csv", list(numbers(1000).map((n) => row(n, wrong.get(n)))));
  const [run] = await world.settle();

  expect(run).toMatchObject({ state: "applied", rows: 1000, created: 1000, rejected: 3, unchanged: 0, gone: 0, asOf: "2026-03-31" });
  const { items } = await ask("GET", `/imports/${run!.id}/rejects`);
  expect(items.map(({ line, field, value, code, suggestion }: any) => [line, field, value, code, suggestion])).toEqual([
    [124, "DT ECH", "31/02/2026", "date.not-in-calendar", "28/02/2026"],
    [457, "DEV", "EURO", "currency.unknown", "EUR"],
    [790, "MONTANT", "78x,34", "amount.unreadable", undefined],
  ]);
  const account = await world.items("erp", "C3");
  expect(account.map(({ number }) => number)).not.toContain("FA-123");
  expect(account).toHaveLength(24);
});

test("repaired, the three are applied once, however often they are told", async () => {
  const [run] = await world.settle();
  const repairs = [{ line: 124, values: { "DT ECH": "28/02/2026" } }, { line: 457, values: { DEV: "EUR" } }, { line: 790, values: { MONTANT: "789,34", SOLDE: "789,34" } }];
  expect(await ask("POST", `/imports/${run!.id}/rejects/replay`, { repairs })).toMatchObject({ status: 202, replayed: 3 });
  await world.settle({ twice: true });

  expect(await ask("GET", `/imports/${run!.id}`)).toMatchObject({ run: { state: "applied", rejected: 0 } });
  expect((await ask("GET", `/imports/${run!.id}/rejects`)).items.map(({ state }: any) => state)).toEqual(["replayed", "replayed", "replayed"]);
  const repaired = (await world.items("erp", "C3")).find(({ number }) => number === "FA-123");
  expect(repaired).toMatchObject({ openMinor: 123_34n, instalments: [{ dueOn: "2026-02-28" }] });
  expect(repaired!.postings).toHaveLength(1);
  expect(await ask("POST", `/imports/${run!.id}/rejects/replay`, { repairs })).toMatchObject({ replayed: 0 });
});

test("the next file still has the three wrong rows, changes one invoice and lacks another: two documents are written, and nothing is written for the rest", async () => {
  const wrong = new Map<number, Record<string, string>>([[123, { "DT ECH": "31/02/2026" }], [456, { DEV: "EURO" }], [789, { MONTANT: "78x,34", SOLDE: "78x,34" }]]);
  const rows = numbers(1000).filter((n) => n !== 900).map((n) => row(n, n === 500 ? { SOLDE: "100,34" } : wrong.get(n)));
  await world.drop("erp", "BAL_20260401.csv", list(rows));
  const run = (await world.settle()).at(-1);

  expect(run).toMatchObject({ state: "applied", rows: 999, created: 0, changed: 1, unchanged: 998, gone: 1, rejected: 0, postings: 2, chunks: 1 });
  const partly = (await world.items("erp", "C20")).find(({ number }) => number === "FA-500");
  expect(partly).toMatchObject({ openMinor: 100_34n });
  expect(partly!.postings.at(-1)).toMatchObject({ kind: "allocation", on: "2026-04-01", minor: -400_00n });
  expect((await world.items("erp", "C20")).find(({ number }) => number === "FA-900")).toMatchObject({ openMinor: 0n });
});

test("the rest is paid two days later: each part stays on the day on which it was first seen", async () => {
  const rows = numbers(1000).filter((n) => n !== 900).map((n) => row(n, n === 500 ? { SOLDE: "40,34" } : {}));
  await world.drop("erp", "BAL_20260403.csv", list(rows));
  await world.settle({ twice: true });
  const paid = (await world.items("erp", "C20")).find(({ number }) => number === "FA-500");
  expect(paid!.postings.map(({ on, minor }) => [on, minor])).toEqual([["2026-01-05", 500_34n], ["2026-04-01", -400_00n], ["2026-04-03", -60_00n]]);
});

test("the same file again is a duplicate, and costs the ledger nothing", async () => {
  const before = await world.items("erp", "C20");
  await world.drop("erp", "again_20260403.csv", list(numbers(1000).filter((n) => n !== 900).map((n) => row(n, n === 500 ? { SOLDE: "40,34" } : {}))));
  expect((await world.settle()).at(-1)).toMatchObject({ state: "duplicate", chunks: 0 });
  expect(await world.items("erp", "C20")).toEqual(before);
});

test("a file in which only the order of rows changed costs the ledger not one write unit", async () => {
  const before = world.stores.ledger.consumed();
  await world.drop("erp", "BAL_20260404.csv", list(numbers(1000).filter((n) => n !== 900).toReversed().map((n) => row(n, n === 500 ? { SOLDE: "40,34" } : {}))));
  expect((await world.settle()).at(-1)).toMatchObject({ state: "applied", chunks: 0, postings: 0, unchanged: 999, created: 0, changed: 0, gone: 0 });
  expect(before.write).toBeGreaterThan(1000);
  expect(world.stores.ledger.consumed().write).toBe(before.write);
});

test("half a snapshot waits for a person; on a yes it is applied, and what it does not name is settled", async () => {
  await world.drop("erp", "BAL_20260405.csv", list(numbers(500).map((n) => row(n))));
  const held = (await world.settle()).at(-1)!;
  expect(held).toMatchObject({ state: "held", reasons: expect.arrayContaining([expect.objectContaining({ code: "snapshot.balance-moved", currency: "EUR" })]) });
  expect((await world.items("erp", "C0")).filter(({ openMinor }) => openMinor !== 0n)).toHaveLength(25);

  expect(await ask("POST", `/imports/${held.id}/approval`, { decision: "apply", reason: "half of the business was sold" })).toMatchObject({ status: 202 });
  await world.settle();
  expect(await ask("GET", `/imports/${held.id}`)).toMatchObject({ run: { state: "applied", gone: 499 }, source: { freshness: "fresh" } });
  expect((await world.items("erp", "C0")).filter(({ openMinor }) => openMinor !== 0n)).toHaveLength(12);
});

test("a file whose footer does not add up is not used at all", async () => {
  await world.drop("erp", "BAL_20260406.csv", `${list(numbers(500).map((n) => row(n)))}TOTAL;499;125420,00\r\n`);
  expect((await world.settle()).at(-1)).toMatchObject({ state: "failed", reasons: [{ code: "footer.rows", expected: "499", found: "500" }] });
});

test("a row whose customer cannot be read does not settle its invoice", async () => {
  await world.drop("erp", "BAL_20260407.csv", list(numbers(500).map((n) => row(n, n === 77 ? { COMPTE: "" } : n === 500 ? { "N° PIECE": "FA-500" } : {}))));
  const run = (await world.settle()).at(-1)!;
  expect(run).toMatchObject({ state: "applied", gone: 0, rejected: 1, reasons: expect.arrayContaining([{ code: "gone.withheld", documents: 1 }]) });
  expect((await world.items("erp", "C37")).find(({ number }) => number === "FA-77")).toMatchObject({ openMinor: 77_34n });
});

test("a file in an unknown folder waits in quarantine until somebody gives it to a source", async () => {
  await world.drop("nowhere", "BAL_20260408.csv", list(numbers(500).map((n) => row(n))));
  const run = (await world.settle()).at(-1)!;
  expect(run).toMatchObject({ state: "quarantined", sourceSlug: "nowhere" });
  expect(await ask("POST", `/imports/${run.id}/release`, { source: erp.id })).toMatchObject({ status: 202 });
  await world.settle();
  expect(await ask("GET", `/imports/${run.id}`)).toMatchObject({ run: { state: "applied", sourceId: erp.id } });
});

test("three files that come at once are read one after the other, in the order in which they came", async () => {
  for (const day of ["09", "10", "11"]) await world.drop("erp", `BAL_202604${day}.csv`, list(numbers(500).map((n) => row(n, n === 5 ? { SOLDE: `${Number(day) - 8},00` } : {}))));
  const runs = (await world.settle({ twice: true })).slice(-3);
  expect(runs.map(({ state, fileName }) => [state, fileName])).toEqual(["09", "10", "11"].map((day) => ["applied", `BAL_202604${day}.csv`]));
  expect((await world.items("erp", "C5")).find(({ number }) => number === "FA-5")).toMatchObject({ openMinor: 3_00n });
});
