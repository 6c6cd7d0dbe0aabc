// What a stream's dead letter names is read from the stream again: the message holds the place, not the changes.
import { type DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-dynamodb-streams";
import { type LambdaStreamRecord, toLambdaRecord } from "#infra/local/stream-record.ts";

type GivenUp = { requestContext: { functionArn: string }; DDBStreamBatchInfo: { shardId: string; startSequenceNumber: string; endSequenceNumber: string; batchSize: number; streamArn: string } };

export const readBatch = async (client: DynamoDBStreamsClient, message: string): Promise<{ functionArn: string; records: LambdaStreamRecord[] }> => {
  const { requestContext, DDBStreamBatchInfo: place } = JSON.parse(message) as GivenUp;
  const from = { StreamArn: place.streamArn, ShardId: place.shardId, ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber: place.startSequenceNumber } as const;
  let { ShardIterator: iterator } = await client.send(new GetShardIteratorCommand(from));
  const records: LambdaStreamRecord[] = [];
  while (iterator && records.length < place.batchSize) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: Math.min(1000, place.batchSize - records.length) }));
    if (!page.Records?.length) break;
    records.push(...page.Records.map((record) => toLambdaRecord(record, place.streamArn)));
    iterator = page.NextShardIterator;
  }
  if (records.length === 0) throw new Error("The stream has forgotten these changes: it keeps them for a day.");
  return { functionArn: requestContext.functionArn, records };
};
