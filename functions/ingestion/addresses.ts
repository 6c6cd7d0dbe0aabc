// Signs the short addresses by which files are sent and fetched; loaded when somebody asks for one, for most questions about imports need none.
import { GetObjectCommand, PutObjectCommand, type GetObjectCommandInput, type PutObjectCommandInput, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

let client: S3Client | undefined;

export const addressToPut = (object: PutObjectCommandInput, seconds: number): Promise<string> => getSignedUrl((client ??= new S3Client({})), new PutObjectCommand(object), { expiresIn: seconds });
export const addressToGet = (object: GetObjectCommandInput, seconds: number): Promise<string> => getSignedUrl((client ??= new S3Client({})), new GetObjectCommand(object), { expiresIn: seconds });
