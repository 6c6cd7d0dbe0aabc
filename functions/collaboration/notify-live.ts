import { publishLive } from "#functions/collaboration/publish-live.ts";
import { liveFacts, liveMessage } from "#functions/collaboration/live.ts";
import { consumer } from "#functions/runtime/consumer.ts";

/** Facts that open screens show go out to them at once. Told twice is harmless: a screen only asks again. */
export const handler = consumer(liveFacts, async (fact) => publishLive(liveMessage(fact)));
