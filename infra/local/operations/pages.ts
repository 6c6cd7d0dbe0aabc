// /operations: what goes on inside this machine. Everything is there twice, as a page for people and as JSON for tests.
import { timingSafeEqual } from "node:crypto";
import type { Cloud } from "#infra/local/cloud.ts";
import type { AwsRequest, AwsResponse } from "#infra/local/engine.ts";
import * as facts from "#infra/local/operations/facts.ts";
import { page } from "#infra/local/operations/html.ts";
import * as views from "#infra/local/operations/views.ts";

type Fact = (cloud: Cloud, query: URLSearchParams) => unknown;
type ViewOf = (cloud: Cloud, query: URLSearchParams) => views.View | Promise<views.View>;

const asJson: Readonly<Record<string, Fact>> = {
  "health.json": facts.health,
  "queues.json": facts.queues,
  "messages.json": facts.messages,
  "functions.json": facts.functions,
  "schedules.json": facts.schedules,
  "rules.json": facts.rules,
  "events.json": facts.events,
  "executions.json": facts.executions,
  "history.json": (cloud, query) => facts.history(cloud, query.get("execution") ?? ""),
  "buckets.json": facts.buckets,
  "objects.json": facts.objects,
  "logs.json": facts.logs,
};
const asPage: Readonly<Record<string, ViewOf>> = {
  "": views.health,
  queues: views.queues,
  functions: views.functions,
  schedules: views.schedules,
  events: views.events,
  executions: views.executions,
  buckets: views.buckets,
  logs: views.logs,
};

export const operationsPages =
  (cloud: Cloud) =>
  async (request: AwsRequest): Promise<AwsResponse> => {
    const path = request.url.pathname.replace(/^\/operations\/?/, "");
    const [section = "", name = "", verb] = path.split("/").map(decodeURIComponent);
    if (path === "token") return token(cloud, request);
    if (request.method === "POST") return section === "queues" && verb === "replay" ? replay(cloud, name, request) : text(405, "There is nothing to change here.");
    const fact = asJson[path];
    if (fact) return { status: 200, headers: { "content-type": "application/json", "cache-control": "no-store" }, body: JSON.stringify(await fact(cloud, request.url.searchParams)) };
    const view = await viewOf(cloud, section, name, request.url.searchParams);
    if (!view) return text(404, "There is no such page.");
    return { status: 200, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "content-security-policy": CONTENT_SECURITY }, body: page(section, view.title, view.content) };
  };

const CONTENT_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const viewOf = async (cloud: Cloud, section: string, name: string, query: URLSearchParams): Promise<views.View | undefined> => {
  if (section === "queues" && name) return views.queue(cloud, name);
  if (section === "executions" && name) return views.execution(cloud, name);
  return asPage[section]?.(cloud, query);
};

/** Tests ask for JSON and get the count; people are led back to the queue. */
const replay = async (cloud: Cloud, queue: string, { url, headers }: AwsRequest): Promise<AwsResponse> => {
  let moved: number;
  try {
    moved = await facts.replay(cloud, queue, url.searchParams.get("message") ?? undefined);
  } catch (problem) {
    return text(409, problem instanceof Error ? problem.message : String(problem));
  }
  cloud.book.log({ source: "operations", level: "info", text: `${moved} dead letters of ${queue} were sent back` });
  if ((headers["accept"] ?? "").includes("text/html")) return { status: 303, headers: { location: `/operations/queues/${encodeURIComponent(queue)}` } };
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ moved }) };
};

/** For the token command and for tests: only who can read the data folder knows the secret. */
const token = async (cloud: Cloud, { method, headers, url }: AwsRequest): Promise<AwsResponse> => {
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

const text = (status: number, body: string): AwsResponse => ({ status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }, body: `${body}\n` });
