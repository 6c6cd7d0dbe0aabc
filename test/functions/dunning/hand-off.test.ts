import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { detailRows } from "#domain/dunning/messages/detail-file.ts";
import { wordsOf } from "#domain/dunning/messages/words.ts";
import { workbookOf } from "#functions/dunning/documents/workbook.ts";
import { evidenceOf, sha256 } from "#functions/dunning/evidence.ts";
import { evidencePack, handOffFile } from "#functions/dunning/hand-off.ts";
import { lives, memoryEvidence, messageOf, receiptOf } from "#test/world/sending.ts";
import { contentOf } from "#test/world/messages.ts";

const DAY = "2026-11-24";

async function kept() {
  const objects = memoryEvidence().of(lives);
  const evidence = evidenceOf(objects, "acme", "msg_1");
  await evidence.keepParcel("email", 1, { body: Buffer.from("From: a\r\n\r\nb"), contentType: "message/rfc822", to: ["anne@ocelia.example"] }, "2026-11-24T08:00:00Z", []);
  await evidence.noteHanded("email", { provider: "ses", reference: "ses-1", at: "2026-11-24T08:00:01Z" });
  await evidence.keepReceipt(receiptOf("delivered"));
  return objects;
}

test("the proof of one message holds its mail as any mail program opens it, what became of it, and digests that hold", async () => {
  const files = unzipSync(await evidencePack(await kept(), "acme", messageOf(), DAY));
  expect(Object.keys(files).toSorted()).toEqual(["SHA256SUMS", "email/1.eml", "email/1.json", "email/handed.json", "message.json", "receipts/delivered-1.json"]);
  for (const line of strFromU8(files["SHA256SUMS"]!).trim().split("\n")) {
    const [digest, name] = line.split("  ") as [string, string];
    expect(sha256(files[name]!)).toBe(digest);
  }
});

test("the file for the lawyer has claim, account, reminders with proof and invoices, and says what is missing", async () => {
  const hand = { tenant: "acme", day: DAY, language: "fr" as const, content: contentOf("statement"), messages: [messageOf(), messageOf({ id: "msg_2", step: "r2", createdAt: "2026-11-30T05:00:00Z" })], contacts: [], statement: Buffer.from("%PDF-"), invoices: [{ number: "F/1", pdf: Buffer.from("%PDF-") }, { number: "F2", pdf: undefined }], other: [{ name: "contract.pdf", body: Buffer.from("%PDF-") }] };
  const objects = await kept();
  const { zip, missing } = await handOffFile(objects, hand);
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(expect.arrayContaining(["summary.json", "statement.pdf", "statement.csv", "invoices/F_1.pdf", "reminders/01-r1/email/1.eml", "contract.pdf", "SHA256SUMS"]));
  const summary = JSON.parse(strFromU8(files["summary.json"]!));
  expect(summary.claim).toEqual([{ open: { amount: "31875.40", currency: "EUR" }, overdue: { amount: "31875.40", currency: "EUR" }, disputed: { amount: "1200.00", currency: "EUR" }, unappliedCredits: { amount: "4120.80", currency: "EUR" }, asked: { amount: "26554.60", currency: "EUR" } }]);
  expect(missing).toEqual([{ code: "invoice", number: "F2" }, { code: "evidence", n: 2 }]);
  expect(summary.missing.map(({ says }: { says: string }) => says)).toEqual(["Facture F2", "Preuve de la relance 2"]);
  expect(Buffer.from((await handOffFile(objects, hand)).zip).equals(Buffer.from(zip))).toBe(true);
});

test("the spreadsheet has figures as figures, and a text that looks like a formula is a text", () => {
  const { lines } = contentOf("statement");
  const rows = detailRows({ lines: [{ ...lines[0]!, number: "=1+1 & <b>" }] }, wordsOf.fr);
  const files = unzipSync(workbookOf(rows, "C-10442", DAY));
  const sheet = strFromU8(files["xl/worksheets/sheet1.xml"]!);
  expect(sheet).toContain('<c r="I2" s="2"><v>18420.00</v></c>');
  expect(sheet).toContain("=1+1 &amp; &lt;b&gt;");
  expect(sheet).not.toContain("<f>");
});
