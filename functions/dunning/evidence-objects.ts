// Evidence in the documents bucket. `If-None-Match: *` makes the first write the only one.
//
// Three requests of S3's, signed by ourselves: with S3's own client a function that sends would be a fifth larger and start that much later, for a put, a
// get and a list. Our keys are letters, digits and -_.~/ only, so that a path and an answer hold nothing to escape.
import type { EvidenceObjects } from "#functions/dunning/evidence.ts";
import { presignedGet, signedRequest } from "#functions/runtime/signed.ts";

const TRIES = 4;
const PLAIN = /^[A-Za-z0-9_.~/-]+$/;

export const evidenceInBucket = (bucket: string): EvidenceObjects => ({
  async put(key, body) {
    const response = await ask("PUT", addressOf(bucket, key), { "if-none-match": "*", "content-type": "application/octet-stream" }, body);
    // 409: somebody else is writing it at this moment. Ours was tried again already if the first answer was lost; then it is there as well.
    if (response.status === 412 || response.status === 409) return "there-already";
    if (!response.ok) throw new Error(`the bucket answered ${response.status} to a put`);
    return "saved";
  },
  async get(key) {
    const response = await ask("GET", addressOf(bucket, key));
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`the bucket answered ${response.status} to a get`);
    return new Uint8Array(await response.arrayBuffer());
  },
  async list(prefix) {
    const keys: string[] = [];
    for (let token = ""; ; ) {
      const url = addressOf(bucket, "");
      url.search = new URLSearchParams({ "list-type": "2", prefix, ...(token ? { "continuation-token": token } : {}) }).toString();
      const response = await ask("GET", url);
      if (!response.ok) throw new Error(`the bucket answered ${response.status} to a list`);
      const text = await response.text();
      keys.push(...[...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key!));
      token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1] ?? "";
      if (!token) return keys;
    }
  },
});

/** Ten minutes: long enough to click, too short to be passed on. */
const HOLDS_SECONDS = 600;
export type Offered = { readonly url: string; readonly until: string };

/** Where an object can be fetched for a while, under a name that its reader knows. */
export async function offered(bucket: string, key: string, { name, contentType, now }: { readonly name: string; readonly contentType: string; readonly now: string }): Promise<Offered> {
  const url = addressOf(bucket, key);
  url.searchParams.set("response-content-disposition", `${contentType === "application/pdf" ? "inline" : "attachment"}; filename="${name.replace(/[^A-Za-z0-9_. -]/g, "_")}"`);
  url.searchParams.set("response-content-type", contentType);
  return { url: await presignedGet("s3", url, HOLDS_SECONDS), until: new Date(Date.parse(now) + HOLDS_SECONDS * 1000).toISOString() };
}

/** By path on one machine, by host on AWS. */
function addressOf(bucket: string, key: string): URL {
  if (key !== "" && !PLAIN.test(key)) throw new Error(`"${key}" cannot be the key of evidence`);
  const { AWS_ENDPOINT_URL_S3, AWS_REGION } = process.env;
  return new URL(AWS_ENDPOINT_URL_S3 ? `${AWS_ENDPOINT_URL_S3}/${bucket}/${key}` : `https://${bucket}.s3.${AWS_REGION ?? ""}.amazonaws.com/${key}`);
}

/** A moment's trouble of the bucket is waited out; what lasts is for the queue. */
async function ask(method: "GET" | "PUT", url: URL, headers: Readonly<Record<string, string>> = {}, body?: Uint8Array): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await signedRequest("s3", method, url, headers, body).catch((error: unknown) => (tries < TRIES ? undefined : Promise.reject(error as Error)));
    if (response && (response.status < 500 || tries >= TRIES)) return response;
    await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** tries));
  }
}
