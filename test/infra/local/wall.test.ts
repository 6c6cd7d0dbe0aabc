// A function on the local cloud that is deliberately wrong: it serves one tenant and is given another's key. Bundled as every function is, so that the
// guard is tried as it is deployed: small, without the names of classes.
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { build } from "esbuild";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { functionResource, type SmallCloud, startSmallCloud } from "#test/infra/local/small-cloud.ts";

const root = join(import.meta.dirname, "../../..");
const source = `
  import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
  import { tenantTable } from "#functions/store/table.ts";
  const commands = { get: GetCommand, put: PutCommand, delete: DeleteCommand };
  export const handler = async ({ how, key }) => {
    const { client, table } = tenantTable("verdier");
    const answer = await client.send(new commands[how]({ TableName: table, ...(how === "put" ? { Item: { pk: key, sk: "A", name: "taken over" } } : { Key: { pk: key, sk: "A" } }) }));
    return { found: answer.Item?.name ?? null };
  };`;

let small: SmallCloud;
beforeAll(async () => {
  const banner = { js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);' };
  const { outputFiles } = await build({ stdin: { contents: source, resolveDir: root, loader: "ts" }, absWorkingDir: root, bundle: true, write: false, platform: "node", target: "node24", format: "esm", minify: true, mainFields: ["module", "main"], banner, logLevel: "error" });
  const text = (name: string) => ({ AttributeName: name, AttributeType: "S" });
  small = await startSmallCloud({
    functions: { wrong: outputFiles[0]!.text },
    resources: {
      Wrong: functionResource("wrong", { Environment: { Variables: { TABLE: "ledger", TENANT_ROLE: "arn:aws:iam::000000000000:role/tenant-writes" } } }),
      Table: { Type: "AWS::DynamoDB::GlobalTable", Properties: { TableName: "ledger", AttributeDefinitions: [text("pk"), text("sk")], KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "sk", KeyType: "RANGE" }], Replicas: [{ Region: "eu-west-3" }] } },
    },
  });
  for (const tenant of ["verdier", "stranger"]) await small.cloud.dynamodb.client.send(new PutItemCommand({ TableName: "ledger", Item: { pk: { S: `${tenant}#T` }, sk: { S: "A" }, name: { S: `the name of ${tenant}` } } }));
}, 120_000);
afterAll(() => small?.stop());

test("with its own tenant's key it works, in a session of that tenant", async () => {
  expect(await small.cloud.lambdas.invoke("wrong", { how: "get", key: "verdier#T" })).toEqual({ ok: true, payload: { found: "the name of verdier" } });
});

test.each(["get", "put", "delete"])("with another tenant's key a %s fails, and nothing has happened", async (how) => {
  const answer = await small.cloud.lambdas.invoke("wrong", { how, key: "stranger#T" });
  expect(answer).toMatchObject({ ok: false, errorMessage: "a request of tenant verdier reaches for the key stranger#T" });
  expect(JSON.stringify(answer)).not.toContain("the name of stranger");
  const { Item } = await small.cloud.dynamodb.client.send(new GetItemCommand({ TableName: "ledger", Key: { pk: { S: "stranger#T" }, sk: { S: "A" } } }));
  expect(Item?.name).toEqual({ S: "the name of stranger" });
});
