// The application as it would be sent to AWS: synthesized once by the real command, then read.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

export type Resource = { readonly id: string; readonly stack: string; readonly Type: string; readonly DeletionPolicy?: string; readonly Properties: Readonly<Record<string, any>> };
export type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };
export type Synthesized = {
  readonly status: number | null;
  readonly told: string;
  /** Template files by stack, as text. */
  readonly templates: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
  /** The bundled code of a function. */
  readonly code: (fn: Resource) => string;
  readonly remove: () => void;
};

export function synthesize(...context: string[]): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), "quittance-synth-"));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["infra/app.ts", ...context.flatMap((pair) => ["--context", pair])], { cwd: root, encoding: "utf8", env: { ...process.env, CDK_OUTDIR: folder } });
  const told = stdout + stderr;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (status !== 0) return { status, told, templates: {}, resources: [], code: () => "", remove };
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const stacks = Object.entries((JSON.parse(read("manifest.json")) as { artifacts: Record<string, { type: string }> }).artifacts).flatMap(([id, { type }]) => (type === "aws:cloudformation:stack" ? [id] : []));
  const templates = Object.fromEntries(stacks.map((stack) => [stack, read(`${stack}.template.json`)]));
  const resources = stacks.flatMap((stack) => Object.entries((JSON.parse(templates[stack]!) as { Resources: Record<string, Resource> }).Resources).map(([id, resource]) => ({ ...resource, id, stack, Properties: resource.Properties ?? {} })));
  const code = (fn: Resource): string => read(`asset.${String(fn.Properties["Code"].S3Key).replace(".zip", "")}/index.mjs`);
  return { status, told, templates, resources, code, remove };
}
