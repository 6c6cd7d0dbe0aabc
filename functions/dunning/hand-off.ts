// What an agency, a bailiff or a lawyer is handed: the claim, the account, every reminder with the proof that it went and arrived, the invoices, and who
// to speak to. One zip, with a digest of every file. What is missing is said in the summary: a gap that somebody finds in court is worse than one he knows.
import { csvOf, detailRows } from "#domain/dunning/messages/detail-file.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import { totalsOf } from "#domain/dunning/messages/content.ts";
import type { Gap } from "#domain/dunning/hand-off/gap.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { Contact } from "#domain/ledger/schema.ts";
import { toJson } from "#domain/money.ts";
import { wordsOf, type MessageLanguage } from "#domain/dunning/messages/words.ts";
import { withDigests, zipOf, type ArchivedFile } from "#functions/dunning/documents/archive.ts";
import type { EvidenceObjects } from "#functions/dunning/evidence.ts";
import { gapWords } from "#functions/dunning/hand-off-words.ts";

/** Everything that is kept of one message, with its digests: proof for one letter. */
export async function evidencePack(objects: EvidenceObjects, tenant: string, message: Message, day: string): Promise<Uint8Array> {
  return zipOf(withDigests([...(await evidenceFiles(objects, tenant, message.id)), { name: "message.json", body: jsonOf(message) }]), day);
}

export type HandOff = {
  readonly tenant: string;
  readonly day: string;
  readonly language: MessageLanguage;
  readonly content: MessageContent;
  readonly messages: readonly Message[];
  readonly contacts: readonly Contact[];
  /** The statement as a letter, and the invoices that were found; `undefined` for those that were not. */
  readonly statement: Uint8Array;
  readonly invoices: readonly { readonly number: string; readonly pdf: Uint8Array | undefined }[];
  readonly other: readonly ArchivedFile[];
};

/** The archive, and what it lacks, said here and in its summary from the same list. */
export async function handOffFile(objects: EvidenceObjects, { tenant, day, language, content, messages, contacts, statement, invoices, other }: HandOff): Promise<{ readonly zip: Uint8Array; readonly missing: readonly Gap[] }> {
  const reminders = messages.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const proofs = await Promise.all(reminders.map(async (message, n) => (await evidenceFiles(objects, tenant, message.id)).map(({ name, body }) => ({ name: `reminders/${String(n + 1).padStart(2, "0")}-${message.step}/${name}`, body }))));
  const found = invoices.flatMap(({ number, pdf }) => (pdf ? [{ name: `invoices/${safe(number)}.pdf`, body: pdf }] : []));
  const missing: Gap[] = [
    ...invoices.flatMap(({ number, pdf }) => (pdf ? [] : [{ code: "invoice" as const, number }])),
    ...proofs.flatMap((files, n) => (files.length === 0 ? [{ code: "evidence" as const, n: n + 1 }] : [])),
  ];
  const summary = {
    on: day,
    creditor: content.creditor,
    debtor: content.debtor,
    claim: totalsOf(content).map(({ open, overdue, disputed, credits, asked }) => ({ open: toJson(open), overdue: toJson(overdue), disputed: toJson(disputed), unappliedCredits: toJson(credits), asked: toJson(asked) })),
    reminders: reminders.map(({ id, step, stepName, level, channels, createdAt, state }, n) => ({ n: n + 1, id, step, name: stepName, level, channels, createdAt, state })),
    contacts: contacts.map(({ name, role, email, phone }) => ({ name, role, email, phone })),
    missing: missing.map((gap) => ({ ...gap, says: gapWords(language, gap) })),
  };
  const account: ArchivedFile[] = [
    { name: "statement.pdf", body: statement },
    { name: "statement.csv", body: Buffer.from(csvOf(detailRows(content, wordsOf[language]))) },
    { name: "summary.json", body: jsonOf(summary) },
  ];
  return { zip: zipOf(withDigests([...account, ...found, ...proofs.flat(), ...other]), day), missing };
}

/** As kept, with endings that programs know: .eml opens in any mail program. */
async function evidenceFiles(objects: EvidenceObjects, tenant: string, messageId: string): Promise<ArchivedFile[]> {
  const root = `${tenant}/dunning/${messageId}/`;
  const keys = await objects.list(root);
  const files = await Promise.all(keys.map(async (key) => ({ name: named(key.slice(root.length)), body: await objects.get(key) })));
  return files.flatMap(({ name, body }) => (body ? [{ name, body }] : []));
}

const endings: Readonly<Record<string, string>> = { email: "eml", letter: "pdf", "registered-letter": "pdf", sms: "txt", phone: "txt" };
const named = (path: string): string => path.replace(/\.parcel$/, `.${endings[path.split("/")[0] ?? ""] ?? "bin"}`);
const safe = (text: string): string => text.replace(/[^A-Za-z0-9_.-]+/g, "_");

/** Amounts are bigint in records: exact, as texts. */
const jsonOf = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? one.toString() : one), 1)}\n`);
