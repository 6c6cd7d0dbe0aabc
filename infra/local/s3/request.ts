import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { S3Error } from "./error.ts";

/** A request as S3 sees it: path style, bucket and key decoded, header names lower-case; x-amz headers of a presigned URL count as headers. */
export type S3Request = {
  readonly id: string;
  readonly method: string;
  readonly rawPath: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string>;
  readonly raw: IncomingMessage;
};

const MAX_KEY_BYTES = 1024;

export const readRequest = (raw: IncomingMessage): S3Request => {
  const target = raw.url ?? "/";
  const question = target.indexOf("?");
  const rawPath = question < 0 ? target : target.slice(0, question);
  const [, bucket = "", ...rest] = rawPath.split("/");
  const key = decode(rest.join("/"));
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error("KeyTooLongError");
  return {
    id: randomBytes(8).toString("hex").toUpperCase(),
    method: raw.method ?? "GET",
    rawPath,
    bucket: decode(bucket),
    key,
    query: new URLSearchParams(question < 0 ? "" : target.slice(question + 1)),
    headers: Object.fromEntries(Object.entries(raw.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")])),
    raw,
  };
};

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidArgument", "Couldn't parse the specified URI.");
  }
};

/** Whole small bodies: lists of keys, lists of parts. */
export const readText = async (raw: IncomingMessage, limit = 2 * 1024 * 1024): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new S3Error("MalformedXML");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};
