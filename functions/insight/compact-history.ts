// After each import, and every night for what was posted without one: many small files become few.
import { S3Client } from "@aws-sdk/client-s3";
import type { SQSEvent } from "aws-lambda";
import { importCompleted } from "#events/ingestion.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { s3ObjectStore } from "#functions/insight/history/object-store.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer } from "#functions/runtime/consumer.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { task } from "#functions/runtime/task.ts";

const lake = () => s3ObjectStore((s3 ??= new S3Client({})), env("LAKE_BUCKET").LAKE_BUCKET);
let s3: S3Client | undefined;

const compact = async (tenant: string) => logger.info(`history of ${tenant} compacted`, { ...(await compactHistory(lake(), tenant, now())) });
const afterImport = consumer([importCompleted], (fact) => compact(fact.tenant));

/** A queue of completed imports, or the nightly schedule, which names no tenant: then every tenant of the lake. */
export const handler = task(async (event: SQSEvent | object, context) => {
  if ("Records" in event) return afterImport(event, context);
  for (const tenant of await tenants()) await compact(tenant);
  return undefined;
});

async function tenants(): Promise<string[]> {
  const keys = await lake().list("history/");
  return [...new Set(keys.map((key) => key.split("/")[1]!))];
}
