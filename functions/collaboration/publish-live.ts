// Publishing to AppSync Events over HTTP. The AWS SDK has no client for it.
import type { LiveMessage } from "#functions/collaboration/live.ts";
import { env } from "#functions/runtime/env.ts";
import { signedPost } from "#functions/runtime/signed.ts";

export async function publishLive({ channel, event }: LiveMessage): Promise<void> {
  const body = JSON.stringify({ channel, events: [JSON.stringify(event)] });
  const response = await signedPost("appsync", new URL(env("LIVE_HTTP").LIVE_HTTP), { "content-type": "application/json" }, body);
  if (!response.ok) throw new Error(`live channel ${channel} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
}
