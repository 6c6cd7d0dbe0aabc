import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, ListRulesCommand, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { afterEach, expect, test, vi } from "vitest";
import { openClock } from "#infra/local/clock.ts";
import { openEventBus } from "#infra/local/event-bus.ts";
import { type Delivery, Undeliverable } from "#infra/local/target.ts";
import { serve } from "./serve.ts";

const QUEUE = "arn:aws:sqs:eu-west-3:000000000000:apply";
const DEAD_LETTERS = "arn:aws:sqs:eu-west-3:000000000000:apply-dead";
const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const start = async ({ dataDir = mkdtempSync(join(tmpdir(), "events-")), refuse = (_delivery: Delivery): Error | undefined => undefined } = {}) => {
  const clock = openClock({ dataDir });
  const delivered: Delivery[] = [];
  const dead: { queueArn: string; body: string; attributes: Readonly<Record<string, string>> }[] = [];
  const dispatch = async (delivery: Delivery) => {
    const error = refuse(delivery);
    if (error !== undefined) throw error;
    delivered.push(delivery);
  };
  const bus = openEventBus({ dataDir, clock, log: () => undefined, dispatch, deadLetter: async (queueArn, body, attributes) => void dead.push({ queueArn, body, attributes }) });
  bus.createBus("facts");
  const { endpoint, close: stop } = await serve(bus.handler);
  closing.push(stop);
  const client = new EventBridgeClient({ region: "eu-west-3", endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
  const close = async () => {
    await bus.close();
    clock.close();
  };
  closing.push(close);
  const put = (...entries: Partial<PutEventsRequestEntry>[]) =>
    client.send(new PutEventsCommand({ Entries: entries.map((entry) => ({ EventBusName: "facts", Source: "quittance", DetailType: "ItemPaid", Detail: "{}", ...entry })) }));
  return { dataDir, clock, bus, client, put, delivered, dead, close };
};
const arrived = (list: readonly unknown[], count: number) => vi.waitFor(() => expect(list).toHaveLength(count), { timeout: 5000, interval: 10 });
const target = { Arn: QUEUE, Id: "apply" };

test("a fact reaches the targets of the rules that ask for it, and no other", async () => {
  const { bus, put, delivered } = await start();
  bus.putRule({ Name: "paid", EventBusName: "facts", EventPattern: { "detail-type": ["ItemPaid"] }, Targets: [target] });
  bus.putRule({ Name: "large", EventBusName: "facts", EventPattern: { detail: { amount: [{ numeric: [">", 100] }] } }, Targets: [{ ...target, Arn: `${QUEUE}-large` }] });
  bus.putRule({ Name: "elsewhere", EventPattern: { source: ["quittance"] }, Targets: [{ ...target, Arn: `${QUEUE}-default` }] });
  bus.putRule({ Name: "off", State: "DISABLED", EventBusName: "facts", EventPattern: { source: ["quittance"] }, Targets: [{ ...target, Arn: `${QUEUE}-off` }] });
  const at = new Date("2026-03-31T08:00:00Z");
  const { Entries } = await put({ Detail: '{"amount":50}', Time: at, Resources: ["arn:x"] });
  await arrived(delivered, 1);
  expect(delivered[0]!.arn).toBe(QUEUE);
  expect(JSON.parse(delivered[0]!.payload)).toEqual({
    version: "0",
    id: Entries![0]!.EventId,
    "detail-type": "ItemPaid",
    source: "quittance",
    account: "000000000000",
    time: "2026-03-31T08:00:00Z",
    region: "eu-west-3",
    resources: ["arn:x"],
    detail: { amount: 50 },
  });
});

test("a target gets a part, a constant or a text made from the event when it asks for that", async () => {
  const { bus, put, delivered } = await start();
  const InputTransformer = {
    InputPathsMap: { who: "$.detail.who", n: "$.detail.lines[1].n", gone: "$.detail.gone" },
    InputTemplate: '{"text": "<who> says <n>", "who": <who>, "n": <n>, "gone": <gone>, "rule": <aws.events.rule-name>}',
  };
  bus.putRule({
    Name: "inputs",
    EventBusName: "facts",
    EventPattern: { source: ["quittance"] },
    Targets: [
      { Arn: `${QUEUE}-1`, Id: "1", InputPath: "$.detail" },
      { Arn: `${QUEUE}-2`, Id: "2", Input: '{"schedule":"nightly"}' },
      { Arn: `${QUEUE}-3`, Id: "3", InputTransformer },
      { Arn: `${QUEUE}.fifo`, Id: "4", SqsParameters: { MessageGroupId: "g" } },
    ],
  });
  const detail = { who: 'Anne "Nana" Petit', lines: [{ n: 1 }, { n: 2 }] };
  await put({ Detail: JSON.stringify(detail) });
  await arrived(delivered, 4);
  const byArn = Object.fromEntries(delivered.map((each) => [each.arn.slice(QUEUE.length), each]));
  expect(JSON.parse(byArn["-1"]!.payload)).toEqual(detail);
  expect(byArn["-2"]!.payload).toBe('{"schedule":"nightly"}');
  expect(JSON.parse(byArn["-3"]!.payload)).toEqual({ text: `${detail.who} says 2`, who: detail.who, n: 2, gone: null, rule: "inputs" });
  expect(byArn[".fifo"]!.messageGroupId).toBe("g");
});

test("a wrong entry is told so and the others are taken", async () => {
  const { bus, put, delivered } = await start();
  bus.putRule({ Name: "all", EventBusName: "facts", EventPattern: { source: [{ exists: true }] }, Targets: [target] });
  const answer = await put({}, { Detail: "no json" }, { Detail: "[]" }, { Source: "aws.s3" }, { EventBusName: "nowhere" }, { DetailType: "" });
  expect(answer.FailedEntryCount).toBe(5);
  expect(answer.Entries!.map(({ ErrorCode = "taken" }) => ErrorCode)).toEqual([
    "taken",
    "MalformedDetail",
    "MalformedDetail",
    "NotAuthorizedForSourceException",
    "InvalidArgument",
    "InvalidArgument",
  ]);
  await arrived(delivered, 1);
});

test("more than ten events, or too large ones, are refused as a whole", async () => {
  const { put, bus } = await start();
  await expect(put(...Array.from({ length: 11 }, () => ({})))).rejects.toThrow("10 entries");
  await expect(put({ Detail: JSON.stringify({ text: "x".repeat(256 * 1024) }) })).rejects.toThrow("over the limit");
  expect(bus.archived(10)).toEqual([]);
});

test("a target that is away is tried again until it takes the event", async () => {
  let refusals = 3;
  const { bus, put, delivered, clock } = await start({ refuse: () => (refusals-- > 0 ? new Error("away") : undefined) });
  bus.putRule({ Name: "all", EventBusName: "facts", EventPattern: { source: ["quittance"] }, Targets: [target] });
  await put({});
  await vi.waitFor(() => expect(refusals).toBe(2), { interval: 10 });
  await clock.advanceTo(clock.now() + 3_600_000);
  expect(delivered).toHaveLength(1);
});

test("what never arrives ends in the dead-letter queue and says why", async () => {
  const { bus, put, dead, delivered, clock } = await start({ refuse: () => new Error("the function is broken") });
  bus.putRule({
    Name: "all",
    EventBusName: "facts",
    EventPattern: { source: ["quittance"] },
    Targets: [{ ...target, RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: DEAD_LETTERS } }],
  });
  await put({ Detail: '{"n":1}' });
  await clock.advanceTo(clock.now() + 3_600_000);
  await arrived(dead, 1);
  expect(delivered).toEqual([]);
  expect(dead[0]).toMatchObject({
    queueArn: DEAD_LETTERS,
    attributes: { ERROR_MESSAGE: "the function is broken", TARGET_ARN: QUEUE, RULE_ARN: "arn:aws:events:eu-west-3:000000000000:rule/facts/all" },
  });
  expect(JSON.parse(dead[0]!.body)).toMatchObject({ detail: { n: 1 } });
});

test("a target that does not exist is not tried again", async () => {
  let tries = 0;
  const { bus, put, dead } = await start({ refuse: () => (tries++, new Undeliverable("no such queue")) });
  bus.putRule({ Name: "all", EventBusName: "facts", EventPattern: { source: ["quittance"] }, Targets: [{ ...target, DeadLetterConfig: { Arn: DEAD_LETTERS } }] });
  await put({});
  await arrived(dead, 1);
  expect(tries).toBe(1);
});

test("an event of a service travels from the default bus to another by a rule", async () => {
  const { bus, delivered } = await start();
  bus.putRule({ Name: "mail", EventPattern: { source: ["aws.ses"] }, Targets: [{ Arn: "arn:aws:events:eu-west-3:000000000000:event-bus/facts", Id: "bus" }] });
  bus.putRule({ Name: "bounced", EventBusName: "facts", EventPattern: { "detail-type": ["Email Bounced"] }, Targets: [target] });
  bus.publish({ source: "aws.ses", "detail-type": "Email Bounced", time: "2026-01-01T00:00:00Z", detail: { bounceType: "Permanent" } });
  await arrived(delivered, 1);
  expect(bus.archived(10).map((each) => each.bus)).toEqual(["facts", "default"]);
});

test("an event that was taken before a restart is delivered after it", async () => {
  const first = await start({ refuse: () => new Error("shutting down") });
  first.bus.putRule({ Name: "all", EventBusName: "facts", EventPattern: { source: ["quittance"] }, Targets: [target] });
  await first.put({ Detail: '{"n":1}' });
  await first.close();
  closing.pop();
  const again = await start({ dataDir: first.dataDir });
  await again.clock.advanceTo(again.clock.now() + 60_000);
  await arrived(again.delivered, 1);
  expect(again.bus.archived(10)).toHaveLength(1);
});

test("a rule that the local cloud cannot follow stops the start", async () => {
  const { bus, client } = await start();
  expect(() => bus.putRule({ Name: "r", EventBusName: "nowhere", EventPattern: { source: ["x"] } })).toThrow("nowhere");
  expect(() => bus.putRule({ Name: "r", EventPattern: { source: [{ sounds: "x" }] } })).toThrow("sounds");
  expect(() => bus.putRule({ Name: "r", EventPattern: { source: ["x"] }, Targets: [{ ...target, EcsParameters: {} } as never] })).toThrow("EcsParameters");
  await expect(client.send(new ListRulesCommand({}))).rejects.toThrow("does not serve ListRules");
});
