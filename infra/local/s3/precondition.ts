// Conditional reads, in the order of RFC 9110: entity tags speak before dates.
import { S3Error } from "./error.ts";
import type { Stored } from "./object-index.ts";

export const checkRead = (object: Stored, headers: Readonly<Record<string, string>>): void => {
  const ifMatch = headers["if-match"];
  const ifNoneMatch = headers["if-none-match"];
  const modified = Math.floor(object.modified / 1000) * 1000;
  if (ifMatch !== undefined && !names(ifMatch, object)) throw new S3Error("PreconditionFailed", undefined, { Condition: "If-Match" });
  if (ifMatch === undefined && modified > dateOf(headers["if-unmodified-since"], Infinity))
    throw new S3Error("PreconditionFailed", undefined, { Condition: "If-Unmodified-Since" });
  const unchanged = ifNoneMatch === undefined ? modified <= dateOf(headers["if-modified-since"], -Infinity) : names(ifNoneMatch, object);
  if (unchanged) throw new S3Error("NotModified", undefined, {}, { etag: `"${object.etag}"`, "last-modified": new Date(object.modified).toUTCString() });
};

export const checkSource = (source: Stored, headers: Readonly<Record<string, string>>): void => {
  const ifMatch = headers["x-amz-copy-source-if-match"];
  const ifNoneMatch = headers["x-amz-copy-source-if-none-match"];
  if ((ifMatch !== undefined && !names(ifMatch, source)) || (ifNoneMatch !== undefined && names(ifNoneMatch, source))) throw new S3Error("PreconditionFailed");
};

const names = (tags: string, object: Stored) => tags.split(",").some((tag) => ["*", object.etag].includes(tag.trim().replace(/^W\//, "").replaceAll('"', "")));

/** A date that cannot be read is no condition. */
const dateOf = (text: string | undefined, otherwise: number) => {
  const instant = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(instant) ? otherwise : instant;
};
