// What this S3 does not do, it says. Each operation lists the query parameters it understands; of headers, those that change the meaning of a
// request are known here or refused. The worst an emulator can do is to accept `?tagging` and overwrite the object with the tags.
import { ACCOUNT } from "../engine.ts";
import { notImplemented, S3Error } from "./error.ts";
import type { S3Request } from "./request.ts";

/** Without a meaning on one machine (encryption at rest, who pays), or understood by the operations. */
const HEADERS =
  /^x-amz-(date|content-sha256|security-token|user-agent|request-payer|decoded-content-length|trailer|meta-.+|checksum-.+|sdk-checksum-algorithm|copy-source|copy-source-if-(none-)?match|metadata-directive|expected-bucket-owner|server-side-encryption|server-side-encryption-aws-kms-key-id|server-side-encryption-bucket-key-enabled|mp-object-size|fwd-.+|target|api-version)$/;
const ONLY: Record<string, readonly string[]> = {
  "x-amz-storage-class": ["STANDARD"],
  "x-amz-acl": ["private", "bucket-owner-full-control"],
  "x-amz-tagging-directive": ["COPY"],
  "x-amz-object-ownership": ["BucketOwnerEnforced"],
};
const ALWAYS = ["x-id"];

export const refuseUnknownHeaders = ({ headers }: S3Request): void => {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith("x-amz-") || HEADERS.test(name) || ONLY[name]?.includes(value)) continue;
    throw notImplemented(name in ONLY ? `${name}: ${value}` : `the header ${name}`);
  }
  const owner = headers["x-amz-expected-bucket-owner"];
  if (owner !== undefined && owner !== ACCOUNT) throw new S3Error("AccessDenied");
};

export const refuseUnknownParameters = ({ query, method }: S3Request, known: readonly string[]): void => {
  for (const name of query.keys()) {
    if (known.includes(name) || ALWAYS.includes(name) || name.startsWith("X-Amz-")) continue;
    throw notImplemented(`?${name} with ${method}`);
  }
};
