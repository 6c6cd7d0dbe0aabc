// Secrets Manager for one machine: the secrets of the template, each made once and kept in the data folder. What an installer would put into one on AWS
// (the keys of providers), the local cloud puts in itself at every start, for its stand-ins' addresses change.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsHandler, AwsResponse, Engine } from "#infra/local/engine.ts";
import { awsJson } from "#infra/local/target.ts";
import type { Declared } from "#infra/local/template/plan.ts";

type Generate = { readonly SecretStringTemplate?: string; readonly GenerateStringKey?: string; readonly PasswordLength?: number };
type Fields = Readonly<Record<string, unknown>>;
export type Secrets = Engine & { readonly handler: AwsHandler; /** Adds to what a secret holds, as whoever installs it would. */ readonly fill: (name: string, more: Fields) => void };

export function openSecrets(declared: readonly Declared[], dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  const known = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Record<string, Fields>;
  for (const { name, properties } of declared) known[name] ??= made(properties["GenerateSecretString"] as Generate | undefined);
  const keep = (): void => {
    writeFileSync(`${file}.tmp`, JSON.stringify(known), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  };
  keep();
  const value = (id: string): AwsResponse => {
    const name = declared.find((secret) => secret.name === id || secret.ref === id)?.name;
    if (!name) return awsJson(400, { __type: "ResourceNotFoundException", message: "Secrets Manager can't find the specified secret." }, "ResourceNotFoundException");
    return awsJson(200, { Name: name, SecretString: JSON.stringify(known[name]), VersionStages: ["AWSCURRENT"] });
  };
  return {
    name: "Secrets Manager",
    handler: async ({ headers, body }) => (headers["x-amz-target"] === "secretsmanager.GetSecretValue" ? value(String((JSON.parse(body.toString("utf8")) as { SecretId?: unknown }).SecretId)) : undefined),
    fill: (name, more) => {
      known[name] = { ...known[name], ...more };
      keep();
    },
    health: async () => `${declared.length} secrets`,
    close: async () => undefined,
  };
}

const made = ({ SecretStringTemplate = "{}", GenerateStringKey, PasswordLength = 32 }: Generate = {}): Fields => ({
  ...(JSON.parse(SecretStringTemplate) as Fields), ...(GenerateStringKey ? { [GenerateStringKey]: randomBytes(PasswordLength).toString("base64url").slice(0, PasswordLength) } : {}),
});
