// Signs the short addresses by which files are sent and fetched; loaded when somebody asks for one, for most questions about imports need none.
import { GetObjectCommand, PutObjectCommand, type GetObjectCommandInput, type PutObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

export const addressToPut = (client: S3Client, object: PutObjectCommandInput, seconds: number): Promise<string> => getSignedUrl(client, new PutObjectCommand(object), { expiresIn: seconds });
export const addressToGet = (client: S3Client, object: GetObjectCommandInput, seconds: number): Promise<string> => getSignedUrl(client, new GetObjectCommand(object), { expiresIn: seconds });
