// Starts every part of the local cloud from the synthesized template, in this process, and stops it again.
import { join } from "node:path";
import { startAwsEndpoint, lambdaApi } from "#infra/local/aws-endpoint.ts";
import type { Built } from "#infra/local/build.ts";
import { openClock } from "#infra/local/clock.ts";
import { type DataFolder, openDataFolder } from "#infra/local/data-folder.ts";
import { type DynamoDb, LOCAL_KEYS, startDynamoDb } from "#infra/local/dynamodb.ts";
import { choosePort } from "#infra/local/http.ts";
import type { AwsHandler, Clock, Engine } from "#infra/local/engine.ts";
import { type Front, startFront } from "#infra/local/front.ts";
import { type Identity, openIdentity } from "#infra/local/identity/identity.ts";
import { type Lambdas, startLambdas } from "#infra/local/lambda.ts";
import { type Live, openLive } from "#infra/local/live/live.ts";
import type { ChannelNamespace, EventApi } from "#infra/local/live/event-api.ts";
import { type Localize, localizer } from "#infra/local/local-names.ts";
import { type LogBook, openLogBook } from "#infra/local/log-book.ts";
import { openMail } from "#infra/local/mail/open-mail.ts";
import { openStandIns, type StandIns } from "#infra/local/providers/stand-ins.ts";
import { openS3, type S3Engine } from "#infra/local/s3/server.ts";
import { openSecrets } from "#infra/local/secrets.ts";
import { type Sources, startSources } from "#infra/local/sources.ts";
import { type SqsEngine, startSqs } from "#infra/local/sqs.ts";
import { type Plan, planOf } from "#infra/local/template/plan.ts";
import { stsApi } from "#infra/local/sts.ts";
import { readAssembly } from "#infra/local/template/assembly.ts";
import { ttlSweeper } from "#infra/local/ttl-sweeper.ts";
import { type AwsPorts, functionEnvironment } from "#infra/local/function-environment.ts";
import { tellEndpoints } from "#infra/local/endpoints.ts";
import { type BusAndSchedules, openBusAndSchedules } from "#infra/local/bus-and-schedules.ts";
import type { SesEngine } from "#infra/local/ses.ts";
import { openStateMachines } from "#infra/local/state-machines.ts";
import type { States } from "#infra/local/states/states.ts";

export type CloudOptions = { readonly port: number; readonly dataDir: string; readonly now?: string; readonly java: string; readonly say: (line: string) => void; readonly build: Promise<Built> };

export type Cloud = {
  readonly folder: DataFolder;
  readonly clock: Clock;
  readonly book: LogBook;
  readonly plan: Plan;
  readonly sqs: SqsEngine;
  readonly dynamodb: DynamoDb;
  readonly s3: S3Engine;
  readonly lambdas: Lambdas;
  readonly identity: Identity;
  readonly live: Live | undefined;
  readonly bus: BusAndSchedules;
  readonly states: States;
  readonly ses: SesEngine;
  readonly standIns: StandIns;
  readonly front: Front;
  readonly ports: AwsPorts;
  readonly sources: Sources;
  readonly engines: readonly Engine[];
  readonly web: string;
  readonly localize: Localize;
  /** Takes over functions that were built anew. */
  redeploy(built: Built): void;
  stop(): Promise<void>;
};

const SIGN_IN = "/oidc";
/** A template without people still gets a sign-in that lets nobody in. */
const NO_POOL = { id: "none", clientIds: [], preTokenTrigger: undefined };

export const startCloud = async (options: CloudOptions): Promise<Cloud> => {
  const folder = openDataFolder(options.dataDir);
  const stops: (() => Promise<void> | void)[] = [() => folder.release()];
  try {
    return await startParts(options, folder, stops);
  } catch (problem) {
    await stopAll(stops);
    throw problem;
  }
};

const startParts = async (options: CloudOptions, folder: DataFolder, stops: (() => Promise<void> | void)[]): Promise<Cloud> => {
  const dataDir = folder.path;
  const clock = openClock({ dataDir, start: options.now, onError: (work, error) => book.log({ source: "clock", level: "error", text: `${work}: ${String(error)}` }) });
  const book = openLogBook(dataDir, () => clock.now());
  stops.unshift(() => (clock.close(), book.close()));
  const { log } = book;

  const front = await startFront(options.port);
  stops.unshift(front.close);
  const portAfter = (distance: number): Promise<number> => choosePort(options.port === 0 ? 0 : front.port + distance);
  const [dynamodbPort, s3Port, livePort] = [await portAfter(3), await portAfter(4), await portAfter(5)];
  const starting = startDynamoDb({ dataDir, java: options.java, port: dynamodbPort, log, onExit: (reason) => options.say(`${reason} Restart Quittance.`) });
  starting.catch(() => undefined);
  stops.unshift(async () => (await starting.catch(() => undefined))?.close());

  const handlers: AwsHandler[] = [stsApi];
  const aws = await startAwsEndpoint(() => handlers, options.port === 0 ? 0 : front.port + 1);
  const sqs = await startSqs({ dataDir: join(dataDir, "sqs"), port: await portAfter(2) });
  const lambdas = startLambdas({ clock, log });
  stops.unshift(async () => {
    await Promise.all([aws.close(), sqs.close(), lambdas.close()]);
  });

  const built = await options.build;
  const addresses = { app: `127.0.0.1:${front.port}`, sqs: `127.0.0.1:${sqs.port}`, live: `127.0.0.1:${livePort}` };
  const ports: AwsPorts = { aws: aws.port, sqs: sqs.port, dynamodb: dynamodbPort, s3: s3Port, live: livePort };
  const plan = planOf(readAssembly(built.assembly), addresses);
  const localize = localizer({ app: front.url, issuer: `${front.url}${SIGN_IN}`, s3: `http://127.0.0.1:${s3Port}`, userPools: plan.userPools, buckets: plan.buckets.map(({ name }) => name) });
  const declare = (from: Plan): void => lambdas.declare(from.functions.map((each) => functionEnvironment(each, ports, localize)));
  declare(plan);
  sqs.declare(plan.queues);

  // Before whatever goes on by itself where the last run ended: its functions would fail without the table, and a failure is remembered.
  const dynamodb = await starting;
  const streams = await declareTables(plan, dynamodb, clock);
  const bus = await openBusAndSchedules(plan, { dataDir, clock, log, sqs, invoke: lambdas.invoke, startExecution: async (arn, input) => void (await states.startExecution(arn, input)) });
  const everything = Promise.withResolvers<void>();
  const states = openStateMachines(plan, { dataDir, clock, log, invoke: lambdas.invoke, ports, ready: everything.promise });
  const send = async (queueArn: string, body: string): Promise<void> => sqs.send(queueArn, body);
  const s3 = await openS3({ dataDir, port: s3Port, credentials: LOCAL_KEYS, clock, log, notify: { send, putEvent: bus.putS3Event } });
  for (const { name, ...rules } of plan.buckets) s3.createBucket(name, rules);
  const ses = openMail(plan, { dataDir, clock, log, publish: bus.publish });
  const secrets = openSecrets(plan.secrets, dataDir);
  const standIns = await openStandIns({ dataDir, port: await portAfter(6), app: front.url, clock });
  const providers = plan.secrets.find(({ name }) => name.endsWith("-providers"));
  if (providers) secrets.fill(providers.name, standIns.settings);
  const identity = await openIdentity({ dataDir, appUrl: front.url, basePath: SIGN_IN, clock, log, invoke: lambdas.invoke, pool: plan.userPools[0] ?? NO_POOL });
  const live = await startLive(plan, livePort, identity, log);
  stops.unshift(async () => {
    await Promise.all([bus.close(), states.close(), s3.close(), ses.close(), identity.close(), live?.close(), standIns.close()]);
  });

  handlers.push(lambdaApi(lambdas), identity.aws, ...bus.handlers, states.aws, ses.handler, secrets.handler);
  const sources = startSources(plan.mappings, { dataDir, dynamodbEndpoint: dynamodb.endpoint, streams, sqs, lambdas, log, matcher: bus.matcher });
  stops.unshift(() => Promise.race([sources.stop(), new Promise<void>((done) => setTimeout(done, 3_000).unref())]));

  clock.settleBy(() => sources.settled());
  const engines: Engine[] = [dynamodb, sqs, s3, ses, secrets, standIns, lambdas, identity, ...(live ? [live] : []), ...bus.engines, states];
  const redeploy = (again: Built): void => declare(planOf(readAssembly(again.assembly), addresses));
  const cloud: Cloud = { folder, clock, book, plan, sqs, dynamodb, s3, lambdas, identity, live, bus, states, ses, standIns, front, ports, sources, engines, web: built.web, localize, redeploy, stop: () => stopAll(stops) };
  front.serve(cloud);
  tellEndpoints(cloud);
  everything.resolve();
  return cloud;
};

/** The ARN of each table's stream, by table name. */
const declareTables = async (plan: Plan, dynamodb: DynamoDb, clock: Clock): Promise<Map<string, string>> => {
  const streams = new Map<string, string>();
  for (const table of plan.tables) {
    const stream = await dynamodb.declareTable(table.create);
    if (stream) streams.set(table.name, stream);
  }
  const swept = plan.tables.flatMap(({ name, ttl, create }) => (ttl ? [{ table: name, attribute: ttl, keys: (create.KeySchema ?? []).map(({ AttributeName }) => AttributeName ?? "") }] : []));
  clock.register(ttlSweeper(dynamodb.client, swept, clock));
  return streams;
};

const startLive = async (plan: Plan, port: number, identity: Identity, log: LogBook["log"]): Promise<Live | undefined> => {
  const api = plan.liveApis[0];
  if (!api) return undefined;
  const namespaces = plan.liveNamespaces.map(({ properties }) => properties as unknown as ChannelNamespace);
  return openLive({ port, api: api.properties as unknown as EventApi, namespaces, verify: identity.verify, credentials: LOCAL_KEYS, log });
};

const stopAll = async (stops: (() => Promise<void> | void)[]): Promise<void> => {
  for (const stop of stops.splice(0)) await Promise.resolve(stop()).catch((problem: unknown) => console.error(`While stopping: ${String(problem)}`));
};
