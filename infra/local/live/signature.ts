// Checks a request's AWS Signature Version 4 against the key pair of this installation, as AppSync does for IAM callers.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };
export type SignedRequest = { readonly method: string; readonly url: URL; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

const HEADER = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/;

export const isSigned = (request: SignedRequest) => (request.headers.authorization ?? "").startsWith("AWS4-HMAC-SHA256 ");

export const signatureIsValid = (request: SignedRequest, { accessKeyId, secretAccessKey }: Credentials): boolean => {
  const [, key, day = "", region = "", service = "", signedHeaders = "", signature = ""] = HEADER.exec(request.headers.authorization ?? "") ?? [];
  const bodyHash = sha256(request.body);
  if (key !== accessKeyId || (request.headers["x-amz-content-sha256"] ?? bodyHash) !== bodyHash) return false;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"] ?? "", scope, sha256(canonical(request, signedHeaders, bodyHash))].join("\n");
  const signingKey = [day, region, service, "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`);
  return timingSafeEqual(hmac(signingKey, toSign), Buffer.from(signature, "hex"));
};

const canonical = ({ method, url, headers }: SignedRequest, signedHeaders: string, bodyHash: string) =>
  [
    method,
    url.pathname.split("/").map(encodeURIComponent).join("/"),
    [...url.searchParams]
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .sort()
      .join("&"),
    ...signedHeaders.split(";").map((name) => `${name}:${(headers[name] ?? "").trim().replace(/\s+/g, " ")}`),
    "",
    signedHeaders,
    bodyHash,
  ].join("\n");

const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
