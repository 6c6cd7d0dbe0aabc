// Where on the network a request comes from. CloudFront appends the address of whoever asked it to X-Forwarded-For, and API Gateway the address of
// CloudFront: the last but one is the asker's. Who goes around CloudFront can write what he likes there; so limits by address are a first fence, and
// those by mail address, contact and user, which nobody can choose, are the ones that hold.
import type { ApiEvent } from "#functions/runtime/api.ts";

export function addressOf({ headers, requestContext }: ApiEvent): string {
  const forwarded = (headers["x-forwarded-for"] ?? "").split(",").map((part) => part.trim());
  return forwarded.at(-2) || forwarded.at(-1) || requestContext.http.sourceIp || "unknown";
}
