// An upload's body on its way to disk: decoded if it is aws-chunked, measured, and compared with every length and checksum the sender gave.
import { createHash, type Hash } from "node:crypto";
import { AwsChunkedDecoder } from "./aws-chunked.ts";
import { type Blobs, md5 } from "./blobs.ts";
import { type Checksum, isChecksum, startChecksum } from "./checksum.ts";
import { notImplemented, S3Error } from "./error.ts";
import type { S3Request } from "./request.ts";

export type Received = { readonly blob: string; readonly size: number; readonly md5: string; readonly checksum?: Checksum };

const MAX_UPLOAD = 5 * 1024 ** 3;

export const receiveBody = async (request: S3Request, blobs: Blobs): Promise<Received> => {
  const { headers, raw } = request;
  const payload = headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD";
  const decoder = payload.startsWith("STREAMING-") ? new AwsChunkedDecoder() : undefined;
  const length = announcedLength(headers, decoder !== undefined);
  const kind = checksumKind(headers);
  const measured = {
    size: 0,
    md5: md5(),
    sha256: /^[\da-f]{64}$/.test(payload) ? createHash("sha256") : undefined,
    checksum: kind === undefined ? undefined : startChecksum(kind),
  };
  const result: { md5: string; checksum?: Checksum } = { md5: "" };
  const see = (chunk: Buffer) => {
    measured.size += chunk.length;
    if (measured.size > MAX_UPLOAD) throw new S3Error("EntityTooLarge");
    measured.md5.update(chunk);
    measured.sha256?.update(chunk);
    measured.checksum?.update(chunk);
  };
  const accept = () => {
    if (measured.size !== length) throw new S3Error("IncompleteBody");
    result.md5 = compareMd5(measured.md5, headers["content-md5"]);
    if (measured.sha256 !== undefined && measured.sha256.digest("hex") !== payload) throw new S3Error("XAmzContentSHA256Mismatch");
    if (kind !== undefined && measured.checksum !== undefined) result.checksum = compareChecksum(kind, measured.checksum.digest(), { ...headers, ...decoder?.trailers });
  };
  const blob = await blobs.write(decoder === undefined ? [raw] : [raw, decoder], see, accept).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ERR_STREAM_PREMATURE_CLOSE" || error.code === "ECONNRESET" ? new S3Error("IncompleteBody") : error;
  });
  return { blob, size: measured.size, ...result };
};

const announcedLength = (headers: Record<string, string>, chunked: boolean): number => {
  const text = headers[chunked ? "x-amz-decoded-content-length" : "content-length"];
  if (text === undefined || !/^\d+$/.test(text)) throw new S3Error("MissingContentLength");
  if (Number(text) > MAX_UPLOAD) throw new S3Error("EntityTooLarge");
  return Number(text);
};

const checksumKind = (headers: Record<string, string>): string | undefined => {
  const trailer = /x-amz-checksum-([\w-]+)/.exec(headers["x-amz-trailer"] ?? "")?.[1];
  const named = Object.keys(headers).flatMap((name) => /^x-amz-checksum-(?!algorithm|mode|type)(.+)$/.exec(name)?.[1] ?? [])[0];
  const kind = trailer ?? named;
  if (kind !== undefined && !isChecksum(kind)) throw notImplemented(`the checksum ${kind}`);
  return kind;
};

const compareMd5 = (hash: Hash, expected: string | undefined): string => {
  const digest = hash.digest();
  if (expected !== undefined && Buffer.from(expected, "base64").length !== 16) throw new S3Error("InvalidDigest");
  if (expected !== undefined && expected !== digest.toString("base64")) throw new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
  return digest.toString("hex");
};

const compareChecksum = (kind: string, value: string, given: Record<string, string>): Checksum => {
  const name = `x-amz-checksum-${kind}`;
  if (given[name] === undefined) throw new S3Error("InvalidRequest", `The trailer ${name} was announced and not sent.`);
  if (given[name] !== value) throw new S3Error("BadDigest", `The ${kind.toUpperCase()} you specified did not match the calculated checksum.`);
  return { name, value };
};
