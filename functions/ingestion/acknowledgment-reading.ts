// What the ERP answers to a batch of postings, as a file: each line says of one entry that it is booked or refused (export/layout.ts). Said again it changes
// nothing; said otherwise it is a mismatch that waits for a person. A line that names no entry of ours, or says nothing readable, is a reject of the run and
// blocks no other.
import { readAcknowledgment } from "#domain/cash-application/export/layout.ts";
import { textDecoder } from "#domain/text/decode.ts";
import { type Job, type Reading, tooManyRejects } from "#functions/ingestion/reading.ts";
import { takeAcknowledgment } from "#functions/store/acknowledgment.ts";
import { bookingStore } from "#functions/store/booking.ts";
import type { StoredReject } from "#functions/store/ingestion.ts";

export async function readAcknowledged(job: Job): Promise<Reading> {
  const { run, source, stores, known, now } = job;
  if (source.scopes["acknowledgment"]?.sha256 === known.sha256) return { outcome: "duplicate", facts: {}, reasons: [{ code: "file.same-as-last" }] };
  const { lines, errors } = readAcknowledgment(await textOf(job));
  const rows = lines.length + errors.length;
  if (lines.length === 0 || tooManyRejects(errors.length, rows))
    return { outcome: "failed", facts: { rows, rejected: errors.length }, reasons: errors.slice(0, 5).map(({ code, line }) => ({ code, line })) };
  const taken = await takeAcknowledgment(bookingStore(stores.imports.tenant), lines, { now, actor: { type: "source", id: source.id, run: run.id }, causedBy: run.id, entityId: source.entityId });
  const unknown = taken.unknown.map(({ line, entry }): StoredReject => ({ line, field: "entry", value: entry, code: "acknowledgment.entry-unknown", row: { entry }, state: "open" }));
  const rejects = [...errors.map(({ line, field, code, raw }): StoredReject => ({ line, field, value: raw.slice(0, 500), code, row: { raw: raw.slice(0, 2000) }, state: "open" })), ...unknown];
  return {
    outcome: "staged", chunks: 0, rejects, scope: "acknowledgment",
    facts: { rows, changed: taken.accepted + taken.rejected, unchanged: taken.unchanged, rejected: rejects.length, asOf: now.slice(0, 10) },
    reasons: [{ code: "acknowledgment.read", accepted: taken.accepted, refused: taken.rejected }],
    next: { runId: run.id, sha256: known.sha256, profileVersion: 1, receivedAt: run.receivedAt, asOf: now.slice(0, 10), fingerprints: "", balance: {} },
  };
}

/** A batch has a thousand entries, so its answer is small: it is read whole. */
async function textOf({ open, known }: Job): Promise<string> {
  const decoder = textDecoder(known.encoding);
  let text = "";
  for await (const block of await open()) text += decoder.push(block);
  return text + decoder.end();
}
