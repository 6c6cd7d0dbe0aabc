// An import is in the ledger; is it in the history too? Only then may a report show it. The stream is seconds behind, so the question is put
// again after a second, a dozen times; a history that is further behind sends the message back to its queue.
import { setTimeout as pause } from "node:timers/promises";
import { S3Client } from "@aws-sdk/client-s3";
import type * as z from "zod";
import { importPosted } from "#events/ingestion.ts";
import { historyCaughtUp } from "#events/insight.ts";
import { s3ObjectStore, type ObjectStore } from "#functions/insight/history/object-store.ts";
import { postingsOfRun } from "#functions/insight/history/run-postings.ts";
import { publisherOf } from "#functions/insight/publish.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer, type Fact } from "#functions/runtime/consumer.ts";
import { digest } from "#functions/runtime/digest.ts";
import { env } from "#functions/runtime/env.ts";
import { NotYet } from "#functions/runtime/queue.ts";

type CaughtUp = z.input<typeof historyCaughtUp.schema>;
export type Ports = { readonly store: ObjectStore; readonly now: () => string; readonly publish: (fact: CaughtUp) => Promise<void>; /** Between two looks. */ readonly wait: () => Promise<void> };

/** A second apart, then the message goes back to its queue, which puts it again every thirty seconds: the time of this function. */
const TRIES = 12;

export const handler = consumer([importPosted], (fact) => confirmHistory((ports ??= realPorts()), fact));
let ports: Ports | undefined;

export async function confirmHistory({ store, now, publish, wait }: Ports, posted: Fact<typeof importPosted>): Promise<void> {
  const { runId, postings } = posted.data;
  for (let tries = 1, found = 0; found < postings; tries++) {
    found = await postingsOfRun(store, posted.tenant, runId, postings);
    if (found < postings && tries === TRIES) throw new NotYet(`${found} of ${postings} postings of ${runId} are in the history`);
    if (found < postings) await wait();
  }
  await publish({
    id: `fct_${digest(`history-caught-up ${posted.tenant} ${runId}`)}`,
    tenant: posted.tenant,
    occurredAt: now(),
    actor: { type: "rule", id: "insight.confirm-history", version: 1 },
    causedBy: posted.id,
    version: 1,
    data: { runId },
  });
}

const realPorts = (): Ports => ({
  store: s3ObjectStore(new S3Client({}), env("LAKE_BUCKET").LAKE_BUCKET),
  now,
  wait: () => pause(1000),
  publish: publisherOf(historyCaughtUp),
});
