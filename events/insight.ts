import * as z from "zod";
import { fact } from "#events/envelope.ts";

/** All postings of an import can be asked for in the history. */
export const historyCaughtUp = fact("HistoryCaughtUp", z.object({ runId: z.string() }));
