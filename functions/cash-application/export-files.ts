// The files of batches: written, and signed for whoever fetches one. Loaded by the API only when somebody does either.
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

let client: S3Client | undefined;
type Where = { readonly DOCUMENTS_BUCKET: string };

export const writeDocument = async ({ DOCUMENTS_BUCKET: Bucket }: Where, key: string, text: string): Promise<void> => {
  await (client ??= new S3Client({})).send(new PutObjectCommand({ Bucket, Key: key, Body: text, ContentType: "text/csv; charset=utf-8" }));
};

export const documentAddress = ({ DOCUMENTS_BUCKET: Bucket }: Where, key: string, fileName: string, seconds: number): Promise<string> =>
  getSignedUrl((client ??= new S3Client({})), new GetObjectCommand({ Bucket, Key: key, ResponseContentDisposition: `attachment; filename="${fileName}"` }), { expiresIn: seconds });
