// The runner's side of one worker: hands it an invocation, waits for the answer, and ends it when the function's time is over.
//
// A worker is a thread, which is quick to start and small. A function with a native layer (DuckDB) gets a process of its own instead: ending a thread
// while native code still works in it takes the whole runner down with it, and its memory would never come back.
import { fork } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Invocation, Log, LogLine } from "#infra/local/engine.ts";
import type { FunctionSpec } from "#infra/local/lambda.ts";
import type { WorkerAnswer, WorkerTask } from "#infra/local/lambda-worker.ts";

export type LambdaWorker = { readonly spec: FunctionSpec; run(task: Omit<WorkerTask, "id">): Promise<Invocation>; alive(): boolean; end(): Promise<void>; idleSince: number };

/** What a thread and a process have in common. */
type Vessel = { send(task: WorkerTask): void; end(): Promise<void>; hears(answered: (answer: WorkerAnswer) => void, died: (reason: Invocation) => void): void; busy(working: boolean): void };

/** On Lambda code is loaded before the time of the function begins, in ten seconds of its own; a machine that others use too may need more. */
const LOADING_MS = 60_000;

const entry = new URL("./lambda-worker.ts", import.meta.url);
const quiet = "--disable-warning=ExperimentalWarning";

export const startWorker = (spec: FunctionSpec, log: Log): LambdaWorker => {
  const vessel = spec.native ? startProcess(spec, log) : startThread(spec, log);
  let alive = true;
  let waiting: { readonly requestId: string; readonly loaded: () => void; readonly finish: (result: Invocation) => void } | undefined;
  vessel.hears(
    (answer) => {
      if (answer.requestId !== waiting?.requestId) return;
      if ("loaded" in answer) return waiting.loaded();
      waiting.finish(answer.ok ? { ok: true, payload: answer.payload === undefined ? null : (JSON.parse(answer.payload) as unknown) } : answer);
    },
    (reason) => {
      alive = false;
      waiting?.finish(reason);
    },
  );
  const end = async (): Promise<void> => {
    alive = false;
    await vessel.end();
  };
  return {
    spec,
    idleSince: Date.now(),
    alive: () => alive,
    end,
    run: (task) =>
      new Promise<Invocation>((done) => {
        const timeOut = (): void => {
          waiting?.finish({ ok: false, errorType: "Sandbox.Timedout", errorMessage: `Task timed out after ${(task.timeoutMs / 1000).toFixed(2)} seconds` });
          void end();
        };
        let timer = setTimeout(timeOut, task.timeoutMs + LOADING_MS);
        const loaded = (): void => {
          clearTimeout(timer);
          timer = setTimeout(timeOut, task.timeoutMs);
        };
        const finish = (result: Invocation): void => {
          clearTimeout(timer);
          waiting = undefined;
          vessel.busy(false);
          done(result);
        };
        waiting = { requestId: task.requestId, loaded, finish };
        vessel.busy(true);
        vessel.send(task);
      }),
  };
};

const startThread = (spec: FunctionSpec, log: Log): Vessel => {
  const worker = new Worker(entry, { env: { ...spec.environment }, workerData: startData(spec), resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb }, execArgv: [quiet], stdout: true, stderr: true });
  captureLines(worker.stdout, spec.name, "info", log);
  captureLines(worker.stderr, spec.name, "error", log);
  return {
    send: (task) => worker.postMessage(task),
    end: async () => void (await worker.terminate()),
    busy: (working) => (working ? worker.ref() : worker.unref()),
    hears: (answered, died) => {
      worker.on("message", answered);
      worker.on("error", (error: NodeJS.ErrnoException) => died(diedOf(error)));
      worker.on("exit", (code) => died(ended(code)));
    },
  };
};

const startProcess = (spec: FunctionSpec, log: Log): Vessel => {
  const execArgv = [quiet, `--max-old-space-size=${spec.memoryMb}`];
  const child = fork(fileURLToPath(entry), [JSON.stringify(startData(spec))], { env: { ...spec.environment }, execArgv, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  captureLines(child.stdout!, spec.name, "info", log);
  captureLines(child.stderr!, spec.name, "error", log);
  const gone = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  return {
    send: (task) => void child.send(task),
    end: async () => {
      child.kill("SIGKILL");
      await gone;
    },
    busy: () => undefined,
    hears: (answered, died) => {
      child.on("message", (answer) => answered(answer as WorkerAnswer));
      child.on("error", (error) => died(diedOf(error)));
      child.on("exit", (code) => died(ended(code ?? 1)));
    },
  };
};

const startData = ({ name, code, handler, memoryMb }: FunctionSpec) => ({ name, code, handler, memoryMb });
const ended = (code: number): Invocation => ({ ok: false, errorType: "Runtime.ExitError", errorMessage: `The function's process ended with exit code ${code}.` });
const diedOf = (error: NodeJS.ErrnoException): Invocation => ({
  ok: false,
  errorType: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "Runtime.OutOfMemory" : "Runtime.UnhandledError",
  errorMessage: error.message,
  stack: (error.stack ?? "").split("\n"),
});

const captureLines = (stream: Readable, source: string, fallback: LogLine["level"], log: Log): void => {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) if (text.trim()) log({ source, level: levelOf(text) ?? fallback, text });
  });
  stream.on("end", () => rest.trim() && log({ source, level: levelOf(rest) ?? fallback, text: rest }));
};

/** Powertools writes one JSON object a line. */
const levelOf = (text: string): LogLine["level"] | undefined => {
  const level = /^\{.*?"level":"(\w+)"/.exec(text)?.[1]?.toLowerCase();
  if (level === "critical") return "error";
  return level === "debug" || level === "info" || level === "warn" || level === "error" ? level : undefined;
};
