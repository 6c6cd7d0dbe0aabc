// A whole local cloud for a test: a process of its own on free ports, with a data folder of its own that goes when the test is over. It can be
// killed and started again on the same data, which is how tests prove that nothing is lost.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Endpoints } from "#infra/local/endpoints.ts";

export type CloudClients = { readonly s3: S3Client; readonly sqs: SQSClient; readonly dynamodb: DynamoDBClient; readonly events: EventBridgeClient };
export type TestCloud = {
  /** Of the present run: ports change with a restart. */
  readonly endpoints: Endpoints;
  readonly aws: CloudClients;
  readonly dataDir: string;
  /** A bearer token, as the sign-in would give it. */
  token(email: string): Promise<string>;
  /** Asks the API under /api/v1 as somebody (or nobody); the answer's body is parsed when it is JSON. */
  api(email: string | undefined, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Moves the local clock and waits until what became due has run. */
  advance(to: { now: string } | { advance: string }): Promise<void>;
  /** Ends this run as a power cut would. */
  kill9(): Promise<void>;
  /** Stops if needed and starts again on the same data. */
  restart(): Promise<void>;
  /** Stops and removes the data. */
  stop(): Promise<void>;
  /** What the process has printed since it was started last. */
  output(): string;
};

type Options = { readonly empty?: boolean; /** Of the demo company; fewer are there sooner. */ readonly customers?: number; readonly now?: string; readonly dataDir?: string };
type Run = { readonly child: ChildProcess; readonly output: () => string; readonly ended: Promise<void> };

const root = join(import.meta.dirname, "../..");
const READY_WITHIN_MS = 500_000;

export const startCloud = async (options: Options = {}): Promise<TestCloud> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "quittance-"));
  let run = await launch(dataDir, options);
  let endpoints = readEndpoints(dataDir);
  let aws = clients(endpoints);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (run.child.exitCode === null && run.child.signalCode === null) run.child.kill(signal);
    await run.ended;
    for (const client of Object.values(aws)) client.destroy();
  };
  const cloud: TestCloud = {
    get endpoints() {
      return endpoints;
    },
    get aws() {
      return aws;
    },
    dataDir,
    token: (email) => askToken(dataDir, endpoints, email),
    api: async (email, method, path, body) => {
      const headers = { ...(email === undefined ? {} : { authorization: `Bearer ${await cloud.token(email)}` }), ...(body === undefined ? {} : { "content-type": "application/json" }) };
      const response = await fetch(`${endpoints.api}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await response.text();
      return { status: response.status, body: /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text };
    },
    advance: async (to) => {
      const response = await fetch(endpoints.clock, { method: "POST", body: JSON.stringify(to) });
      if (!response.ok) throw new Error(await response.text());
    },
    kill9: () => end("SIGKILL"),
    restart: async () => {
      await end("SIGTERM");
      run = await launch(dataDir, options);
      endpoints = readEndpoints(dataDir);
      aws = clients(endpoints);
    },
    stop: async () => {
      await end("SIGTERM");
      rmSync(dataDir, { recursive: true, force: true });
    },
    output: () => run.output(),
  };
  return cloud;
};

/** A port that was free when it was chosen may be taken a moment later by somebody else's connection: then others are chosen. */
const launch = async (dataDir: string, options: Options, tries = 4): Promise<Run> => {
  try {
    return await launchOnce(dataDir, options);
  } catch (error) {
    if (tries > 1 && String(error).includes("EADDRINUSE")) return launch(dataDir, options, tries - 1);
    throw error;
  }
};

const launchOnce = async (dataDir: string, { empty, customers, now }: Options): Promise<Run> => {
  const args = ["infra/local/main.ts", "--port", "0", "--data", dataDir, ...(empty ? ["--empty"] : []), ...(customers ? ["--customers", String(customers)] : []), ...(now ? ["--now", now] : [])];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  await new Promise<void>((ready, fail) => {
    const giveUp = setTimeout(() => (child.kill("SIGKILL"), fail(new Error(`The local cloud was not ready in time:\n${output}`))), READY_WITHIN_MS);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes("Quittance is ready:")) {
          clearTimeout(giveUp);
          ready();
        }
      });
    child.once("exit", (code) => {
      clearTimeout(giveUp);
      fail(new Error(`The local cloud ended with exit code ${code}:\n${output}`));
    });
  });
  return { child, output: () => output, ended };
};

const readEndpoints = (dataDir: string): Endpoints => JSON.parse(readFileSync(join(dataDir, "endpoints.json"), "utf8")) as Endpoints;

const clients = ({ aws }: Endpoints): CloudClients => {
  const to = (endpoint: string) => ({ endpoint, region: aws.region, credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey } });
  return { s3: new S3Client({ ...to(aws.s3), forcePathStyle: true }), sqs: new SQSClient(to(aws.sqs)), dynamodb: new DynamoDBClient(to(aws.dynamodb)), events: new EventBridgeClient(to(aws.events)) };
};

const askToken = async (dataDir: string, { operations }: Endpoints, email: string): Promise<string> => {
  const response = await fetch(`${operations}/token?email=${encodeURIComponent(email)}`, { method: "POST", headers: { authorization: `Bearer ${readFileSync(join(dataDir, "secret"), "utf8")}` } });
  if (!response.ok) throw new Error(await response.text());
  return (await response.text()).trim();
};

/** Asks until the answer is what is waited for; what it was last stands in the failure. */
export const eventually = async <T>(ask: () => Promise<T> | T, fits: (answer: T) => boolean, withinMs = 60_000): Promise<T> => {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > until) throw new Error(`Waited ${withinMs} ms in vain; the last answer was ${JSON.stringify(answer, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value))}`);
    await new Promise((next) => setTimeout(next, 100));
  }
};
