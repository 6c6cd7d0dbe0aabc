// What a Task calls: the stack's functions, SQS, EventBridge, DynamoDB and the like, through the same SDK and the same errors as on AWS.
import type { Invoke } from "../engine.ts";
import { StateFailure } from "./failure.ts";

export type AwsAccess = {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** By service as in `AWS_ENDPOINT_URL_…`: dynamodb, sqs, eventbridge, scheduler. */
  readonly endpoints: Readonly<Record<string, string>>;
};
export type TaskContext = { readonly executionArn: string; readonly machineArn: string };
export type TaskOptions = { readonly invoke: Invoke; readonly aws: AwsAccess; readonly startExecution: (input: Readonly<Record<string, unknown>>) => Promise<unknown> };
export type RunTask = (resource: string, args: unknown, context: TaskContext) => Promise<unknown>;

type Arguments = Readonly<Record<string, unknown>>;
type Client = { send(command: object): Promise<{ readonly $metadata?: unknown }> };
type Module = Readonly<Record<string, new (input: unknown) => object>>;
type Service = { readonly load: () => Promise<unknown>; readonly client: string; readonly endpoint: string; readonly errors: string };

const SERVICES: Readonly<Record<string, Service>> = {
  dynamodb: { load: () => import("@aws-sdk/client-dynamodb"), client: "DynamoDBClient", endpoint: "dynamodb", errors: "DynamoDb" },
  sqs: { load: () => import("@aws-sdk/client-sqs"), client: "SQSClient", endpoint: "sqs", errors: "Sqs" },
  events: { load: () => import("@aws-sdk/client-eventbridge"), client: "EventBridgeClient", endpoint: "eventbridge", errors: "EventBridge" },
  eventbridge: { load: () => import("@aws-sdk/client-eventbridge"), client: "EventBridgeClient", endpoint: "eventbridge", errors: "EventBridge" },
  scheduler: { load: () => import("@aws-sdk/client-scheduler"), client: "SchedulerClient", endpoint: "scheduler", errors: "Scheduler" },
};
const RESOURCE = /^arn:[^:]+:states:::(aws-sdk:)?([a-z]+):([A-Za-z]+)(\.[a-zA-Z:0-9]+)?$/;

export const taskRunner = ({ invoke, aws, startExecution }: TaskOptions): RunTask => {
  const clients = new Map<string, Promise<readonly [Client, Module]>>();

  return async (resource, args, context) => {
    if (resource.includes(":lambda:") && resource.includes(":function:")) return invokeFunction(resource, args);
    const [, sdk, service = "", action = ""] = RESOURCE.exec(resource) ?? [];
    const input = Object(args) as Arguments;
    if (service === "lambda") return { ExecutedVersion: "$LATEST", StatusCode: 200, Payload: await invokeFunction(String(input.FunctionName), input.Payload ?? {}) };
    if (service === "states") return startExecution(input);
    return callService(service, action, sdk ? input : (SHAPES[`${service}:${action}`]?.(input, context) ?? input), !sdk);
  };

  async function invokeFunction(name: string, payload: unknown) {
    const answer = await invoke(name, payload);
    if (answer.ok) return answer.payload ?? null;
    throw new StateFailure(answer.errorType, JSON.stringify({ errorMessage: answer.errorMessage, errorType: answer.errorType, trace: answer.stack ?? [] }));
  }

  async function callService(name: string, action: string, input: Arguments, optimized: boolean) {
    const service = SERVICES[name];
    if (!service) throw new StateFailure("States.Runtime", `The service ${name} is not served here`);
    const [client, module] = await (clients.get(name) ?? connect(name, service));
    const Command = module[`${action.charAt(0).toUpperCase()}${action.slice(1)}Command`];
    if (!Command) throw new StateFailure("States.Runtime", `${name} has no action ${action}`);
    const { $metadata: _, ...result } = await client.send(new Command(input)).catch((error: Error) => {
      throw new StateFailure(`${optimized && name === "dynamodb" ? "DynamoDB" : service.errors}.${error.name}`, error.message);
    });
    const plain = JSON.parse(JSON.stringify(result)) as { FailedEntryCount?: number };
    if (optimized && plain.FailedEntryCount) throw new StateFailure("EventBridge.FailedEntry", JSON.stringify(plain));
    return plain;
  }

  function connect(name: string, service: Service) {
    const connecting = service.load().then((loaded) => {
      const module = loaded as Module;
      const { region, credentials } = aws;
      const Client = module[service.client] as unknown as new (options: object) => Client;
      return [new Client({ region, credentials, endpoint: aws.endpoints[service.endpoint] }), module] as const;
    });
    clients.set(name, connecting);
    return connecting;
  }
};

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** What the optimized integrations do to their arguments: JSON becomes text, an event names the execution that sent it. */
const SHAPES: Readonly<Record<string, (input: Arguments, context: TaskContext) => Arguments>> = {
  "sqs:sendMessage": (input) => ({ ...input, MessageBody: text(input.MessageBody) }),
  "events:putEvents": (input, { executionArn, machineArn }) => ({
    ...input,
    Entries: ((input.Entries ?? []) as readonly Arguments[]).map((entry) => ({
      ...entry,
      Detail: text(entry.Detail ?? {}),
      Resources: [...((entry.Resources ?? []) as readonly string[]), executionArn, machineArn],
    })),
  }),
};
