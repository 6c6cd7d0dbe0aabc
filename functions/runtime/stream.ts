// Changes from the table's stream, in order within a partition. The first record that fails is where the next try begins.
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { logger } from "#functions/runtime/log.ts";
import { task } from "#functions/runtime/task.ts";

/** `handle` answers with the sequence number of the first record that it could not do, or undefined when all are done. */
export const streamHandler = (handle: (records: readonly DynamoDBRecord[]) => Promise<string | undefined>) =>
  task(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const first = event.Records[0]?.dynamodb?.SequenceNumber;
    try {
      const failed = await handle(event.Records);
      return { batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };
    } catch (error) {
      logger.error("changes could not be handled", { from: first, records: event.Records.length, error: error as Error });
      return { batchItemFailures: first ? [{ itemIdentifier: first }] : [] };
    }
  });
