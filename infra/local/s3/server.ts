// A small S3 of our own, for what this application does with S3 and no more: objects with bytes on disk and an index in SQLite, multipart,
// conditional writes, presigned URLs, CORS and notifications that survive a killed process. It was written because the emulators at hand
// ignore `If-None-Match`, send no notifications, or overwrite an object with its tags; everything that this one does not know answers 501.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openDatabase } from "../database.ts";
import type { Clock, Engine, Log } from "../engine.ts";
import { Outbox } from "../outbox.ts";
import { Blobs } from "./blobs.ts";
import type { Bucket, BucketOptions, S3Context } from "./bucket.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { errorResponse, S3Error } from "./error.ts";
import { type Owed, owedFor, type S3BusEvent } from "./notification.ts";
import { INDEX_TABLES, ObjectIndex } from "./object-index.ts";
import type { S3Response } from "./objects.ts";
import { operate } from "./operations.ts";
import { readRequest, type S3Request } from "./request.ts";
import { type Credentials, verifySignature } from "./signature.ts";

export type { BucketOptions, CorsRule, QueueNotification } from "./bucket.ts";
export type { S3BusEvent } from "./notification.ts";

/** How S3 reaches the others; both are tried again until they succeed. */
export type S3Notify = { readonly send: (queueArn: string, body: string) => Promise<void>; readonly putEvent?: (event: S3BusEvent) => Promise<void> };
export type S3Options = { readonly dataDir: string; readonly port: number; readonly credentials: Credentials; readonly clock: Clock; readonly log: Log; readonly notify: S3Notify };
export type S3Engine = Engine & { readonly endpoint: string; createBucket(name: string, options?: BucketOptions): void; bucketNames(): readonly string[] };

export const openS3 = async (options: S3Options): Promise<S3Engine> => {
  const { dataDir, clock, log, notify } = options;
  const buckets = new Map<string, Bucket>();
  const db = openDatabase(join(dataDir, "s3", "index.sqlite"), INDEX_TABLES);
  const outbox = new Outbox<Owed>({ name: "S3 notifications", db, clock, deliver: (owed) => deliver(owed, notify), onError: (owed, error) => log(failedDelivery(owed, error)) });
  const index = new ObjectIndex(db, (object, reason) => {
    const bucket = buckets.get(object.bucket);
    for (const owed of bucket === undefined ? [] : owedFor(bucket, object, reason, clock.now())) outbox.add(owed);
  });
  const blobs = new Blobs(join(dataDir, "s3"), (blob) => index.isReferenced(blob));
  const context: S3Context = { buckets, index, blobs, clock, flush: () => outbox.flush() };
  const server = createServer({ requestTimeout: 0 }, (raw, response) => void serve(context, options, raw, response));
  await new Promise<void>((done, failed) => server.once("error", failed).listen(options.port, "127.0.0.1", done));

  return {
    name: "S3",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    createBucket: (name, { cors = [], notifications = [], eventBridge = false, versioned = false } = {}) => {
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) throw new Error(`"${name}" is not a name that S3 allows for a bucket`);
      buckets.set(name, { name, cors, notifications, eventBridge, versioned });
    },
    bucketNames: () => [...buckets.keys()],
    health: async () => `${buckets.size} buckets, ${count(db)} objects, ${outbox.pending()} notifications on their way`,
    close: async () => {
      await stop(server);
      await outbox.close();
      db.close();
    },
  };
};

const serve = async (context: S3Context, options: S3Options, raw: IncomingMessage, response: ServerResponse) => {
  const origin = raw.headers.origin;
  let request: S3Request | undefined;
  try {
    request = readRequest(raw);
    const rules = context.buckets.get(request.bucket)?.cors ?? [];
    const cors = corsHeaders(rules, request.method, origin);
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value);
    response.setHeader("x-amz-request-id", request.id);
    response.setHeader("server", "AmazonS3");
    const answer = raw.method === "OPTIONS" ? { status: 200, headers: preflight(rules, request.headers) } : await authorized(context, options, request);
    await send(context, request, answer, response);
  } catch (error) {
    refuse(error, request, raw, response, options.log);
  }
};

const authorized = (context: S3Context, { credentials, clock }: S3Options, request: S3Request) => {
  verifySignature(request, credentials, { real: Date.now(), cloud: clock.now() });
  return operate(context, request);
};

const send = async ({ blobs }: S3Context, request: S3Request, answer: S3Response, response: ServerResponse) => {
  const { body = "", blob, range, headers = {}, status } = answer;
  response.writeHead(status, { ...(blob === undefined && status !== 204 ? { "content-length": Buffer.byteLength(body) } : {}), ...headers });
  if (blob === undefined || request.method === "HEAD") return void response.end(request.method === "HEAD" ? undefined : body);
  await pipeline(blobs.read(blob, range), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
};

/** An upload refused before it was read is not read on: the connection closes with the answer. */
const refuse = (error: unknown, request: S3Request | undefined, raw: IncomingMessage, response: ServerResponse, log: Log) => {
  const known = error instanceof S3Error ? error : new S3Error("InternalError");
  if (known.status >= 500)
    log({ source: "s3", level: "error", text: `${raw.method} ${raw.url?.split("?")[0]}: ${known === error ? known.message : String((error as Error)?.stack ?? error)}` });
  if (response.headersSent) return void response.destroy();
  const { status, headers = {}, body = "" } = errorResponse(known, request?.rawPath ?? "/", request?.id ?? "");
  if (!raw.complete) response.setHeader("connection", "close");
  response.writeHead(status, { ...headers, ...(status === 304 ? {} : { "content-length": Buffer.byteLength(body) }) });
  response.end(raw.method === "HEAD" || status === 304 ? undefined : body);
  raw.resume();
};

const deliver = async (owed: Owed, notify: S3Notify) => {
  if ("event" in owed) await notify.putEvent?.(owed.event);
  else await notify.send(owed.queueArn, owed.body);
};

const failedDelivery = (owed: Owed, error: unknown) => ({
  source: "s3",
  level: "warn" as const,
  text: `the notification to ${"event" in owed ? "the event bus" : owed.queueArn} will be sent again: ${(error as Error)?.message ?? error}`,
});

const count = (db: { prepare(sql: string): { get(): unknown } }) => (db.prepare("SELECT count(*) AS n FROM object WHERE latest = 1 AND marker = 0").get() as { n: number }).n;

const stop = async (server: Server) => {
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1000).unref();
  await closed;
};
