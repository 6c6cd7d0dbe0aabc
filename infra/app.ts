// Quittance on AWS, in stacks by how long they live: the door (address, sign-in), the storage (what must never be lost), and the application, which
// changes every day; reminders are a stack of their own, because CloudFormation takes five hundred resources in one. `node infra/app.ts` writes them to
// cdk.out; the local cloud runs the very same templates.
//
//   node infra/app.ts [--context stage=dev] [--context mailDomain=…] [--context alarmMail=…] [--context checks=false]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { App, Stack, Tags, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { Access } from "#infra/access.ts";
import { bundleFunctions } from "#infra/bundle.ts";
import { CashApplication } from "#infra/cash-application.ts";
import { Collaboration } from "#infra/collaboration.ts";
import { Door } from "#infra/door.ts";
import { Dunning } from "#infra/dunning.ts";
import { Ingestion } from "#infra/ingestion.ts";
import { Insight } from "#infra/insight.ts";
import { Ledger } from "#infra/ledger.ts";
import { ACCOUNT, REGION } from "#infra/local/engine.ts";
import { Mail } from "#infra/mail.ts";
import { Portal } from "#infra/portal.ts";
import { Providers } from "#infra/providers.ts";
import { Storage } from "#infra/storage.ts";
import { webBuild } from "#infra/web-build.ts";
import { WebFiles } from "#infra/web-files.ts";

const context = contextOf(process.argv.slice(2));
const checks = context["checks"] !== "false";
const app = new App({ context, analyticsReporting: false, builtinCloudFormationValidation: checks });
const stage = String(app.node.getContext("stage"));
const given = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
if (!/^[a-z][a-z0-9-]{0,15}$/.test(stage)) throw new Error(`"${stage}" cannot be part of a bucket's name: a stage is up to 16 of a-z, 0-9 and -.`);

await bundleFunctions();
const web = webBuild();

if (given("target") === "aws" && !process.env.CDK_DEFAULT_ACCOUNT) throw new Error("No AWS account is configured: sign in first, then deploy again.");
const env = { account: process.env.CDK_DEFAULT_ACCOUNT ?? ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? REGION };
const alarmMail = given("alarmMail");
const door = new Door(app, `quittance-${stage}-door`, { env, web, ...(alarmMail ? { alarmMail } : {}) });
const storage = new Storage(app, `quittance-${stage}-storage`, { env, accessLogs: door.accessLogs, webOrigin: door.web.origin, alarms: door.alarms });
const application = new Stack(app, `quittance-${stage}-app`, { env });
new Access(application, "Access", { door, storage });
new Ledger(application, "Ledger", { door, storage });
new Ingestion(application, "Ingestion", { door, storage });
new Insight(application, "Insight", { door, storage });
new CashApplication(application, "CashApplication", { door, storage });
new Collaboration(application, "Collaboration", { door, storage });
new WebFiles(application, "WebFiles", { door, web });
const mailDomain = given("mailDomain");
new Portal(application, "Portal", { door, storage, mailDomain });
const reminders = new Stack(app, `quittance-${stage}-reminders`, { env });
new Dunning(reminders, "Dunning", { door, storage, mail: new Mail(reminders, "Mail", { domain: mailDomain }), providers: new Providers(reminders, "Providers") });

Tags.of(app).add("application", "quittance");
Tags.of(app).add("stage", stage);
// A finding without an explanation beside its resource fails the synthesis. A local start may do without (checks=false: 3 seconds instead of 8);
// `npm test` and `npm run deploy` never do.
if (checks) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();

/** cdk.json's context, which only the CDK's own command line reads by itself, and what was asked for. */
function contextOf(args: string[]): Record<string, unknown> {
  const { values } = parseArgs({ args, options: { context: { type: "string", short: "c", multiple: true, default: [] } } });
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "cdk.json"), "utf8")) as { context: Record<string, unknown> };
  const asked = values.context.map((pair) => pair.split(/=(.*)/s) as [string, string]).map(([key, value]) => [key, value]);
  return { stage: "dev", ...context, ...Object.fromEntries(asked) };
}
