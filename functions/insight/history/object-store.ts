// What the history needs of an object store, and no more.
import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";

export type ObjectStore = {
  get(key: string): Promise<{ readonly body: Uint8Array; readonly etag: string } | undefined>;
  /** `expected`: the etag that must be there, or null if nothing may be there; without it the object is simply written. */
  put(key: string, body: Uint8Array, expected?: string | null): Promise<"saved" | "conflict">;
  /** Keys under a prefix, in order. */
  list(prefix: string): Promise<readonly string[]>;
  delete(keys: readonly string[]): Promise<void>;
};

export const s3ObjectStore = (s3: S3Client, bucket: string): ObjectStore => ({
  async get(key) {
    try {
      const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { body: await found.Body!.transformToByteArray(), etag: found.ETag! };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
  async put(key, body, expected) {
    const condition = expected === undefined ? {} : expected === null ? { IfNoneMatch: "*" } : { IfMatch: expected };
    try {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...condition }));
      return "saved";
    } catch (error) {
      // 412: somebody was faster. 409: somebody is at it right now. 404: what was to be replaced is gone.
      if (expected !== undefined && error instanceof S3ServiceException && [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0)) return "conflict";
      throw error;
    }
  },
  async list(prefix) {
    const keys: string[] = [];
    for (let token: string | undefined, more = true; more; ) {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token ? { ContinuationToken: token } : {}) }));
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key!));
      token = page.NextContinuationToken;
      more = token !== undefined;
    }
    return keys;
  },
  async delete(keys) {
    for (let n = 0; n < keys.length; n += 1000) {
      const Objects = keys.slice(n, n + 1000).map((Key) => ({ Key }));
      const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
      if (Errors?.length) throw new Error(`${Errors.length} objects could not be deleted: ${Errors[0]!.Code} ${Errors[0]!.Key}`);
    }
  },
});
