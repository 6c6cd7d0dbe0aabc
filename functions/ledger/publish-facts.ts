// From a change of the table to the facts on the bus. Only what is committed comes this way, and each fact's id is the stream record's: a record
// that comes again publishes the same ids, and consumers know them.
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { DynamoDBRecord } from "aws-lambda";
import { EVENT_SOURCE } from "#events/catalogue.ts";
import { env } from "#functions/runtime/env.ts";
import { streamHandler } from "#functions/runtime/stream.ts";
import { factsOfChange } from "#functions/store/facts-of-change.ts";

/** Puts a batch on the bus; answers with the positions of those that it did not take. */
export type Bus = (entries: readonly { readonly name: string; readonly detail: string }[]) => Promise<readonly number[]>;

/** EventBridge takes ten at a time. */
const BATCH = 10;

export const publishFacts =
  (bus: Bus) =>
  async (records: readonly DynamoDBRecord[]): Promise<string | undefined> => {
    const facts = records.flatMap((record) =>
      factsOfChange(record).map(({ name, ...envelope }) => ({ name, detail: JSON.stringify(envelope), from: record.dynamodb?.SequenceNumber ?? "" })),
    );
    for (let at = 0; at < facts.length; at += BATCH) {
      const batch = facts.slice(at, at + BATCH);
      const [refused] = await bus(batch);
      if (refused !== undefined) return batch[refused]!.from;
    }
    return undefined;
  };

const eventBus: Bus = async (entries) => {
  const { BUS } = env("BUS");
  const { Entries = [] } = await (client ??= new EventBridgeClient({})).send(
    new PutEventsCommand({ Entries: entries.map(({ name, detail }) => ({ EventBusName: BUS, Source: EVENT_SOURCE, DetailType: name, Detail: detail })) }),
  );
  return Entries.flatMap(({ ErrorCode }, at) => (ErrorCode ? [at] : []));
};
let client: EventBridgeClient | undefined;

export const handler = streamHandler(publishFacts(eventBus));
