// After each import, and every night for what was posted without one: many small files become few.
import { S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { importCompleted } from "#events/ingestion.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { s3ObjectStore } from "#functions/insight/history/object-store.ts";
import { now } from "#functions/runtime/clock.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { queueHandler } from "#functions/runtime/queue.ts";

const lake = () => s3ObjectStore((s3 ??= new S3Client({})), env("LAKE_BUCKET").LAKE_BUCKET);
let s3: S3Client | undefined;

/** A completed import, or the nightly schedule, which names no tenant: then every tenant of the lake. */
const asked = z.union([z.object({ schedule: z.string() }), z.object({ "detail-type": z.literal(importCompleted.name), detail: importCompleted.schema })]);

export const handler = queueHandler(asked, async (message) => {
  const tenants = "schedule" in message ? await everyTenant() : [message.detail.tenant];
  for (const tenant of tenants) logger.info(`history of ${tenant} compacted`, { ...(await compactHistory(lake(), tenant, now())) });
});

async function everyTenant(): Promise<string[]> {
  const keys = await lake().list("history/");
  return [...new Set(keys.map((key) => key.split("/")[1]!))];
}
