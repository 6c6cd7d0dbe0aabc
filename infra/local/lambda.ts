// Lambda functions run unmodified from their bundles, each invocation in a worker of its own function: own module graph, own
// environment, memory limit, ended when it runs out of time. Workers are kept warm for a while and then let go, so that an idle desk is small.
import { randomUUID } from "node:crypto";
import { ACCOUNT, type Clock, type Engine, type Invocation, type Invoke, type Log, REGION } from "#infra/local/engine.ts";
import { type LambdaWorker, startWorker } from "#infra/local/lambda-worker-handle.ts";

export type FunctionSpec = {
  readonly name: string;
  /** Folder of the unpacked bundle. */
  readonly code: string;
  /** `index.handler` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly maxConcurrency?: number;
  /** It brings native code (a layer): it runs in a process of its own. */
  readonly native?: boolean;
};
export type FunctionState = { readonly name: string; readonly invocations: number; readonly errors: number; readonly workers: number; readonly running: number; readonly lastErrors: readonly string[] };
export type Lambdas = Engine & {
  readonly invoke: Invoke;
  /** Makes functions known; one that is known already gets its new code and settings with the next invocation. */
  declare(functions: readonly FunctionSpec[]): void;
  spec(nameOrArn: string): FunctionSpec | undefined;
  states(): FunctionState[];
  /** Invocations running now; pollers look often while something runs. */
  running(): number;
};

type Pool = { spec: FunctionSpec; idle: LambdaWorker[]; all: Set<LambdaWorker>; running: number; waiting: (() => void)[]; invocations: number; errors: number; lastErrors: string[] };

const MOST_WORKERS = 2;
const IDLE_MS = 20_000;

export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const functionName = (nameOrArn: string): string => (nameOrArn.startsWith("arn:") ? (nameOrArn.split(":")[6] ?? nameOrArn) : (nameOrArn.split(":")[0] ?? nameOrArn));

export const startLambdas = (options: { clock: Pick<Clock, "offset">; log: Log }): Lambdas => {
  const pools = new Map<string, Pool>();
  const letGo = setInterval(() => pools.forEach(endIdle), 5_000);
  letGo.unref();
  const pool = (nameOrArn: string): Pool | undefined => pools.get(functionName(nameOrArn));
  return {
    name: "Lambda",
    invoke: async (nameOrArn, payload) => {
      const found = pool(nameOrArn);
      if (!found) return { ok: false, errorType: "ResourceNotFoundException", errorMessage: `Function not found: ${nameOrArn}` };
      return invokeIn(found, payload, options);
    },
    declare: (functions) => {
      for (const spec of functions) {
        const known = pools.get(spec.name);
        if (known) replaceSpec(known, spec);
        else pools.set(spec.name, { spec, idle: [], all: new Set(), running: 0, waiting: [], invocations: 0, errors: 0, lastErrors: [] });
      }
    },
    spec: (nameOrArn) => pool(nameOrArn)?.spec,
    states: () => [...pools.values()].map(({ spec, all, running, invocations, errors, lastErrors }) => ({ name: spec.name, invocations, errors, workers: all.size, running, lastErrors })),
    running: () => [...pools.values()].reduce((sum, { running }) => sum + running, 0),
    health: async () => `${pools.size} functions, ${[...pools.values()].reduce((sum, { all }) => sum + all.size, 0)} workers`,
    close: async () => {
      clearInterval(letGo);
      await Promise.all([...pools.values()].flatMap((each) => [...each.all].map((worker) => worker.end())));
    },
  };
};

const invokeIn = async (pool: Pool, payload: unknown, options: { clock: Pick<Clock, "offset">; log: Log }): Promise<Invocation> => {
  const worker = await takeWorker(pool, options.log);
  const { spec } = pool;
  pool.running++;
  pool.invocations++;
  const result = await worker.run({ payload: JSON.stringify(payload), requestId: randomUUID(), timeoutMs: spec.timeoutMs, clockOffsetMs: options.clock.offset() });
  pool.running--;
  if (worker.alive() && worker.spec === pool.spec) giveBack(pool, worker);
  else endWorker(pool, worker);
  if (!result.ok) noteError(pool, result, options.log);
  return result;
};

const noteError = (pool: Pool, result: Extract<Invocation, { ok: false }>, log: Log): void => {
  pool.errors++;
  const text = `${result.errorType}: ${result.errorMessage}`;
  pool.lastErrors.push(text);
  if (pool.lastErrors.length > 5) pool.lastErrors.shift();
  log({ source: pool.spec.name, level: "error", text: [text, ...(result.stack ?? []).slice(1, 8)].join("\n") });
};

const takeWorker = async (pool: Pool, log: Log): Promise<LambdaWorker> => {
  for (;;) {
    const warm = pool.idle.pop();
    if (warm?.alive()) return warm;
    if (warm) endWorker(pool, warm);
    else if (pool.all.size < Math.min(pool.spec.maxConcurrency ?? MOST_WORKERS, MOST_WORKERS)) {
      const started = startWorker(pool.spec, log);
      pool.all.add(started);
      return started;
    } else await new Promise<void>((next) => pool.waiting.push(next));
  }
};

const giveBack = (pool: Pool, worker: LambdaWorker): void => {
  worker.idleSince = Date.now();
  pool.idle.push(worker);
  pool.waiting.shift()?.();
};

const endWorker = (pool: Pool, worker: LambdaWorker): void => {
  pool.all.delete(worker);
  void worker.end();
  pool.waiting.shift()?.();
};

const replaceSpec = (pool: Pool, spec: FunctionSpec): void => {
  if (JSON.stringify(pool.spec) === JSON.stringify(spec)) return;
  pool.spec = spec;
  for (const worker of pool.idle.splice(0)) endWorker(pool, worker);
};

const endIdle = (pool: Pool): void => {
  const tooLong = pool.idle.filter((worker) => Date.now() - worker.idleSince > IDLE_MS);
  pool.idle = pool.idle.filter((worker) => !tooLong.includes(worker));
  for (const worker of tooLong) endWorker(pool, worker);
};
