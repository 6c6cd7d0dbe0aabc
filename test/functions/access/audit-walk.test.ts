import { expect, test } from "vitest";
import { type AuditRecord, linked, START } from "#domain/access/audit/chain.ts";
import { walkOn } from "#functions/access/audit-walk.ts";
import { fullDigest } from "#functions/runtime/digest.ts";

const record = (n: number): AuditRecord => ({ id: `r${n}`, at: "2026-03-31T08:00:00.000Z", action: "CustomerChanged", outcome: "done", actor: { type: "user", id: "usr_ines", name: "Inès" }, source: "web", object: { kind: "customer", id: "cus_arnaud" }, after: { segment: String(n) } });
const chain = linked(Array.from({ length: 3700 }, (_, n) => record(n)), START, fullDigest);

/** The first fifty records fell into October, nothing into November, the rest into December. */
const storeOf = (links: typeof chain.links) => ({
  head: async () => ({ ...chain.head, since: "2026-10", month: "2026-12" }),
  links: async (month: string, after: number, limit: number) => links.filter(({ seq }) => seq > after && (month === "2026-10" ? seq <= 50 : month === "2026-12" && seq > 50)).slice(0, limit),
});

test("a long chain is walked part by part, each going on where the one before came to, and found whole", async () => {
  const store = storeOf(chain.links);
  const first = await walkOn(store);
  expect(first).toMatchObject({ upTo: 3050, total: 3700 });
  expect(await walkOn(store, first.nextCursor)).toEqual({ upTo: 3700, total: 3700 });
});

test.each([
  ["altered", chain.links.with(59, { ...chain.links[59]!, text: JSON.stringify({ ...record(59), after: { segment: "Z" } }) }), 60],
  ["missing", chain.links.toSpliced(59, 1), 60],
  ["cut-off", chain.links.slice(0, 3600), 3601],
])("a record that was %s is named, and how far the chain is whole", async (what, links, seq) => {
  let walked = await walkOn(storeOf(links));
  while (walked.nextCursor) walked = await walkOn(storeOf(links), walked.nextCursor);
  expect(walked).toMatchObject({ upTo: seq - 1, broken: { seq, what } });
});

test("what is appended while somebody looks is no break", async () => {
  const more = linked([record(4000)], chain.head, fullDigest);
  expect((await walkOn(storeOf([...chain.links, ...more.links]), (await walkOn(storeOf(chain.links))).nextCursor)).broken).toBeUndefined();
});
