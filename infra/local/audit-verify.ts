// npm run audit:verify: is the audit trail whole?
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Head } from "#domain/access/audit/chain.ts";
import { verifyChain } from "#infra/local/audit-chain.ts";
import { root } from "#infra/local/build.ts";
import { LOCAL_KEYS, startDynamoDb } from "#infra/local/dynamodb.ts";
import type { Endpoints } from "#infra/local/endpoints.ts";
import { REGION } from "#infra/local/engine.ts";
import { needJava } from "#infra/local/prerequisites.ts";

const USAGE = `npm run audit:verify -- [--data DIR] [--tenant TENANT] [--head SEQ:HASH]
npm run audit:verify -- --table NAME --tenant TENANT [--head SEQ:HASH]

Walks the audit trail of a tenant from its first record to its last, and names the first that was altered, removed or inserted.

  --data DIR        the data of a Quittance on this machine, running or stopped (.local)
  --table NAME      a table on AWS instead; account and region come from your AWS configuration
  --tenant TENANT   whose audit (here: the one of the data folder)
  --head SEQ:HASH   a head that was noted earlier, for example from the log of access/keep-audit: the chain must still run through it. Only this
                    betrays somebody who could rewrite the whole table. May be given several times.
  --help            this

Exit code 0: whole. 1: broken. 2: it could not be read.`;

const { values } = parseArgs({
  options: { data: { type: "string", default: join(root, ".local") }, table: { type: "string" }, tenant: { type: "string" }, head: { type: "string", multiple: true, default: [] }, help: { type: "boolean", short: "h", default: false } },
});
process.exitCode = values.help ? (console.log(USAGE), 0) : await verify().catch((problem: unknown) => (console.error(problem instanceof Error ? problem.message : String(problem)), 2));

async function verify(): Promise<number> {
  const known = values.head.map(headOf);
  if (values.table) {
    if (!values.tenant) throw new Error("On AWS, say whose audit: --tenant TENANT.");
    return tell(new DynamoDBClient({}), values.table, values.tenant, known);
  }
  const file = join(values.data, "endpoints.json");
  if (!existsSync(file)) throw new Error(`There is no Quittance in ${values.data}.`);
  const { table, tenant, aws } = JSON.parse(readFileSync(file, "utf8")) as Endpoints;
  const local = (endpoint: string) => new DynamoDBClient({ endpoint, region: REGION, credentials: { ...LOCAL_KEYS } });
  if (isRunning(values.data)) return tell(local(aws.dynamodb), table, values.tenant ?? tenant, known);
  const dynamodb = await startDynamoDb({ dataDir: values.data, java: await needJava((line) => console.error(line)), port: 0, log: () => undefined });
  try {
    return await tell(dynamodb.client, table, values.tenant ?? tenant, known);
  } finally {
    await dynamodb.close();
  }
}

async function tell(client: DynamoDBClient, table: string, tenant: string, known: readonly Head[]): Promise<number> {
  const { records, head, broken } = await verifyChain(client, table, tenant, known);
  if (broken) {
    console.log(`The audit of ${tenant} is broken at record ${broken.seq} (${broken.what}): ${broken.detail}.${broken.key ? `\nIn the table: ${broken.key}` : ""}`);
    return 1;
  }
  if (records === 0) throw new Error(`There is no record of an audit of "${tenant}": is that the tenant's name? One that was ever used has some.`);
  console.log(`The audit of ${tenant} is whole: ${records} records.${head ? `\nIts head is ${head.seq}:${head.hash}` : ""}`);
  return 0;
}

function headOf(text: string): Head {
  const match = /^(\d+):(\S+)$/.exec(text);
  if (!match) throw new Error(`"${text}" is not a head such as 42:Ab3…`);
  return { seq: Number(match[1]), hash: match[2]! };
}

function isRunning(dataDir: string): boolean {
  try {
    process.kill(Number(readFileSync(join(dataDir, "cloud.pid"), "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}
