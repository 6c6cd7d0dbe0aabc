// S3's refusals as S3 words them: the code is what SDKs throw by name, so it has to be exact.
import type { AwsResponse } from "../engine.ts";
import { element, XML } from "./xml.ts";

const REFUSALS = {
  AccessDenied: [403, "Access Denied"],
  AccessForbidden: [
    403,
    "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
  ],
  AuthorizationHeaderMalformed: [400, "The authorization header that you provided is not valid."],
  BadDigest: [400, "The checksum you specified did not match the calculated checksum."],
  BucketAlreadyOwnedByYou: [409, "Your previous request to create the named bucket succeeded and you already own it."],
  EntityTooLarge: [400, "Your proposed upload exceeds the maximum allowed object size."],
  EntityTooSmall: [400, "Your proposed upload is smaller than the minimum allowed object size."],
  IncompleteBody: [400, "You did not provide the number of bytes specified by the Content-Length HTTP header."],
  InternalError: [500, "An internal error occurred. Try again."],
  InvalidAccessKeyId: [403, "The AWS access key ID that you provided does not exist in our records."],
  InvalidArgument: [400, "Invalid Argument"],
  InvalidDigest: [400, "The Content-MD5 you specified is not valid."],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified entity tag might not have matched the part's entity tag.",
  ],
  InvalidPartOrder: [400, "The list of parts was not in ascending order. The parts list must be specified in order by part number."],
  InvalidRange: [416, "The requested range is not satisfiable"],
  InvalidRequest: [400, "Invalid Request"],
  KeyTooLongError: [400, "Your key is too long."],
  MalformedXML: [400, "The XML that you provided was not well formed or did not validate against our published schema."],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  MissingContentLength: [411, "You must provide the Content-Length HTTP header."],
  NoSuchBucket: [404, "The specified bucket does not exist"],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchUpload: [404, "The specified multipart upload does not exist. The upload ID might be invalid, or the multipart upload might have been aborted or completed."],
  NoSuchVersion: [404, "The specified version does not exist."],
  NotImplemented: [501, "A header or query that you provided implies functionality that this server does not have."],
  NotModified: [304, "Not Modified"],
  PreconditionFailed: [412, "At least one of the pre-conditions you specified did not hold"],
  RequestTimeTooSkewed: [403, "The difference between the request time and the server's time is too large."],
  SignatureDoesNotMatch: [
    403,
    "The request signature that the server calculated does not match the signature that you provided. Check your AWS secret access key and signing method.",
  ],
  XAmzContentSHA256Mismatch: [400, "The provided 'x-amz-content-sha256' header does not match what was computed."],
} as const satisfies Record<string, readonly [number, string]>;

export type S3Code = keyof typeof REFUSALS;

export class S3Error extends Error {
  readonly code: S3Code;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: S3Code, message?: string, details: Record<string, string> = {}, headers: Record<string, string> = {}) {
    super(message ?? REFUSALS[code][1]);
    this.code = code;
    this.status = REFUSALS[code][0];
    this.details = details;
    this.headers = headers;
  }
}

export const notImplemented = (what: string) => new S3Error("NotImplemented", `The local S3 does not implement ${what}.`);

export const errorResponse = (error: S3Error, resource: string, requestId: string): AwsResponse => {
  if (error.status === 304) return { status: 304, headers: error.headers };
  const details = Object.entries({ Code: error.code, Message: error.message, ...error.details, Resource: resource, RequestId: requestId, HostId: "local" });
  const body = XML + element("Error", details.map(([name, text]) => element(name, text)).join(""), { raw: true });
  return { status: error.status, headers: { "content-type": "application/xml", ...error.headers }, body };
};
