// Reads what `node infra/app.ts` synthesized: the stacks in the order in which CloudFormation would deploy them, and where their assets lie.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>>; readonly Condition?: string };
export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
};
export type Stack = { readonly name: string; readonly template: Template; readonly assets: Readonly<Record<string, string>> };

type Artifact = { type: string; dependencies?: string[]; properties?: { templateFile?: string; stackName?: string } };

/** The stacks of a cloud assembly folder, dependencies first. */
export const readAssembly = (directory: string): Stack[] => {
  const manifest = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")) as { artifacts: Record<string, Artifact> };
  const stacks: Stack[] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const artifact = manifest.artifacts[id];
    if (!artifact || seen.has(id)) return;
    seen.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    if (artifact.type === "aws:cloudformation:stack") stacks.push(readStack(directory, id, artifact));
  };
  for (const id of Object.keys(manifest.artifacts)) visit(id);
  return stacks;
};

const readStack = (directory: string, id: string, artifact: Artifact): Stack => {
  const templateFile = artifact.properties?.templateFile ?? `${id}.template.json`;
  const template = JSON.parse(readFileSync(join(directory, templateFile), "utf8")) as Template;
  return { name: artifact.properties?.stackName ?? id, template, assets: readAssets(directory, templateFile.replace(".template.json", ".assets.json")) };
};

/** From asset hash to the folder or file on this machine. */
const readAssets = (directory: string, file: string): Record<string, string> => {
  if (!existsSync(join(directory, file))) return {};
  const { files } = JSON.parse(readFileSync(join(directory, file), "utf8")) as { files: Record<string, { source: { path?: string } }> };
  return Object.fromEntries(Object.entries(files).flatMap(([hash, { source }]) => (source.path ? [[hash, join(directory, source.path)]] : [])));
};
