import { afterEach, expect, test } from "vitest";
import { rmSync } from "node:fs";
import { readAssembly, type Stack } from "#infra/local/template/assembly.ts";
import { planOf } from "#infra/local/template/plan.ts";
import { resolver } from "#infra/local/template/resolve.ts";
import { assembly, functionResource, type SmallTemplate } from "#test/infra/local/small-cloud.ts";

const addresses = { app: "127.0.0.1:1", sqs: "127.0.0.1:2", live: "127.0.0.1:3" };
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

const plan = (template: SmallTemplate) => {
  const folder = assembly(template);
  folders.push(folder);
  return planOf(readAssembly(folder), addresses);
};

test("a resource type without an engine stops the start with its logical id", () => {
  expect(() => plan({ resources: { Cluster7: { Type: "AWS::ECS::Cluster" } } })).toThrow(/Cluster7 in small is a AWS::ECS::Cluster/);
});

test("a property that would make it run differently here stops the start with its logical id", () => {
  const resources = { Inbox: { Type: "AWS::SQS::Queue", Properties: { QueueName: "inbox", SpeedOfLight: 3 } } };
  expect(() => plan({ resources })).toThrow(/Inbox in small \(AWS::SQS::Queue\) sets SpeedOfLight/);
});

test("everything that is wrong is told at once", () => {
  expect(() => plan({ resources: { One: { Type: "AWS::ECS::Cluster" }, Two: { Type: "AWS::Kinesis::Stream" } } })).toThrow(/One[\s\S]*Two/);
});

test("a function on another runtime than Node is refused, CDK's own Python helpers are passed over", () => {
  expect(() => plan({ resources: { Old: functionResource("old", { Runtime: "java21" }) }, functions: { old: "" } })).toThrow(/Old runs on java21/);
  expect(plan({ resources: { Helper: functionResource("helper", { Runtime: "python3.13" }) } }).functions).toEqual([]);
});

test("a queue's dead letters, a bucket's notifications and a function's variables point at each other by their local names", () => {
  const result = plan({
    resources: {
      Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
      Inbox: { Type: "AWS::SQS::Queue", Properties: { QueueName: "inbox", VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 } } },
      Files: { Type: "AWS::S3::Bucket", Properties: { BucketName: "files", NotificationConfiguration: { QueueConfigurations: [{ Event: "s3:ObjectCreated:*", Queue: { "Fn::GetAtt": ["Inbox", "Arn"] } }] } } },
      Reader: functionResource("reader", { Environment: { Variables: { QUEUE: { Ref: "Inbox" }, BUCKET: { Ref: "Files" } } } }),
    },
    functions: { reader: "" },
  });
  expect(result.queues[1]?.attributes).toEqual({ VisibilityTimeout: "30", RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-3:000000000000:dead","maxReceiveCount":3}' });
  expect(result.buckets[0]?.notifications).toMatchObject([{ queueArn: "arn:aws:sqs:eu-west-3:000000000000:inbox", events: ["s3:ObjectCreated:*"] }]);
  expect(result.functions[0]?.environment).toEqual({ QUEUE: "http://127.0.0.1:2/000000000000/inbox", BUCKET: "files" });
});

const stack = (name: string, template: object): Stack => ({ name, assets: {}, template: { Resources: {}, ...template } });
const names = resolver([], () => "named");

test.each([
  [{ "Fn::Join": ["-", ["a", { Ref: "X" }]] }, "a-named"],
  [{ "Fn::Sub": "x/${X}/${!Literal}/${Y}" }, "x/named/${Literal}/named"],
  [{ "Fn::Sub": ["${given}-${AWS::Region}", { given: { Ref: "X" } }] }, "named-eu-west-3"],
  [{ "Fn::Select": [1, { "Fn::Split": ["/", "a/b/c"] }] }, "b"],
  [{ "Fn::If": ["IsProduction", "big", "small"] }, "small"],
  [{ "Fn::FindInMap": ["Sizes", "small", "memory"] }, 128],
  [{ kept: 1, dropped: { Ref: "AWS::NoValue" } }, { kept: 1 }],
  [{ "Fn::Join": ["", ["https://", "127.0.0.1:4400", "/x"]] }, "http://127.0.0.1:4400/x"],
  [{ Condition: { StringEquals: { a: "b" } } }, { Condition: { StringEquals: { a: "b" } } }],
])("%j becomes %j", (value, expected) => {
  const given = stack("s", { Resources: { X: { Type: "T" }, Y: { Type: "T" } }, Conditions: { IsProduction: { "Fn::Equals": ["dev", "prod"] } }, Mappings: { Sizes: { small: { memory: 128 } } } });
  expect(names(given, value)).toEqual(expected);
});

test("a value crosses from the stack that exports it to the stack that imports it", () => {
  const storage = stack("storage", { Resources: { Table: { Type: "T" } }, Outputs: { Out: { Value: { Ref: "Table" }, Export: { Name: "storage:Table" } } } });
  const app = stack("app", {});
  const resolve = resolver([storage, app], ({ id }) => `local-${id}`);
  expect(resolve(app, { "Fn::ImportValue": "storage:Table" })).toBe("local-Table");
  expect(() => resolve(app, { "Fn::ImportValue": "storage:Bus" })).toThrow(/app imports storage:Bus, which no stack of the app exports/);
});

test("a reference to nothing and an intrinsic function that is not known are told, not passed on", () => {
  expect(() => names(stack("s", {}), { Ref: "Ghost" })).toThrow(/s refers to Ghost/);
  expect(() => names(stack("s", {}), { "Fn::Cidr": ["10.0.0.0/24"] })).toThrow(/Fn::Cidr/);
});
