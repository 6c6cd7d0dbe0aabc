// A fact of insight's own, onto the bus: nothing of it is in the table, so no stream tells it. Its id comes from what caused it, so telling it twice is telling it once.
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type * as z from "zod";
import { EVENT_SOURCE } from "#events/catalogue.ts";
import type { Envelope } from "#events/envelope.ts";
import { env } from "#functions/runtime/env.ts";

type Declared = { readonly name: string; readonly schema: z.ZodType };

export const publisherOf =
  <F extends Declared>({ name }: F) =>
  async (fact: z.input<F["schema"]>): Promise<void> => {
    const { occurredAt, id } = fact as Envelope;
    const entry = { EventBusName: env("BUS").BUS, Source: EVENT_SOURCE, DetailType: name, Detail: JSON.stringify(fact), Time: new Date(occurredAt) };
    const { FailedEntryCount } = await (bus ??= new EventBridgeClient({})).send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount) throw new Error(`the bus refused ${name} ${id}`);
  };
let bus: EventBridgeClient | undefined;
