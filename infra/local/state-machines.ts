// The state machines of the template.
import type { BusAndSchedules } from "#infra/local/bus-and-schedules.ts";
import type { AwsHandler, Clock, Engine, Invoke, Log } from "#infra/local/engine.ts";
import type { SqsEngine } from "#infra/local/sqs.ts";
import type { Plan } from "#infra/local/template/plan.ts";

export type ExecutionFact = { readonly arn: string; readonly name: string; readonly machine: string; readonly status: string; readonly startedAt: string; readonly stoppedAt: string | undefined };
export type HistoryFact = { readonly at: string; readonly type: string; readonly details: unknown };
export type StateMachines = { executions(): ExecutionFact[]; history(executionArn: string): HistoryFact[]; readonly engines: readonly Engine[]; readonly handlers: readonly AwsHandler[]; start(stateMachineArn: string, input: string): Promise<void>; close(): Promise<void> };

export const openStateMachines = async (
  plan: Plan,
  _options: { dataDir: string; clock: Clock; log: Log; sqs: SqsEngine; invoke: Invoke; bus: BusAndSchedules },
): Promise<StateMachines> => {
  const first = plan.stateMachines[0];
  if (first) throw new Error(`${first.id} is a state machine: the local cloud runs none yet.`);
  const start = async (arn: string): Promise<void> => {
    throw new Error(`There is no state machine ${arn}.`);
  };
  return { engines: [], handlers: [], executions: () => [], history: () => [], start, close: async () => undefined };
};
