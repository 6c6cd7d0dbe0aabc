// The state machines of the template, and what /operations shows of them.
import { LOCAL_KEYS } from "#infra/local/dynamodb.ts";
import { type Clock, type Invoke, type Log, REGION } from "#infra/local/engine.ts";
import type { AwsPorts } from "#infra/local/function-environment.ts";
import { openStates, type StateMachine, type States } from "#infra/local/states/states.ts";
import type { Declared, Plan } from "#infra/local/template/plan.ts";

export type StatesOptions = {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly invoke: Invoke;
  readonly ports: AwsPorts;
  readonly ready: Promise<void>;
};

const SHOWN = 200;

export const openStateMachines = (plan: Plan, { dataDir, clock, log, invoke, ports, ready }: StatesOptions): States => {
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const endpoints = { dynamodb: at(ports.dynamodb), sqs: at(ports.sqs), eventbridge: at(ports.aws), scheduler: at(ports.aws) };
  return openStates({ dataDir, clock, log, invoke, aws: { region: REGION, credentials: { ...LOCAL_KEYS }, endpoints }, machines: plan.stateMachines.map(machineOf), ready });
};

const machineOf = ({ name, ref, properties }: Declared): StateMachine => {
  const definition = properties["DefinitionString"] ?? properties["Definition"];
  const substitutions = (properties["DefinitionSubstitutions"] ?? {}) as Record<string, unknown>;
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  return {
    arn: ref,
    name,
    type: properties["StateMachineType"] === "EXPRESS" ? "EXPRESS" : "STANDARD",
    definition: text.replace(/\$\{([^}]+)\}/g, (whole, key: string) => (key in substitutions ? String(substitutions[key]) : whole)),
  };
};

export const executionsOf = (states: States) =>
  states.store.executions(undefined, undefined, 0, SHOWN).map(({ arn, name, machineArn, status, startedAt, stoppedAt }) => ({
    arn,
    name,
    machine: machineArn.split(":").at(-1) ?? "",
    status,
    startedAt: new Date(startedAt).toISOString(),
    stoppedAt: stoppedAt === null ? undefined : new Date(stoppedAt).toISOString(),
  }));

export const historyOf = (states: States, execution: string) => states.store.history(execution).map(({ at, type, details }) => ({ at: new Date(at).toISOString(), type, details }));
