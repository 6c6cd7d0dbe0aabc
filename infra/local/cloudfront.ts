// The CloudFront distribution: serves the web build as S3 would, adds the headers of its response-headers policy, and sends paths such as
// /api/* on to the HTTP API. A page that is not a file of the build is the single-page app's.
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import type { AwsRequest, AwsResponse } from "#infra/local/engine.ts";
import type { HttpApi } from "#infra/local/http-api.ts";

export type Behavior = { readonly pattern: string; readonly headers: Readonly<Record<string, string>>; readonly target: { readonly web: string } | { readonly api: HttpApi } };
/** First the behaviors with a path pattern, in the template's order; the default comes last with the pattern "*". */
export type Distribution = (request: AwsRequest) => Promise<AwsResponse>;

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

export const distribution = (behaviors: readonly Behavior[], fallback: string): Distribution => {
  return async (request) => {
    const behavior = behaviors.find(({ pattern }) => covers(pattern, request.url.pathname));
    if (!behavior) return { status: 404 };
    const answer = "api" in behavior.target ? await behavior.target.api(request) : await file(behavior.target.web, request, fallback);
    return { ...answer, headers: { ...answer.headers, ...behavior.headers } };
  };
};

/** CloudFront's path patterns: * is any text, ? one character. */
const covers = (pattern: string, path: string): boolean => {
  const expression = pattern.replace(/^\//, "").replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^/${expression}$`).test(path);
};

const file = async (root: string, request: AwsRequest, fallback: string): Promise<AwsResponse> => {
  if (request.method !== "GET" && request.method !== "HEAD") return { status: 405 };
  const path = normalize(decodeURIComponent(request.url.pathname)).replace(/^[/\\]+/, "");
  const isPage = path === "" || extname(path) === "";
  const found = path.startsWith("..") ? undefined : await firstFile(isPage ? [join(root, path, "index.html"), join(root, `${path}.html`), join(root, fallback)] : [join(root, path)]);
  if (!found) return { status: 404, headers: { "content-type": "text/plain" }, body: isPage ? "The web app is not built yet." : "Not found" };
  const { mtimeMs, size } = await stat(found);
  const etag = `"${size.toString(16)}-${Math.round(mtimeMs).toString(16)}"`;
  const headers = {
    "content-type": TYPES[extname(found)] ?? "application/octet-stream",
    etag,
    "cache-control": path.includes("/immutable/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (request.headers["if-none-match"] === etag) return { status: 304, headers };
  return { status: 200, headers, body: request.method === "HEAD" ? undefined : await readFile(found) } as AwsResponse;
};

const firstFile = async (paths: readonly string[]): Promise<string | undefined> => {
  for (const path of paths) if (await stat(path).then((found) => found.isFile(), () => false)) return path;
  return undefined;
};
