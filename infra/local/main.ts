// npm start: the whole of Quittance on this machine.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, root } from "#infra/local/build.ts";
import { type Cloud, startCloud } from "#infra/local/cloud.ts";
import { fill } from "#infra/local/fill.ts";
import { needJava } from "#infra/local/prerequisites.ts";
import { watchSources } from "#infra/local/watch.ts";

process.env["TZ"] = "UTC";

const USAGE = `npm start -- [--port 4400] [--data DIR] [--empty | --customers N] [--now INSTANT] [--watch]

Runs Quittance on this machine, filled with a demo company when the data folder is new.

  --port N       the app's port; the AWS endpoints take the ports after it (4400)
  --data DIR     where everything is kept (.local)
  --empty        no demo company: an empty tenant to drop your own files into
  --customers N  how many customers the demo company has (200)
  --now INSTANT  where the local clock begins, such as 2026-03-31T08:00:00+02:00
  --watch        builds and reloads when a source changes (npm run dev)
  --help         this`;

const started = Date.now();
const say = (line: string): void => console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s] ${line}`);

const options = readOptions();
let cloud: Cloud | undefined;
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
process.on("uncaughtException", (problem) => fail(problem));
process.on("unhandledRejection", (problem) => fail(problem));

try {
  await start();
} catch (problem) {
  await fail(problem);
}

async function start(): Promise<void> {
  say("Quittance is starting");
  const java = await needJava(say);
  const building = build(say);
  building.catch(() => undefined);
  cloud = await startCloud({ ...options, java, say, build: building });
  say(`The template runs: ${cloud.plan.functions.length} functions, ${cloud.plan.queues.length} queues, ${cloud.plan.apis.flatMap(({ routes }) => routes).length} routes`);
  say("DynamoDB Local listens on all addresses of this machine; everything else on 127.0.0.1 only");
  await fill(cloud, { empty: options.empty, customers: options.customers, say });
  if (options.watch) watchSources(cloud, say);
  say(`Data in ${cloud.folder.path}, operations at ${cloud.front.url}/operations, mailbox at ${cloud.front.url}/mail`);
  console.log(`Quittance is ready: ${cloud.front.url}`);
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  say("Stopping ...");
  await cloud?.stop();
  say("Stopped");
  process.exit(code);
}

async function fail(problem: unknown): Promise<void> {
  if (stopping) return;
  console.error(problem instanceof Error ? (process.env["DEBUG"] ? problem.stack : problem.message) : String(problem));
  await stop(1);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "4400" },
        data: { type: "string", default: join(root, ".local") },
        empty: { type: "boolean", default: false },
        customers: { type: "string", default: "200" },
        now: { type: "string" },
        watch: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) throw new Error(`"${values.port}" is not a port.`);
    if (!/^[1-9]\d{0,4}$/.test(values.customers)) throw new Error(`"${values.customers}" is not a number of customers.`);
    if (values.now !== undefined && Number.isNaN(Date.parse(values.now))) throw new Error(`"${values.now}" is not an instant such as 2026-03-31T08:00:00+02:00.`);
    return { port: Number(values.port), dataDir: values.data, empty: values.empty, customers: Number(values.customers), watch: values.watch, ...(values.now === undefined ? {} : { now: values.now }) };
  } catch (problem) {
    console.error(`${problem instanceof Error ? problem.message : String(problem)}\n\n${USAGE}`);
    process.exit(2);
  }
}
