// The list of open documents that insight writes after each import (domain/insight/open-items-list.ts), read once per state of it.
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import { listKey, readList, type OpenItemsList } from "#domain/insight/open-items-list.ts";

let held: { readonly tenant: string; readonly etag: string; readonly list: OpenItemsList } | undefined;
let client: S3Client | undefined;
export async function listOf(tenant: string, { LAKE_BUCKET: Bucket }: { readonly LAKE_BUCKET: string }): Promise<OpenItemsList> {
  try {
    const answer = await (client ??= new S3Client({})).send(new GetObjectCommand({ Bucket, Key: listKey(tenant), ...(held?.tenant === tenant ? { IfNoneMatch: held.etag } : {}) }));
    held = { tenant, etag: answer.ETag ?? "", list: readList(gunzipSync(await answer.Body!.transformToByteArray()).toString("utf8")) };
    return held.list;
  } catch (error) {
    if (held?.tenant === tenant && (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 304) return held.list;
    if (error instanceof NoSuchKey) return { customers: [], items: [] };
    throw error;
  }
}
