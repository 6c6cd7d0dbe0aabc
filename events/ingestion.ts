import * as z from "zod";
import { runStateSchema } from "#domain/ingestion/schema.ts";
import { fact } from "#events/envelope.ts";

/** A run moved on: for progress on screen. */
export const importProgressed = fact(
  "ImportProgressed",
  z.object({ runId: z.string(), sourceId: z.string().optional(), state: runStateSchema, chunks: z.int(), chunksApplied: z.int(), rejected: z.int() }),
);
/** Every change of the file is in the ledger; `postings` is how many the history has to catch up with. */
export const importPosted = fact("ImportPosted", z.object({ runId: z.string(), sourceId: z.string(), postings: z.int() }));
/** The run is done: the ledger and its history both show it. */
export const importCompleted = fact("ImportCompleted", z.object({ runId: z.string(), sourceId: z.string() }));
