// A payer's remittance advice: each becomes a record of its own, once, and payments that wait are looked at again. An advice whose lines do not add up is
// kept and says so; a file that says nothing of what was paid has failed, and stays where it is seen.
//
// As with a bank's statement, the bytes of strangers are parsed by a function that has no key to the table (parse-statement.ts).
import type { Advice } from "#domain/cash-application/advices/advice.ts";
import { keptAdvice } from "#domain/cash-application/advices/kept.ts";
import { fromParsed, parsedKeyOf, type ParseOrder } from "#domain/cash-application/statements/parsed.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import type { Reason } from "#domain/reason.ts";
import { adviceReceived } from "#events/cash-application.ts";
import { statementQueue } from "#functions/ingestion/ports.ts";
import type { Job, Later, Reading } from "#functions/ingestion/reading.ts";
import { adviceStore } from "#functions/store/advice.ts";
import type { StoredReject } from "#functions/store/ingestion.ts";

export async function readAdvice(job: Job): Promise<Reading | Later> {
  const { run, source, stores, known, lake } = job;
  const { tenant } = stores.imports;
  if (source.scopes["advice"]?.sha256 === known.sha256) return { outcome: "duplicate", facts: {}, reasons: [{ code: "file.same-as-last" }] };
  const parsed = await lake.read(parsedKeyOf(tenant, run.id));
  if (!parsed) {
    await statementQueue()([{ tenant, runId: run.id, key: run.key, fileName: run.fileName, as: "advice" } satisfies ParseOrder]);
    return { outcome: "later" };
  }
  const advices = fromParsed<Advice>(new TextDecoder().decode(parsed));
  const rejects = advices.flatMap(({ errors }) => errors.map(rejectOf));
  const told = advices.filter(({ lines, total }) => lines.length > 0 || total !== null);
  if (told.length === 0) return { outcome: "failed", facts: { rows: 0, rejected: rejects.length }, reasons: [{ code: "advice.nothing-read" }] };
  const created = await keep(told, entityOf(await stores.ledger.entities(), job), job);
  const rows = told.reduce((sum, { lines }) => sum + lines.length, 0);
  return {
    outcome: "staged", chunks: 0, rejects, scope: "advice",
    facts: { rows: rows + rejects.length, created, unchanged: told.length - created, rejected: rejects.length, asOf: told.flatMap(({ paidOn }) => paidOn ?? []).toSorted().at(-1) ?? job.now.slice(0, 10) },
    reasons: [...new Set(told.map(({ format }) => format))].map((format): Reason => ({ code: "advice.format", format })),
    next: { runId: run.id, sha256: known.sha256, profileVersion: 1, receivedAt: run.receivedAt, asOf: job.now.slice(0, 10), fingerprints: "", balance: {} },
  };
}

/** The record carries its fact, so what was kept before a crash is told, and what comes again is neither kept nor told twice. */
async function keep(advices: readonly Advice[], entity: LegalEntity | undefined, { run, source, stores, now, digest }: Job): Promise<number> {
  const store = adviceStore(stores.imports.tenant);
  let created = 0;
  for (const read of advices) {
    const arrival = { from: { kind: "file", fileName: run.fileName, runId: run.id }, receivedAt: now, ...(entity ? { entityId: entity.id } : {}) } as const;
    const advice = keptAdvice(entity && read.currency === null ? { ...read, currency: entity.currency } : read, arrival, digest);
    const fact = { name: adviceReceived.name, occurredAt: now, actor: { type: "source" as const, id: source.id, run: run.id }, causedBy: run.id, data: { adviceId: advice.id, ...(entity ? { entityId: entity.id } : {}) } };
    if ((await store.create(advice, [fact])) === "saved") created++;
  }
  return created;
}

/** Whose customer writes? What the source says, else the company whose code stands in the file's name; else it may be any company's. */
function entityOf(entities: readonly LegalEntity[], { source, run }: Job): LegalEntity | undefined {
  const words = new Set(run.fileName.toUpperCase().split(/[^A-Z0-9]+/));
  const named = entities.filter(({ code }) => words.has(code.toUpperCase()));
  return entities.find(({ id }) => id === source.entityId) ?? (named.length === 1 ? named[0] : entities.length === 1 ? entities[0] : undefined);
}

const rejectOf = ({ line, field, code, raw, message }: Advice["errors"][number]): StoredReject => ({
  line: Math.max(1, line), field, value: raw?.slice(0, 500) ?? "", code, row: { message, ...(raw ? { raw: raw.slice(0, 2000) } : {}) }, state: "open",
});
