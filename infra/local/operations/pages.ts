// /operations: what goes on inside this machine. Everything is there twice, as a page for people and as JSON for tests.
import { timingSafeEqual } from "node:crypto";
import type { Cloud } from "#infra/local/cloud.ts";
import type { AwsRequest, AwsResponse } from "#infra/local/engine.ts";

export const operationsPages =
  (cloud: Cloud) =>
  async (request: AwsRequest): Promise<AwsResponse> => {
    const path = request.url.pathname.replace(/^\/operations\/?/, "");
    if (path === "token") return token(cloud, request);
    return { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };
  };

/** For the token command and for tests: only who can read the data folder knows the secret. */
const token = async (cloud: Cloud, { method, headers, url }: AwsRequest): Promise<AwsResponse> => {
  const text = (status: number, body: string): AwsResponse => ({ status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }, body: `${body}\n` });
  if (method !== "POST") return text(405, "POST only");
  const shown = Buffer.from((headers["authorization"] ?? "").replace(/^Bearer /, ""));
  const secret = Buffer.from(cloud.folder.secret);
  if (shown.length !== secret.length || !timingSafeEqual(shown, secret)) return text(403, "This needs the secret of the data folder.");
  try {
    return text(200, await cloud.identity.issueToken(url.searchParams.get("email") ?? ""));
  } catch (problem) {
    return text(404, problem instanceof Error ? problem.message : String(problem));
  }
};
