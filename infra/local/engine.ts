// What every part of the local cloud looks like to the runner: it starts, answers requests, follows the clock, says how it is, and stops.
import type { IncomingMessage } from "node:http";

/** One request to an AWS endpoint, body read. Header names are lower-case. */
export type AwsRequest = { readonly method: string; readonly url: URL; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
export type AwsResponse = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer };

/** Answers a request, or undefined when it is another service's. */
export type AwsHandler = (request: AwsRequest, raw: IncomingMessage) => Promise<AwsResponse | undefined>;

/** Something that has work at times to come: the clock asks when, and runs it in order, also when time is moved forward. */
export type DueWork = {
  readonly name: string;
  /** Epoch ms of the earliest due work, or undefined. */
  nextDueAt(): number | undefined;
  /** Runs everything that is due at `now`; resolves when what it caused inside this engine has been handed over. */
  runDue(now: number): Promise<void>;
};

export type Clock = {
  /** Epoch ms of the local cloud: real time plus what it was moved by. */
  now(): number;
  /** Real time + this = cloud time; handed to every function invocation. */
  offset(): number;
  register(work: DueWork): void;
  /** While time is moved it stands still until what the present instant caused has been worked off; asked before each step onwards. */
  settleBy(settled: () => Promise<void>): void;
  /** Moves forward; due work runs in order of time before this resolves. Moving back is refused. */
  advanceTo(instant: number): Promise<void>;
  close(): void;
};

export type Invocation = { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly errorType: string; readonly errorMessage: string; readonly stack?: readonly string[] };
/** Invokes a function of the template by its name or ARN, as AWS Lambda would synchronously. */
export type Invoke = (functionNameOrArn: string, payload: unknown) => Promise<Invocation>;

export type LogLine = { readonly at: string; readonly source: string; readonly level: "debug" | "info" | "warn" | "error"; readonly text: string };
export type Log = (line: Omit<LogLine, "at">) => void;

export type Engine = {
  readonly name: string;
  /** One short line when it is well; throws when it is not. */
  health(): Promise<string>;
  close(): Promise<void>;
};

/** Everything on this machine has one account and one region. */
export const ACCOUNT = "000000000000";
export const REGION = "eu-west-3";
