// The Amazon States Language as far as it runs here, and the check at start that a definition asks for nothing more.
import aslValidator from "asl-validator";

export type Assignments = Readonly<Record<string, unknown>>;
export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
};
export type Catcher = { readonly ErrorEquals: readonly string[]; readonly Next: string; readonly Output?: unknown; readonly Assign?: Assignments };
export type ChoiceRule = { readonly Condition: unknown; readonly Next: string; readonly Output?: unknown; readonly Assign?: Assignments };
export type StateType = "Task" | "Pass" | "Choice" | "Wait" | "Parallel" | "Map" | "Succeed" | "Fail";

export type State = {
  readonly Type: StateType;
  readonly QueryLanguage?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Output?: unknown;
  readonly Assign?: Assignments;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Resource?: string;
  readonly Arguments?: unknown;
  readonly TimeoutSeconds?: unknown;
  readonly HeartbeatSeconds?: unknown;
  readonly Choices?: readonly ChoiceRule[];
  readonly Default?: string;
  readonly Seconds?: unknown;
  readonly Timestamp?: unknown;
  readonly Branches?: readonly Flow[];
  readonly ItemProcessor?: Flow;
  readonly Items?: unknown;
  readonly ItemSelector?: unknown;
  readonly MaxConcurrency?: unknown;
  readonly ToleratedFailureCount?: unknown;
  readonly ToleratedFailurePercentage?: unknown;
  readonly Error?: unknown;
  readonly Cause?: unknown;
};
export type Flow = { readonly StartAt: string; readonly States: Readonly<Record<string, State>>; readonly ProcessorConfig?: { readonly Mode?: string } };
export type Definition = Flow & { readonly QueryLanguage?: string; readonly TimeoutSeconds?: number };

/** Which flow of a definition: the outermost is [], a branch is ["Name of the Parallel", 1], a Map's ["Name of the Map", 0]. */
export type Scope = readonly (string | number)[];

export const flowAt = (definition: Definition, scope: Scope): Flow => {
  let flow: Flow = definition;
  for (let at = 0; at < scope.length; at += 2) {
    const state = flow.States[scope[at] as string];
    flow = state?.Branches?.[scope[at + 1] as number] ?? (state?.ItemProcessor as Flow);
  }
  return flow;
};

/** Everything that would keep a definition from running here as it does on AWS; empty if there is nothing. */
export const lint = (text: string): readonly string[] => {
  const definition = JSON.parse(text) as Definition;
  const { isValid, errors } = aslValidator(definition, { checkPaths: false, checkArn: false });
  const invalid = isValid ? [] : errors.map((error) => error.Message);
  return [...new Set([...invalid, ...lintFlow(definition, definition.QueryLanguage)])];
};

const NOT_HERE = ["ItemReader", "ItemBatcher", "ResultWriter", "Credentials"] as const;
const RESOURCES =
  /^(arn:aws:lambda:[^:]+:\d+:function:.+|arn:aws:states:::(lambda:invoke|sqs:sendMessage|events:putEvents)(\.waitForTaskToken)?|arn:aws:states:::dynamodb:(get|put|update|delete)Item|arn:aws:states:::states:startExecution|arn:aws:states:::aws-sdk:(dynamodb|sqs|eventbridge|scheduler):[a-zA-Z]+(\.waitForTaskToken)?)$/;

const lintFlow = (flow: Flow, language: string | undefined): readonly string[] =>
  Object.entries(flow.States).flatMap(([name, state]) => {
    const complaints: string[] = [];
    if ((state.QueryLanguage ?? language) !== "JSONata") complaints.push(`${name}: only JSONata states run here`);
    for (const field of NOT_HERE) if (field in state) complaints.push(`${name}: ${field} does not run here`);
    if (state.ItemProcessor?.ProcessorConfig?.Mode === "DISTRIBUTED") complaints.push(`${name}: only inline maps run here`);
    if (state.Type === "Task" && !RESOURCES.test(state.Resource ?? "")) complaints.push(`${name}: the resource ${state.Resource} is not served here`);
    const inner = [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
    return [...complaints, ...inner.flatMap((branch) => lintFlow(branch, state.QueryLanguage ?? language))];
  });
