// npm run -s read-statement: one JSON object per statement on stdout, and nothing else there.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { camtFile, cfonb120File, mt940File, ordinaryDay } from "#test/world/bank-day.ts";

const folder = mkdtempSync(join(tmpdir(), "quittance-statements-"));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(import.meta.dirname, "../../../infra/local/read-statement.ts");
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test("prints what was read of each file, amounts signed, dates as dates", () => {
  const files = [file("a.xml", camtFile(ordinaryDay)), file("b.sta", mt940File(ordinaryDay) + mt940File(ordinaryDay)), file("c.txt", cfonb120File(ordinaryDay))];
  const lines = execFileSync(process.execPath, [program, ...files], { encoding: "utf8" }).trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ file: name, format }) => [name, format])).toEqual([["a.xml", "camt.053.001.02"], ["b.sta", "mt940"], ["b.sta", "mt940"], ["c.txt", "cfonb120"]]);
  expect(lines[0]).toMatchObject({ account: ordinaryDay.account, currency: "EUR", opening: "10000.00", closing: "11940.69", errors: [] });
  expect((lines[0]!.entries as unknown[])[1]).toMatchObject({ bookingDate: "2026-01-02", valueDate: "2026-01-02", amount: "-312.40", reference: "2026010200000042", counterparty: "OURAGAN TRANSPORTS", iban: "DE89370400440532013000", text: "RG 4711" });
});

test("fails only when nothing was readable", () => {
  const bad = file("letter.txt", "Dear Sir");
  const run = (...paths: string[]): number | null => spawnSync(process.execPath, [program, ...paths]).status;
  expect([run(bad), run(join(folder, "absent.xml")), run(bad, file("d.xml", camtFile(ordinaryDay)))]).toEqual([1, 1, 0]);
});
