import * as z from "zod";
import { fact } from "#events/envelope.ts";

/** All postings of an import can be asked for in the history. */
export const historyCaughtUp = fact("HistoryCaughtUp", z.object({ runId: z.string() }));
/** The receivables as they stand lie in the lake as one file (domain/insight/open-items-list.ts). */
export const openItemsListed = fact("OpenItemsListed", z.object({ items: z.int(), customers: z.int() }));
