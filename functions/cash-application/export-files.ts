// The files of batches: written, and signed for whoever fetches one. Loaded by the API only when somebody does either.
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { env } from "#functions/runtime/env.ts";

let client: S3Client | undefined;
const bucket = (): string => env("DOCUMENTS_BUCKET").DOCUMENTS_BUCKET;

export const writeDocument = async (key: string, text: string): Promise<void> => {
  await (client ??= new S3Client({})).send(new PutObjectCommand({ Bucket: bucket(), Key: key, Body: text, ContentType: "text/csv; charset=utf-8" }));
};

export const documentAddress = (key: string, fileName: string, seconds: number): Promise<string> =>
  getSignedUrl((client ??= new S3Client({})), new GetObjectCommand({ Bucket: bucket(), Key: key, ResponseContentDisposition: `attachment; filename="${fileName}"` }), { expiresIn: seconds });
