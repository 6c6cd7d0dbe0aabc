// Signature Version 4, both as header and as presigned URL, checked against the one key pair of this install. A local cloud that let anything
// through would hide a forgotten signature until AWS refuses it.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { S3Error } from "./error.ts";
import type { S3Request } from "./request.ts";

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

const MAX_SKEW_MS = 15 * 60_000;
const MAX_EXPIRES_S = 7 * 24 * 3600;

/** Real time and the local clock: signers use the one, and may use the other. */
export type Times = { readonly real: number; readonly cloud: number };

/** Throws unless the request is signed by our key. Afterwards the x-amz parameters of a presigned URL are among the headers. */
export const verifySignature = (request: S3Request, credentials: Credentials, times: Times): void => {
  if (request.query.has("X-Amz-Signature")) return verifyPresigned(request, credentials, times);
  const header = request.headers["authorization"];
  if (header === undefined) throw new S3Error("AccessDenied");
  verifyHeader(request, header, credentials, times);
};

const verifyHeader = (request: S3Request, header: string, credentials: Credentials, times: Times) => {
  const fields = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(header)?.[1];
  if (fields === undefined) throw new S3Error("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
  const values = new Map(fields.split(",").map((field) => field.trim().split(/=(.*)/s, 2) as [string, string]));
  const payload = request.headers["x-amz-content-sha256"];
  if (payload === undefined) throw new S3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  const date = request.headers["x-amz-date"] ?? "";
  const signedAt = instantOf(date);
  if (Math.abs(nearest(signedAt, times) - signedAt) > MAX_SKEW_MS) throw new S3Error("RequestTimeTooSkewed");
  check(request, credentials, {
    credential: values.get("Credential") ?? "",
    signedHeaders: values.get("SignedHeaders") ?? "",
    signature: values.get("Signature") ?? "",
    date,
    payload,
    query: request.query,
  });
};

const verifyPresigned = (request: S3Request, credentials: Credentials, times: Times) => {
  const get = (name: string) => request.query.get(name) ?? "";
  if (get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") throw new S3Error("InvalidRequest", "X-Amz-Algorithm only supports AWS4-HMAC-SHA256");
  const expires = Number(get("X-Amz-Expires"));
  if (!Number.isInteger(expires) || expires < 1 || expires > MAX_EXPIRES_S) throw new S3Error("InvalidRequest", "X-Amz-Expires must be between 1 and 604800 seconds");
  const signedAt = instantOf(get("X-Amz-Date"));
  const now = nearest(signedAt, times);
  if (now > signedAt + expires * 1000) throw new S3Error("AccessDenied", "Request has expired", { Expires: new Date(signedAt + expires * 1000).toISOString() });
  if (signedAt > now + MAX_SKEW_MS) throw new S3Error("AccessDenied", "Request is not yet valid");
  const query = new URLSearchParams(request.query);
  query.delete("X-Amz-Signature");
  check(request, credentials, {
    credential: get("X-Amz-Credential"),
    signedHeaders: get("X-Amz-SignedHeaders"),
    signature: get("X-Amz-Signature"),
    date: get("X-Amz-Date"),
    payload: request.query.get("X-Amz-Content-Sha256") ?? request.headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD",
    query,
  });
  hoistHeaders(request);
};

type Signed = { credential: string; signedHeaders: string; signature: string; date: string; payload: string; query: URLSearchParams };

const check = (request: S3Request, { accessKeyId, secretAccessKey }: Credentials, signed: Signed) => {
  const [keyId, day = "", region = "", service, terminal] = signed.credential.split("/");
  if (terminal !== "aws4_request" || service !== "s3" || !signed.date.startsWith(day)) throw new S3Error("AuthorizationHeaderMalformed");
  if (keyId !== accessKeyId) throw new S3Error("InvalidAccessKeyId");
  const names = signed.signedHeaders.split(";");
  const unsigned = Object.keys(request.headers).filter((name) => name.startsWith("x-amz-") && !names.includes(name));
  if (!names.includes("host") || unsigned.length > 0)
    throw new S3Error("AccessDenied", "There were headers present in the request which were not signed", { HeadersNotSigned: unsigned.join(", ") || "host" });
  const canonical = [
    request.method,
    canonicalPath(request.rawPath),
    canonicalQuery(signed.query),
    ...names.map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signed.signedHeaders,
    signed.payload,
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", signed.date, `${day}/${region}/s3/aws4_request`, createHash("sha256").update(canonical, "latin1").digest("hex")].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  if (!sameText(hmac(key, toSign).toString("hex"), signed.signature)) throw new S3Error("SignatureDoesNotMatch");
};

/** S3 does not verify a checksum in a presigned URL: the SDK puts that of an empty body there, since it has no body yet. */
const hoistHeaders = (request: S3Request) => {
  const ours = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|content-sha256|security-token|checksum-(?!mode).*|sdk-checksum-algorithm)$/i;
  for (const [name, value] of request.query) if (/^x-amz-/i.test(name) && !ours.test(name)) request.headers[name.toLowerCase()] ??= value;
  for (const name of new Set(request.query.keys())) if (/^x-amz-/i.test(name)) request.query.delete(name);
};

const canonicalPath = (rawPath: string) =>
  rawPath
    .split("/")
    .map((part) => encoded(decodeURIComponent(part)))
    .join("/");
const canonicalQuery = (query: URLSearchParams) =>
  [...query]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const encoded = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const sameText = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const instantOf = (date: string): number => {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (y === undefined) throw new S3Error("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
};

const nearest = (instant: number, { real, cloud }: Times) => (Math.abs(real - instant) <= Math.abs(cloud - instant) ? real : cloud);
