// Phone tasks through their door: who is called first, what an outcome makes true, and what waits for an approval across customers.
import { afterAll, beforeAll, expect, test } from "vitest";
import { booksOf } from "#functions/dunning/books.ts";
import { planShard } from "#functions/dunning/plan-shard.ts";
import { shardsOf } from "#functions/dunning/start-run.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { openDunningDesk, TENANT } from "#test/world/dunning-desk.ts";
import { standard } from "#test/world/dunning.ts";

/** A call, and long after it a first reminder, above whose limit somebody approves. */
const { serialLate: _s, entry: _e, ...plain } = standard;
const first = standard.steps.find(({ id }) => id === "r1")!;
const { template: _t, ...callStep } = { ...first, id: "call", name: "Call", kind: "task" as const, level: 0, timing: { due: 5 }, channels: ["phone" as const], fallbacks: [], minimum: [] };
const policy = { ...plain, quietDays: 0, graceDays: 0, maximumTotal: [{ minor: 500_000n, currency: "EUR" }], rules: [], steps: [callStep, { ...first, timing: { due: 100 }, minimum: [] }] };

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
const MORNING = "2026-03-09T05:00:00.000Z";
beforeAll(async () => {
  desk = await openDunningDesk(async () => (await import("#functions/dunning/api.ts")).handler);
  desk.at(MORNING);
  const owes = (number: string, minor: bigint, dueOn = "2026-02-10") => ({ number, minor, dueOn });
  await desk.debtor({ id: "cus_arnaud", name: "Moulins Arnaud", owes: [owes("FA-1", 120_000n)], email: "jeanne@arnaud.example", phone: "+33 4 11" });
  await desk.debtor({ id: "cus_besse", name: "Besse", owes: [owes("FB-1", 90_000n, "2025-12-10")], email: "b@besse.example", phone: "+33 4 22" });
  await desk.debtor({ id: "cus_cordier", name: "Cordier", owes: [owes("FC-1", 800_000n)], email: "c@cordier.example", phone: "+33 4 33" });
  await desk.debtor({ id: "cus_foreign", name: "Foreign", collector: "somebody else", owes: [owes("FF-1", 900_000n)], email: "f@foreign.example", phone: "+33 4 44" });
  await desk.debtor({ id: "cus_delorme", name: "Delorme", owes: [owes("FD-1", 800_000n, "2025-10-01")], email: "d@delorme.example" });
  await desk.debtor({ id: "cus_fabre", name: "Fabre", collector: "somebody else", owes: [owes("FF-2", 900_000n, "2025-10-01")], email: "f@fabre.example" });
  await desk.publish(policy);
  await Promise.all((await shardsOf(TENANT, "Europe/Paris", MORNING)).map((shard) => planShard(shard, MORNING, booksOf(TENANT))));
}, 60_000);
afterAll(() => desk?.close());

const calls = async (person: "camille" | "helene" | "ines" = "camille", on = "2026-03-09") => (await desk.api(person, `GET /dunning/calls?on=${on}`)).json;
const names = async (...asked: Parameters<typeof calls>) => (await calls(...asked)).items.map(({ customer }: any) => customer.name);
const idOf = async (name: string) => (await calls("helene", "2026-04-30")).items.find(({ customer }: any) => customer.name === name)?.id;
const told = (id: string, result: object, note?: string, person: "camille" | "ines" | "paul" = "camille") => desk.api(person, `POST /dunning/calls/${id}/outcome`, { result, ...(note ? { note } : {}) });

test("calls are ranked by what is overdue and for how long, within one's own rows, and say why", async () => {
  expect(await names("helene")).toEqual(["Foreign", "Cordier", "Besse", "Moulins Arnaud"]);
  const mine = await calls();
  expect(mine.items.map(({ customer, rank, daysLate, overdue }: any) => [rank, customer.name, daysLate, overdue[0].amount])).toEqual([[1, "Cordier", 27, "8000.00"], [2, "Besse", 89, "900.00"], [3, "Moulins Arnaud", 27, "1200.00"]]);
  expect([mine.items[0].contacts, mine.items[0].reasons.map(({ code }: any) => code), await names("ines")]).toEqual([[{ name: "Jeanne", role: "accounts-payable", phone: "+33 4 33", email: "c@cordier.example" }], ["call.amount", "call.oldest", "call.level"], []]);
});

test("nobody answered: the call comes back on the next working day with its note, and the level is what it was", async () => {
  const id = await idOf("Besse");
  const before = (await dunningStore(TENANT).account("cus_besse")).marks;
  expect((await told(id, { outcome: "no-answer" }, "exchange closed")).json).toEqual({ id, done: false, nextOn: "2026-03-10", holds: [], also: [] });
  expect(await names()).not.toContain("Besse");
  const again = (await calls("camille", "2026-03-10")).items.find(({ customer }: any) => customer.name === "Besse");
  expect(again).toMatchObject({ tries: 1, notes: [{ outcome: "no-answer", note: "exchange closed", byName: "camille" }] });
  expect((await dunningStore(TENANT).account("cus_besse")).marks).toEqual(before);
});

test("a promise on the telephone is a promise: it is noted, the task is done, and no reminder goes until its deadline", async () => {
  const id = await idOf("Moulins Arnaud");
  const { json } = await told(id, { outcome: "promised", payOn: "2026-03-16" });
  expect(json).toMatchObject({ done: true, promise: { promised: { amount: "1200.00", currency: "EUR" }, payOn: "2026-03-16", status: "open" }, also: ["promise"] });
  expect((await desk.api("camille", "GET /promises?customer=cus_arnaud")).json.items).toHaveLength(1);
  expect((await told(id, { outcome: "reached" })).json.code).toBe("call.not-open");
});

test("a dispute announced on the telephone holds back what it is about, and ends by itself", async () => {
  const { json } = await told(await idOf("Cordier"), { outcome: "disputed", what: "wrong price", keys: ["itm_fc1~1"] });
  expect([json.done, json.holds.length]).toEqual([true, 1]);
  expect((await desk.api("camille", "GET /dunning/holds?customer=cus_cordier")).json.items).toMatchObject([{ reason: "dispute", of: "line", key: "itm_fc1~1", until: "2026-03-30", note: "wrong price" }]);
});

test.each([
  ["a day that is over", { outcome: "call-back", on: "2026-03-02" }, "call.date-in-the-past"],
  ["a promise for a day that is over", { outcome: "promised", payOn: "2026-03-02" }, "promise.date-past"],
])("an outcome with %s is refused, and the call stays as it was", async (_what, result, code) => {
  const id = await idOf("Besse");
  expect((await told(id, result)).json.code).toBe(code);
  expect(await idOf("Besse")).toBe(id);
});

test("a wrong number is done with and not called again; a call-back comes on its day", async () => {
  const id = await idOf("Besse");
  expect((await told(id, { outcome: "call-back", on: "2026-03-20" })).json).toMatchObject({ done: false, nextOn: "2026-03-20" });
  expect((await told(id, { outcome: "wrong-number" })).json).toMatchObject({ done: true, also: ["mend-contact"] });
  expect((await dunningStore(TENANT).customer("cus_besse")).flags).toMatchObject([{ address: "+33 4 22" }]);
});

test("nobody notes a call of a customer whom he does not see, nor without the right", async () => {
  const id = await idOf("Foreign");
  expect([(await told(id, { outcome: "reached" }, undefined, "camille")).json.code, (await told(id, { outcome: "reached" }, undefined, "ines")).json.code, (await told(id, { outcome: "reached" }, undefined, "paul")).status]).toEqual(["message.unknown", "message.unknown", 403]);
});

test("what waits for approval is listed across customers within one's rows, the largest first, and is off the list when somebody has decided", async () => {
  const list = async (person: "camille" | "marc" | "helene") => (await desk.api(person, "GET /dunning/approvals")).json.items;
  expect((await list("helene")).map(({ customer, mayDecide }: any) => [customer.name, mayDecide])).toEqual([["Fabre", true], ["Delorme", true]]);
  expect((await list("marc")).map(({ mayDecide }: any) => mayDecide)).toEqual([false, false]);
  const mine = await list("camille");
  expect(mine.map(({ customer, mayDecide }: any) => [customer.name, mayDecide])).toEqual([["Delorme", false]]);
  expect((await desk.api("helene", `POST /messages/${mine[0].id}/decision`, { decision: "approve" })).json.state.status).toBe("approved");
  expect([(await list("camille")).length, (await desk.api("helene", "GET /messages?on=2026-03-09")).json.items.map(({ id }: any) => id)]).toEqual([0, expect.arrayContaining([mine[0].id])]);
});
