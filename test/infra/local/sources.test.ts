// Queues, streams and functions together, on a small template.
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { functionResource, type SmallCloud, startSmallCloud } from "#test/infra/local/small-cloud.ts";
import { eventually } from "#test/world/local-cloud.ts";

const writes = (body: string) => `import { appendFileSync, existsSync } from "node:fs";
const note = (file, text) => appendFileSync(process.env.DATA + "/" + file, text + "\\n");
export const handler = async (event, context) => { ${body} };`;

const functions = {
  reader: writes(`const batchItemFailures = [];
    for (const { messageId, body, attributes } of event.Records) {
      const ok = !body.startsWith("bad") || existsSync(process.env.DATA + "/repaired");
      note("received", body + " " + attributes.ApproximateReceiveCount);
      if (!ok) batchItemFailures.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures };`),
  follower: writes(`for (const { dynamodb } of event.Records) {
      const id = dynamodb.NewImage.pk.S;
      if (id === "poison" && !existsSync(process.env.DATA + "/healed")) throw new Error("poison");
      note("followed", id);
    }`),
  slow: writes("await new Promise((done) => setTimeout(done, 60_000));"),
  curious: writes("return { offset: Number(process.env.QUITTANCE_CLOCK_OFFSET_MS), home: process.env.HOME ?? null, region: process.env.AWS_REGION, left: context.getRemainingTimeInMillis() > 0 };"),
  failing: writes('class Broken extends Error { name = "Broken" } throw new Broken("as asked");'),
};

const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
let small: SmallCloud;
let sqs: SQSClient;
let queueUrl: string;

beforeAll(async () => {
  const environment = { Environment: { Variables: { DATA: "@data" } } };
  small = await startSmallCloud({
    functions,
    resources: {
      Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
      Jobs: { Type: "AWS::SQS::Queue", Properties: { QueueName: "jobs", VisibilityTimeout: 3, RedrivePolicy: { deadLetterTargetArn: arn("Dead"), maxReceiveCount: 2 } } },
      GivenUp: { Type: "AWS::SQS::Queue", Properties: { QueueName: "given-up" } },
      Reader: functionResource("reader", environment),
      Follower: functionResource("follower", environment),
      Slow: functionResource("slow", { Timeout: 1 }),
      Curious: functionResource("curious"),
      Failing: functionResource("failing"),
      Table: {
        Type: "AWS::DynamoDB::GlobalTable",
        Properties: {
          TableName: "things",
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          Replicas: [{ Region: "eu-west-3" }],
          StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
        },
      },
      ReadJobs: { Type: "AWS::Lambda::EventSourceMapping", Properties: { EventSourceArn: arn("Jobs"), FunctionName: { Ref: "Reader" }, BatchSize: 10, FunctionResponseTypes: ["ReportBatchItemFailures"] } },
      FollowTable: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
          FunctionName: { Ref: "Follower" },
          StartingPosition: "TRIM_HORIZON",
          BatchSize: 10,
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: arn("GivenUp") } },
          FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ dynamodb: { NewImage: { pk: { S: [{ "anything-but": "unwanted" }] } } } }) }] },
        },
      },
    },
  });
  connect();
});
afterAll(() => small?.stop());

const connect = () => {
  queueUrl = small.cloud.sqs.queueUrl("jobs");
  sqs = new SQSClient({ endpoint: `http://127.0.0.1:${small.cloud.ports.sqs}`, region: "eu-west-3", credentials: { accessKeyId: "a", secretAccessKey: "b" } });
};
const send = (body: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
const put = (pk: string) => small.cloud.dynamodb.client.send(new PutItemCommand({ TableName: "things", Item: { pk: { S: pk } } }));
const depth = (name: string) => small.cloud.sqs.queues().find((queue) => queue.name === name)?.ready;

test("a message that fails twice ends among the dead letters, the others of its batch do not; replayed after the repair it is handled", async () => {
  // On a busy machine a function's first start takes longer than a message stays hidden; then all three would come again.
  expect(await small.cloud.lambdas.invoke("reader", { Records: [] })).toMatchObject({ ok: true });
  await Promise.all(["good one", "bad one", "good two"].map(send));
  await eventually(() => depth("dead"), (waiting) => waiting === 1);
  await eventually(() => small.lines("received"), (lines) => lines.length === 4);
  expect(small.lines("received").sort()).toEqual(["bad one 1", "bad one 2", "good one 1", "good two 1"]);

  small.write("repaired", "");
  const answer = await fetch(`${small.cloud.front.url}/operations/queues/dead/replay`, { method: "POST" });
  expect(await answer.json()).toEqual({ moved: 1 });
  await eventually(() => small.lines("received"), (lines) => lines.length === 5);
  await eventually(() => depth("dead"), (waiting) => waiting === 0);
});

test("the stream is followed in order, over a restart, each change once; what the filter does not want is passed over", async () => {
  for (const id of ["one", "two", "unwanted", "three"]) await put(id);
  await eventually(() => small.lines("followed"), (lines) => lines.length === 3);
  await small.restart();
  connect();
  await put("four");
  await eventually(() => small.lines("followed"), (lines) => lines.includes("four"));
  expect(small.lines("followed")).toEqual(["one", "two", "three", "four"]);
});

test("a change that a function cannot take is given up alone, after its attempts, and its place in the stream is kept", async () => {
  await Promise.all(["five", "poison", "six"].map(put));
  await eventually(() => small.lines("followed"), (lines) => lines.includes("five") && lines.includes("six"));
  await eventually(() => depth("given-up"), (waiting) => waiting === 1);
  expect(JSON.parse(small.cloud.sqs.peek("given-up")[0]?.body ?? "")).toMatchObject({ DDBStreamBatchInfo: { batchSize: 1 }, requestContext: { condition: "RetryAttemptsExhausted" } });
});

test("a message that was being handled when the process ended is handed out again, and that try is not counted", async () => {
  const queue = small.cloud.sqs.queue("arn:aws:sqs:eu-west-3:000000000000:given-up")!;
  small.cloud.sqs.dequeue(queue, 1);
  expect(depth("given-up")).toBe(0);
  await small.restart();
  connect();
  expect(small.cloud.sqs.peek("given-up")).toMatchObject([{ receives: 0 }]);
  expect(depth("given-up")).toBe(1);
});

test("a given-up change is read from the stream again and handed to its function, when somebody replays it", async () => {
  const replay = () => fetch(`${small.cloud.front.url}/operations/queues/given-up/replay`, { method: "POST" });
  expect((await replay()).status).toBe(409);
  small.write("healed", "");
  expect(await (await replay()).json()).toEqual({ moved: 1 });
  expect(small.lines("followed").at(-1)).toBe("poison");
  expect(depth("given-up")).toBe(0);
});

test("a function gets its own settings and the clock, nothing of this process; one that runs out of time or throws is told apart", async () => {
  const { invoke } = small.cloud.lambdas;
  await small.cloud.clock.advanceTo(small.cloud.clock.now() + 3_600_000);
  const seen = await invoke("curious", {});
  expect(seen).toMatchObject({ ok: true, payload: { home: null, region: "eu-west-3", left: true } });
  expect((seen as { payload: { offset: number } }).payload.offset).toBeGreaterThanOrEqual(3_599_000);
  expect(await invoke("slow", {})).toMatchObject({ ok: false, errorType: "Sandbox.Timedout", errorMessage: "Task timed out after 1.00 seconds" });
  expect(await invoke("arn:aws:lambda:eu-west-3:000000000000:function:failing", {})).toMatchObject({ ok: false, errorType: "Broken", errorMessage: "as asked" });
  expect(await invoke("nobody", {})).toMatchObject({ ok: false, errorType: "ResourceNotFoundException" });
});

test("a second start on the same data is refused with the process that holds it", async () => {
  const { startCloud } = await import("#infra/local/cloud.ts");
  const build = Promise.resolve({ assembly: "", web: "" });
  small.write("cloud.pid", String(process.ppid));
  await expect(startCloud({ port: 0, dataDir: small.dataDir, java: "java", say: () => undefined, build })).rejects.toThrow(`process ${process.ppid}`);
});
