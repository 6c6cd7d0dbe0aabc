// Runs inside the worker (a thread, or a process of its own): loads the bundle once, then handles one invocation after the other, as the Lambda
// runtime does.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

export type WorkerTask = { readonly requestId: string; readonly payload: string; readonly timeoutMs: number; readonly clockOffsetMs: number };
export type WorkerAnswer =
  /** Its code is there: from now on the time of the function runs. */
  | { readonly requestId: string; readonly loaded: true }
  | { readonly requestId: string; readonly ok: true; readonly payload: string | undefined }
  | { readonly requestId: string; readonly ok: false; readonly errorType: string; readonly errorMessage: string; readonly stack: readonly string[] };

type Handler = (event: unknown, context: unknown, callback: (error: unknown, result?: unknown) => void) => unknown;

const { name, code, handler, memoryMb } = (parentPort ? workerData : JSON.parse(process.argv[2] ?? "{}")) as { name: string; code: string; handler: string; memoryMb: number };

const load = async (): Promise<Handler> => {
  const [module = "index", exported = "handler"] = handler.split(/\.(?=[^.]+$)/);
  const file = [".mjs", ".js", ".cjs", ".ts"].map((extension) => join(code, module + extension)).find((path) => existsSync(path));
  if (!file) throw Object.assign(new Error(`Error: Cannot find module '${module}' in ${code}`), { name: "Runtime.ImportModuleError" });
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown> & { default?: Record<string, unknown> };
  const found = loaded[exported] ?? loaded.default?.[exported];
  if (typeof found !== "function") throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: "Runtime.HandlerNotFound" });
  return found as Handler;
};

let loading: Promise<Handler> | undefined;

const tell = (answer: WorkerAnswer): void => void (parentPort ? parentPort.postMessage(answer) : process.send?.(answer));

const invoke = async (task: WorkerTask): Promise<WorkerAnswer> => {
  process.env["QUITTANCE_CLOCK_OFFSET_MS"] = String(task.clockOffsetMs);
  try {
    const run = await (loading ??= load());
    tell({ requestId: task.requestId, loaded: true });
    const deadline = Date.now() + task.timeoutMs;
    const result = await call(run, JSON.parse(task.payload), contextOf(task, deadline));
    return { requestId: task.requestId, ok: true, payload: JSON.stringify(result) };
  } catch (problem) {
    const error = problem instanceof Error ? problem : new Error(String(problem));
    return { requestId: task.requestId, ok: false, errorType: error.name, errorMessage: error.message, stack: (error.stack ?? "").split("\n") };
  }
};

const call = (run: Handler, event: unknown, context: unknown): Promise<unknown> =>
  new Promise((done, fail) => {
    const answered = run(event, context, (error, result) => (error ? fail(error) : done(result)));
    if (answered instanceof Promise) answered.then(done, fail);
    else if (run.length < 3) done(answered);
  });

const contextOf = (task: WorkerTask, deadline: number): object => ({
  functionName: name,
  functionVersion: "$LATEST",
  invokedFunctionArn: process.env["QUITTANCE_FUNCTION_ARN"],
  memoryLimitInMB: String(memoryMb),
  awsRequestId: task.requestId,
  logGroupName: `/aws/lambda/${name}`,
  logStreamName: "local",
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

if (parentPort) parentPort.on("message", (task: WorkerTask) => void invoke(task).then(tell));
else {
  process.on("message", (task: WorkerTask) => void invoke(task).then(tell));
  // The runner is gone, however it ended: nobody is left to answer.
  process.on("disconnect", () => process.exit(0));
}
