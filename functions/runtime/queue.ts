// Messages from a queue: each is checked, handled, and fails alone. What fails goes back to the queue and, after its last try, to the dead letters.
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { logger } from "#functions/runtime/log.ts";
import { task } from "#functions/runtime/task.ts";

/** Thrown to say "not yet": the message goes back without an error in the log. */
export class NotYet extends Error {}

export const queueHandler = <S extends z.ZodType>(schema: S, handle: (message: z.infer<S>, record: SQSRecord) => Promise<void>) =>
  task(async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    for (const record of event.Records) {
      try {
        await handle(schema.parse(JSON.parse(record.body)), record);
      } catch (error) {
        if (error instanceof NotYet) logger.info(`not yet: ${error.message}`, { messageId: record.messageId });
        else logger.error("a message could not be handled", { messageId: record.messageId, body: record.body.slice(0, 2000), error: error as Error });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  });
