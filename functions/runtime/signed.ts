// Requests to AWS that the SDK has no client for in our bundles, signed with the function's own role (SigV4).
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";

export const signedPost = (service: string, url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<Response> => signedRequest(service, "POST", url, headers, body);

export async function signedRequest(service: string, method: string, url: URL, headers: Readonly<Record<string, string>> = {}, body: string | Uint8Array = ""): Promise<Response> {
  const signed = await signer(service).sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port ? { port: Number(url.port) } : {}),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...headers },
    body,
  });
  return fetch(url, { method, headers: signed.headers, ...(method === "GET" ? {} : { body: Buffer.from(body) }) });
}

/** An address that anybody may fetch for a while, without a key of his own. */
export async function presignedGet(service: string, url: URL, seconds: number): Promise<string> {
  const signed = await signer(service).presign(
    { method: "GET", protocol: url.protocol, hostname: url.hostname, ...(url.port ? { port: Number(url.port) } : {}), path: url.pathname, query: Object.fromEntries(url.searchParams), headers: { host: url.host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
    { expiresIn: seconds },
  );
  const address = new URL(url);
  address.search = new URLSearchParams(Object.entries(signed.query ?? {}).map(([name, value]) => [name, String(value)])).toString().replaceAll("+", "%20");
  return address.toString();
}

/** Made for each request: the role's credentials are replaced while a function lives. S3 alone signs a path as it is sent. */
function signer(service: string): SignatureV4 {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN, AWS_REGION = "" } = process.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}) };
  return new SignatureV4({ service, region: AWS_REGION, credentials, sha256: Sha256, uriEscapePath: service !== "s3" });
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
