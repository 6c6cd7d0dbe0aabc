// The bytes of a bank's file become statements, those of a payer's file advices, whatever the format. This function reads an object and writes an object: it has no key to the table, so a
// file that was made to break a reader breaks nothing else. Parsing again after a crash writes the same object.
import * as z from "zod";
import { readAdvices } from "#domain/cash-application/advices/read.ts";
import { parsedKeyOf, toParsed } from "#domain/cash-application/statements/parsed.ts";
import { readStatements } from "#domain/cash-application/statements/read.ts";
import { inbox, lake, readQueue } from "#functions/ingestion/ports.ts";
import { queueHandler } from "#functions/runtime/queue.ts";

const order = z.object({ tenant: z.string(), runId: z.string(), key: z.string(), fileName: z.string(), as: z.enum(["statement", "advice"]).default("statement") });

export const handler = queueHandler(order, async ({ tenant, runId, key, fileName, as }) => {
  const bytes = (await inbox().read(key)) ?? new Uint8Array();
  await lake().write(parsedKeyOf(tenant, runId), toParsed(as === "advice" ? readAdvices(bytes, fileName) : readStatements(bytes, { file: fileName })));
  await readQueue()([{ tenant, runId }]);
});
