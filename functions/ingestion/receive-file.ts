// A file has arrived in the inbox. It becomes a run at once, whatever it is: what nobody expected waits in quarantine, where it is seen.
import * as z from "zod";
import { namedId, type Digest } from "#domain/id.ts";
import { readQueue } from "#functions/ingestion/ports.ts";
import { storesOf } from "#functions/ingestion/stores.ts";
import { progressed } from "#functions/ingestion/run-facts.ts";
import { admit } from "#functions/ingestion/turns.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { logger } from "#functions/runtime/log.ts";
import { queueHandler } from "#functions/runtime/queue.ts";
import type { StoredRun, StoredSource } from "#functions/store/ingestion.ts";

const arrival = z.object({
  eventTime: z.string(),
  s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string(), size: z.number().default(0), eTag: z.string().default(""), sequencer: z.string().default("") }) }),
});
/** S3 also sends a test message when the notification is set up: it has no records. */
const notification = z.object({ Records: z.array(arrival).default([]) });
type Arrival = z.infer<typeof arrival>;

export const handler = queueHandler(notification, async ({ Records }) => {
  for (const file of Records) await receive(file);
});

async function receive({ s3: { bucket, object } }: Arrival): Promise<void> {
  const key = decodeURIComponent(object.key.replaceAll("+", " "));
  const [tenant = "", slug = "", ...rest] = key.split("/");
  const fileName = rest.join("/");
  if (!/^[A-Za-z0-9_.~-]{1,64}$/.test(tenant) || fileName === "" || fileName.endsWith("/")) return logger.warn("a file that lies in no tenant's folder", { key });
  const { imports } = storesOf(tenant);
  const source = (await imports.sources()).find((one) => one.slug === slug);
  const run = runOf({ bucket: bucket.name, key, slug, fileName, bytes: object.size, moment: `${object.eTag} ${object.sequencer}` }, source, now(), digest);

  if (source) {
    await imports.createRun(run);
    await admit({ imports, read: readQueue(), now: now() }, run.id);
  } else {
    const waiting: StoredRun = { ...run, state: "quarantined", reasons: [{ code: "source.unknown-folder", folder: slug }] };
    await imports.createRun(waiting, [progressed(waiting, now())]);
  }
}

type Received = { readonly bucket: string; readonly key: string; readonly slug: string; readonly fileName: string; readonly bytes: number; readonly moment: string };

/** The same delivery twice is the same run; the same name put again is another. */
function runOf({ bucket, key, slug, fileName, bytes, moment }: Received, source: StoredSource | undefined, at: string, digestOf: Digest): StoredRun {
  return {
    id: namedId("run", digestOf, bucket, key, moment), ...(source ? { sourceId: source.id } : {}), sourceSlug: slug, fileName, bucket, key, bytes, state: "received", receivedAt: at,
    rows: 0, skipped: 0, created: 0, changed: 0, unchanged: 0, gone: 0, rejected: 0, chunks: 0, chunksApplied: 0, postings: 0, controls: [], reasons: [], version: 0, pass: 0, firstChunk: 0,
  };
}
