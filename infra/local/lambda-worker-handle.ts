// The runner's side of one worker thread: hands it an invocation, waits for the answer, and ends it when the function's time is over.
import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { Invocation, Log, LogLine } from "#infra/local/engine.ts";
import type { FunctionSpec } from "#infra/local/lambda.ts";
import type { WorkerAnswer, WorkerTask } from "#infra/local/lambda-worker.ts";

export type LambdaWorker = { readonly spec: FunctionSpec; run(task: Omit<WorkerTask, "id">): Promise<Invocation>; alive(): boolean; end(): Promise<void>; idleSince: number };

export const startWorker = (spec: FunctionSpec, log: Log): LambdaWorker => {
  const worker = new Worker(new URL("./lambda-worker.ts", import.meta.url), {
    env: { ...spec.environment },
    workerData: { name: spec.name, code: spec.code, handler: spec.handler, memoryMb: spec.memoryMb },
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdout: true,
    stderr: true,
  });
  captureLines(worker.stdout, spec.name, "info", log);
  captureLines(worker.stderr, spec.name, "error", log);
  let alive = true;
  let failed: ((reason: Invocation) => void) | undefined;
  const die = (reason: Invocation): void => {
    alive = false;
    failed?.(reason);
  };
  worker.on("error", (error: NodeJS.ErrnoException) => {
    const outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    die({ ok: false, errorType: outOfMemory ? "Runtime.OutOfMemory" : "Runtime.UnhandledError", errorMessage: error.message, stack: (error.stack ?? "").split("\n") });
  });
  worker.on("exit", (code) => die({ ok: false, errorType: "Runtime.ExitError", errorMessage: `The function's process ended with exit code ${code}.` }));
  return {
    spec,
    idleSince: Date.now(),
    alive: () => alive,
    end: async () => {
      alive = false;
      await worker.terminate();
    },
    run: (task) =>
      new Promise<Invocation>((done) => {
        const timer = setTimeout(() => {
          finish({ ok: false, errorType: "Sandbox.Timedout", errorMessage: `Task timed out after ${(task.timeoutMs / 1000).toFixed(2)} seconds` });
          alive = false;
          void worker.terminate();
        }, task.timeoutMs);
        const finish = (result: Invocation): void => {
          clearTimeout(timer);
          failed = undefined;
          worker.off("message", answered);
          worker.unref();
          done(result);
        };
        const answered = (answer: WorkerAnswer): void => {
          if (answer.requestId !== task.requestId) return;
          finish(answer.ok ? { ok: true, payload: answer.payload === undefined ? null : (JSON.parse(answer.payload) as unknown) } : answer);
        };
        failed = finish;
        worker.on("message", answered);
        worker.ref();
        worker.postMessage(task);
      }),
  };
};

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
