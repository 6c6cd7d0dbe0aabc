// npm run deploy -- --stage x: builds the web, synthesizes, sends the stacks to AWS, and says what to do next.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "..");
const usage = `npm run deploy -- --stage NAME [--mail-domain DOMAIN] [--alarm-mail ADDRESS] [--bootstrap] [--yes]

Deploys Quittance to the AWS account and region that your AWS configuration names (AWS_PROFILE, AWS_REGION, …).

  --stage NAME          one copy of Quittance: its stacks are quittance-NAME-door, -storage, -app and -reminders
  --mail-domain DOMAIN  mail to customers leaves from here; prints nothing secret, but SES wants DNS records for it
  --alarm-mail ADDRESS  is written to when something hurts somebody
  --bootstrap           prepares the account for CDK first (once per account and region)
  --yes                 does not ask before permissions are widened
  --help                this`;

const { values } = parseArgs({
  options: {
    stage: { type: "string" },
    "mail-domain": { type: "string" },
    "alarm-mail": { type: "string" },
    bootstrap: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(usage);
else await deploy(values.stage ?? stop(`Which stage? For example: npm run deploy -- --stage prod\n\n${usage}`));

async function deploy(stage: string): Promise<void> {
  const region = await configuredRegion();
  nativeCodeForLinux();
  run("The web could not be built.", process.execPath, [join(root, "node_modules/vite/bin/vite.js"), "build"], join(root, "web"));

  const outputs = join(root, ".build", `outputs-${stage}.json`);
  mkdirSync(join(root, ".build"), { recursive: true });
  const context = Object.entries({ stage, target: "aws", mailDomain: values["mail-domain"], alarmMail: values["alarm-mail"] }).flatMap(([key, value]) => (value ? ["--context", `${key}=${value}`] : []));
  const app = ["--app", `"${process.execPath}" infra/app.ts`, ...context];
  if (values.bootstrap) cdk("bootstrap", app);
  cdk("deploy", ["--all", ...app, "--outputs-file", outputs, "--require-approval", values.yes ? "never" : "broadening"]);
  tellWhatNext(stage, region, outputs);
}

/** Asked before anything is built: an hour is better lost on nothing. The CDK finds the account with the same credentials. */
async function configuredRegion(): Promise<string> {
  const { config } = new DynamoDBClient({});
  const credentials = await config.credentials().catch(() => undefined);
  if (!credentials) stop("No AWS account is configured on this machine. Sign in first (`aws configure sso`, or AWS_PROFILE, or AWS_ACCESS_KEY_ID …), then run this again. Nothing was deployed.");
  return config.region().catch(() => stop("No AWS region is configured. Set AWS_REGION, for example AWS_REGION=eu-west-3, then run this again. Nothing was deployed."));
}

/** The functions that ask the history run on Linux, whatever builds them. */
function nativeCodeForLinux(): void {
  const binding = `node_modules/@duckdb/node-bindings-linux-${process.arch}`;
  if (!existsSync(join(root, binding))) stop(`DuckDB for Linux is missing. Run: npm install --no-save --os=linux --cpu=${process.arch} --libc=glibc @duckdb/node-api`);
}

const cdk = (command: string, args: string[]): void =>
  run(`cdk ${command} failed. In an account that CDK never saw, add --bootstrap.`, process.execPath, [join(root, "node_modules/aws-cdk/bin/cdk"), command, ...args], root);

function run(problem: string, command: string, args: string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status !== 0) stop(problem);
}

function tellWhatNext(stage: string, region: string, outputs: string): void {
  const { Address } = (JSON.parse(readFileSync(outputs, "utf8")) as Record<string, { Address?: string }>)[`quittance-${stage}-door`] ?? {};
  const first = {
    tenant: { id: "acme", name: "Acme SA", currency: "EUR" },
    entities: [],
    users: [{ email: "you@example.com", name: "Your Name", role: "administrator", language: "fr" }],
    sources: [],
    rates: [],
  };
  console.log(`
Quittance is deployed: ${Address}

Set up the first tenant and its administrator, who gets a mail with a first password:

  aws lambda invoke --region ${region} --function-name quittance-${stage}-access-provision-tenant \\
    --cli-binary-format raw-in-base64-out --payload '${JSON.stringify(first)}' /dev/stdout`);
}

function stop(problem: string): never {
  console.error(problem);
  process.exit(1);
}
