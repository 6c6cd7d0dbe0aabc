// A local cloud of a few resources, written by hand as CloudFormation, started in this process on free ports.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, startCloud } from "#infra/local/cloud.ts";

export type SmallTemplate = { readonly resources: Readonly<Record<string, { Type: string; Properties?: object }>>; readonly functions?: Readonly<Record<string, string>> };
export type SmallCloud = { readonly cloud: Cloud; readonly dataDir: string; restart(): Promise<void>; stop(): Promise<void>; lines(file: string): string[]; write(file: string, text: string): void };

/** Writes a cloud assembly of one stack; a function's code is its source, under the key of its name. */
export const assembly = ({ resources, functions = {} }: SmallTemplate): string => {
  const folder = mkdtempSync(join(tmpdir(), "quittance-assembly-"));
  const stack = { type: "aws:cloudformation:stack", properties: { templateFile: "small.template.json", stackName: "small" } };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ artifacts: { small: stack } }));
  writeFileSync(join(folder, "small.template.json"), JSON.stringify({ Resources: resources }));
  for (const [name, source] of Object.entries(functions)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "index.mjs"), source);
  }
  const files = Object.fromEntries(Object.keys(functions).map((name) => [name, { source: { path: name } }]));
  writeFileSync(join(folder, "small.assets.json"), JSON.stringify({ files }));
  return folder;
};

export const functionResource = (name: string, more: object = {}): { Type: string; Properties: object } => ({
  Type: "AWS::Lambda::Function",
  Properties: { FunctionName: name, Runtime: "nodejs24.x", Handler: "index.handler", Code: { S3Bucket: "assets", S3Key: `${name}.zip` }, Timeout: 10, ...more },
});

export const startSmallCloud = async (template: SmallTemplate): Promise<SmallCloud> => {
  const dataDir = mkdtempSync(join(tmpdir(), "quittance-small-"));
  // "@data" in the template stands for the data folder, so that functions can leave their notes there.
  const resources = JSON.parse(JSON.stringify(template.resources).replaceAll("@data", dataDir)) as SmallTemplate["resources"];
  const built = { assembly: assembly({ ...template, resources }), web: dataDir };
  const start = (): Promise<Cloud> => startCloud({ port: 0, dataDir, java: "java", say: () => undefined, build: Promise.resolve(built) });
  let cloud = await start();
  return {
    get cloud() {
      return cloud;
    },
    dataDir,
    restart: async () => {
      await cloud.stop();
      cloud = await start();
    },
    stop: async () => {
      await cloud.stop();
      for (const folder of [dataDir, built.assembly]) rmSync(folder, { recursive: true, force: true });
    },
    lines: (file) => (readdirSync(dataDir).includes(file) ? readFileSync(join(dataDir, file), "utf8").split("\n").filter(Boolean) : []),
    write: (file, text) => writeFileSync(join(dataDir, file), text),
  };
};
