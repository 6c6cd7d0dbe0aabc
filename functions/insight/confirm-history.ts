// An import is in the ledger; is it in the history too? Only then may a report show it. The stream is seconds behind, so the question is put
// again until every posting of the run can be found; the message goes back to the queue meanwhile.
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import type * as z from "zod";
import { EVENT_SOURCE } from "#events/catalogue.ts";
import { importPosted } from "#events/ingestion.ts";
import { historyCaughtUp } from "#events/insight.ts";
import { s3ObjectStore, type ObjectStore } from "#functions/insight/history/object-store.ts";
import { postingsOfRun } from "#functions/insight/history/run-postings.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer, type Fact } from "#functions/runtime/consumer.ts";
import { digest } from "#functions/runtime/digest.ts";
import { env } from "#functions/runtime/env.ts";
import { NotYet } from "#functions/runtime/queue.ts";

type CaughtUp = z.input<typeof historyCaughtUp.schema>;
export type Ports = { readonly store: ObjectStore; readonly now: () => string; readonly publish: (fact: CaughtUp) => Promise<void> };

export const handler = consumer([importPosted], (fact) => confirmHistory((ports ??= realPorts()), fact));
let ports: Ports | undefined;

export async function confirmHistory({ store, now, publish }: Ports, posted: Fact<typeof importPosted>): Promise<void> {
  const { runId, postings } = posted.data;
  const found = postings === 0 ? 0 : await postingsOfRun(store, posted.tenant, runId);
  if (found < postings) throw new NotYet(`${found} of ${postings} postings of ${runId} are in the history`);
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

function realPorts(): Ports {
  const { LAKE_BUCKET, BUS } = env("LAKE_BUCKET", "BUS");
  const bus = new EventBridgeClient({});
  return {
    store: s3ObjectStore(new S3Client({}), LAKE_BUCKET),
    now,
    async publish(fact) {
      const entry = { EventBusName: BUS, Source: EVENT_SOURCE, DetailType: historyCaughtUp.name, Detail: JSON.stringify(fact), Time: new Date(fact.occurredAt) };
      const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
      if (FailedEntryCount) throw new Error(`the bus refused ${historyCaughtUp.name} of ${fact.data.runId}`);
    },
  };
}
