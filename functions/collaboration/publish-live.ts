// Publishing to AppSync Events over HTTP, signed with the function's own role (SigV4). The AWS SDK has no client for it.
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { LiveMessage } from "#functions/collaboration/live.ts";
import { env } from "#functions/runtime/env.ts";

export async function publishLive({ channel, event }: LiveMessage): Promise<void> {
  const url = new URL(env("LIVE_HTTP").LIVE_HTTP);
  const body = JSON.stringify({ channel, events: [JSON.stringify(event)] });
  const signed = await signer().sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port ? { port: Number(url.port) } : {}),
    path: url.pathname,
    query: {},
    headers: { host: url.host, "content-type": "application/json" },
    body,
  });
  const response = await fetch(url, { method: "POST", headers: signed.headers, body });
  if (!response.ok) throw new Error(`live channel ${channel} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
}

/** Made for each message: the role's credentials are replaced while a function lives. */
function signer(): SignatureV4 {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN, AWS_REGION = "" } = process.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}) };
  return new SignatureV4({ service: "appsync", region: AWS_REGION, credentials, sha256: Sha256 });
}

/** Node's SHA-256 in the shape that the signer asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const bytes = (data: string | ArrayBuffer | ArrayBufferView): Buffer =>
  typeof data === "string" ? Buffer.from(data) : data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
