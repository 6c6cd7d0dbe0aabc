// A state machine of a template, with everything around it: substitutions, functions, the API's port, the operations page, a restart.
import { DescribeExecutionCommand, SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";
import { executionsOf, historyOf } from "#infra/local/state-machines.ts";
import { functionResource, type SmallCloud, startSmallCloud } from "#test/infra/local/small-cloud.ts";
import { eventually } from "#test/world/local-cloud.ts";

const asker = `import { appendFileSync } from "node:fs";
export const handler = async (event) => appendFileSync(process.env.DATA + "/asked", JSON.stringify(event) + "\\n");`;
const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Ask",
  States: {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Arguments: { FunctionName: "${asker}", Payload: { case: "{% $states.input.case %}", token: "{% $states.context.Task.Token %}" } },
      TimeoutSeconds: 86_400,
      Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Late" }],
      End: true,
    },
    Late: { Type: "Succeed", Output: "{% 'nobody answered' %}" },
  },
};

let small: SmallCloud;

beforeAll(async () => {
  const Asker = functionResource("asker", { Environment: { Variables: { DATA: "@data" } } });
  const Properties = { StateMachineName: "approval", DefinitionString: JSON.stringify(definition), DefinitionSubstitutions: { asker: { "Fn::GetAtt": ["Asker", "Arn"] } } };
  small = await startSmallCloud({ functions: { asker }, resources: { Asker, Approval: { Type: "AWS::StepFunctions::StateMachine", Properties } } });
});
afterAll(() => small.stop());

test("a machine of the template asks through a function, is answered through the API after a restart, and shows its history", async () => {
  const arn = await start("cas_1");
  const asked = await askedAbout("cas_1");
  await small.restart();
  const { token } = JSON.parse(asked) as { token: string };
  await client().send(new SendTaskSuccessCommand({ taskToken: token, output: '{"granted":true}' }));
  expect(await outcome(arn)).toEqual({ granted: true });
  expect(executionsOf(small.cloud.states)).toMatchObject([{ arn, machine: "approval", status: "SUCCEEDED" }]);
  expect(historyOf(small.cloud.states, arn).at(-1)?.type).toBe("ExecutionSucceeded");
});

test("its deadline follows the clock of the local cloud", async () => {
  const arn = await start("cas_2");
  await askedAbout("cas_2");
  await small.cloud.clock.advanceTo(small.cloud.clock.now() + 86_401_000);
  expect(await outcome(arn)).toBe("nobody answered");
});

const client = () => new SFNClient({ region: "eu-west-3", endpoint: `http://127.0.0.1:${small.cloud.ports.aws}`, credentials: { accessKeyId: "a", secretAccessKey: "b" } });

const start = async (name: string) => {
  const stateMachineArn = small.cloud.states.machines[0]?.arn;
  return (await client().send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ case: name }) }))).executionArn ?? "";
};

/** What was asked first: a function that had not answered when the cloud stopped is asked again. */
const askedAbout = (name: string) =>
  eventually(
    () => small.lines("asked").find((line) => line.includes(`"${name}"`)) ?? "",
    (line) => line !== "",
  );

const outcome = async (executionArn: string): Promise<unknown> => {
  const { output = "null" } = await eventually(
    () => client().send(new DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== "RUNNING",
  );
  return JSON.parse(output) as unknown;
};
