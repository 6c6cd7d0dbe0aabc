// Reads a file whose turn it is, and stages what it changes.
import * as z from "zod";
import { readAdvice } from "#functions/ingestion/advice-reading.ts";
import { readDelimited } from "#functions/ingestion/delimited-reading.ts";
import { readRun as read } from "#functions/ingestion/read-run.ts";
import { readStatement } from "#functions/ingestion/statement-reading.ts";
import { queueHandler } from "#functions/runtime/queue.ts";

const message = z.object({ tenant: z.string(), runId: z.string() });

export const handler = queueHandler(message, ({ tenant, runId }) => readRun(tenant, runId));

export const readRun = (tenant: string, runId: string): Promise<void> => read(tenant, runId, { fec: readFec, delimited: readDelimited, statement: readStatement, advice: readAdvice, acknowledgment: readAcknowledged });

/** A FEC comes once a year, other files every night: its reader is loaded when there is one. */
const readFec: Parameters<typeof read>[2]["fec"] = async (job) => (await import("#functions/ingestion/fec-reading.ts")).readFec(job);
/** So is that of the ERP's answers. */
const readAcknowledged: Parameters<typeof read>[2]["fec"] = async (job) => (await import("#functions/ingestion/acknowledgment-reading.ts")).readAcknowledged(job);
