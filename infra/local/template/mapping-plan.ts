// Event source mappings of the template: which queue or stream feeds which function, and how.
import { functionName } from "#infra/local/lambda.ts";
import type { Declared, OfType } from "#infra/local/template/plan.ts";
import { tableOfStream } from "#infra/local/template/names.ts";
import { TemplateProblem } from "#infra/local/template/resolve.ts";

type Base = { readonly id: string; readonly functionName: string; readonly batchSize: number; readonly windowMs: number; readonly partialFailures: boolean; readonly patterns: readonly object[] };
export type MappingPlan =
  | (Base & { readonly kind: "queue"; readonly queueArn: string; readonly maxConcurrency: number | undefined })
  | (Base & { readonly kind: "stream"; readonly table: string; readonly retries: number; readonly bisect: boolean; readonly startAtLatest: boolean; readonly onFailure: string | undefined });

export const mappingPlans = (ofType: OfType): MappingPlan[] =>
  ofType("AWS::Lambda::EventSourceMapping")
    .filter(({ properties }) => properties["Enabled"] !== false)
    .map(mappingPlan);

const mappingPlan = ({ id, properties }: Declared): MappingPlan => {
  const source = String(properties["EventSourceArn"] ?? "");
  const isQueue = source.startsWith("arn:aws:sqs:");
  const base: Base = {
    id,
    functionName: functionName(String(properties["FunctionName"])),
    batchSize: Number(properties["BatchSize"] ?? (isQueue ? 10 : 100)),
    windowMs: Number(properties["MaximumBatchingWindowInSeconds"] ?? 0) * 1000,
    partialFailures: ((properties["FunctionResponseTypes"] ?? []) as string[]).includes("ReportBatchItemFailures"),
    patterns: ((properties["FilterCriteria"] as { Filters?: { Pattern: string }[] } | undefined)?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern) as object),
  };
  if (isQueue) return { ...base, kind: "queue", queueArn: source, maxConcurrency: (properties["ScalingConfig"] as { MaximumConcurrency?: number } | undefined)?.MaximumConcurrency };
  const table = tableOfStream(source);
  if (!table) throw new TemplateProblem(`${id} reads ${source}: the local cloud feeds functions from queues and table streams only.`);
  const retries = Number(properties["MaximumRetryAttempts"] ?? -1);
  return {
    ...base,
    kind: "stream",
    table,
    retries: retries < 0 ? Infinity : retries,
    bisect: properties["BisectBatchOnFunctionError"] === true,
    startAtLatest: properties["StartingPosition"] === "LATEST",
    onFailure: (properties["DestinationConfig"] as { OnFailure?: { Destination?: string } } | undefined)?.OnFailure?.Destination,
  };
};
