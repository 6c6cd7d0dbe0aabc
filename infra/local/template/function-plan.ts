// Lambda functions of the template. CDK's own helpers are not among them: they are never run here.
import { basename } from "node:path";
import type { FunctionSpec } from "#infra/local/lambda.ts";
import type { Stack } from "#infra/local/template/assembly.ts";
import type { Declared, OfType } from "#infra/local/template/plan.ts";
import { TemplateProblem } from "#infra/local/template/resolve.ts";
import { isCustomResourceProvider } from "#infra/local/template/supported.ts";

/** As an engine runs it, and its logical id for messages. */
export type FunctionPlan = FunctionSpec & { readonly id: string };

export const functionPlans = (ofType: OfType): FunctionPlan[] =>
  ofType("AWS::Lambda::Function")
    .filter(({ properties }) => !isCustomResourceProvider(properties))
    .map(functionPlan);

const functionPlan = ({ stack, id, name, properties }: Declared): FunctionPlan => {
  const runtime = String(properties["Runtime"] ?? "");
  if (!runtime.startsWith("nodejs")) throw new TemplateProblem(`${id} runs on ${runtime || "a container image"}: the local cloud runs Node.js functions only.`);
  const reserved = properties["ReservedConcurrentExecutions"];
  return {
    id,
    name,
    code: codeFolder(stack, id, properties),
    handler: String(properties["Handler"] ?? "index.handler"),
    environment: Object.fromEntries(Object.entries((properties["Environment"] as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {}).map(([key, value]) => [key, String(value)])),
    timeoutMs: Number(properties["Timeout"] ?? 3) * 1000,
    memoryMb: Number(properties["MemorySize"] ?? 128),
    // Cedar's layer is WebAssembly, which ends with its thread.
    native: Array.isArray(properties["Layers"]) && properties["Layers"].some((layer) => !/-cedar:\d+$/.test(String(layer))),
    ...(reserved === undefined ? {} : { maxConcurrency: Number(reserved) }),
  };
};

/** The key of an asset is its hash; the assembly knows where that lies unpacked. */
const codeFolder = (stack: Stack, id: string, properties: Declared["properties"]): string => {
  const key = (properties["Code"] as { S3Key?: string } | undefined)?.S3Key;
  const folder = key && stack.assets[basename(key).replace(/\.zip$/, "")];
  if (!folder) throw new TemplateProblem(`The code of ${id} is not among the assets of the synthesized app.`);
  return folder;
};
