import { expect, test } from "vitest";
import { customerTold, personalMessages, topicMessage, type LiveFact } from "#functions/collaboration/live.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import { publishLive } from "#functions/collaboration/publish-live.ts";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

const progressed: LiveFact = {
  name: "ImportProgressed", id: "f1", tenant: "ardelane", occurredAt: "2026-11-24T06:14:00.000Z", actor: { type: "source", id: "src_erp", run: "run_1" }, version: 1,
  data: { runId: "run_1", sourceId: "src_erp", state: "applying", chunks: 8, chunksApplied: 3, rejected: 0 },
};
const caughtUp: LiveFact = { name: "HistoryCaughtUp", id: "f2", tenant: "ardelane", occurredAt: "2026-11-24T06:14:09.000Z", actor: { type: "source", id: "src_erp", run: "run_1" }, version: 1, data: { runId: "run_1" } };

const changed: LiveFact = {
  name: "CustomerChanged", id: "f3", tenant: "ardelane", occurredAt: "2026-11-24T06:15:00.000Z", actor: { type: "user", id: "usr_ines", name: "Inès Marchetti" }, version: 1, data: { customerId: "cus_elan", fields: ["segment"] },
};
const person = (id: `usr_${string}`, role: string, change: object = {}) => callerFrom("ardelane", { id, email: `${id}@ardelane.example`, name: id, role, language: "fr", entityIds: [], ...change });

test("the progress of an import goes to the screens that show imports, what it changed to those that show the ledger; neither says what", () => {
  expect(topicMessage(progressed)).toEqual({ channel: "/tenant/ardelane/imports", event: { type: "ImportProgressed", id: "f1", data: {} } });
  expect(topicMessage(caughtUp).channel).toBe("/tenant/ardelane/ledger");
});

test("a payment that is decided moves the payments desk of everybody who has it open, and says nothing about the payment", () => {
  const decided: LiveFact = { name: "PaymentDecided", id: "f4", tenant: "ardelane", occurredAt: "2026-11-24T06:16:00.000Z", actor: { type: "rule", id: "cash-application.match", version: 1 }, version: 1, data: { paymentId: "pay_1", entityId: "ent_fr", amount: { amount: "12.00", currency: "EUR" }, outcome: "propose", confidence: 0.9 } };
  expect(topicMessage(decided)).toEqual({ channel: "/tenant/ardelane/payments", event: { type: "PaymentDecided", id: "f4", data: {} } });
});

test("a call that was made moves the reminders of everybody who has them open, and says nothing about whom", () => {
  const made: LiveFact = { name: "CallMade", id: "f5", tenant: "ardelane", occurredAt: "2026-11-24T06:17:00.000Z", actor: { type: "user", id: "usr_ines", name: "Inès Marchetti" }, version: 1, data: { messageId: "msg_1", customerId: "cus_elan", outcome: "promised", done: true } };
  expect(topicMessage(made)).toEqual({ channel: "/tenant/ardelane/reminders", event: { type: "CallMade", id: "f5", data: {} } });
});

test("what a person changes on a customer is told in full to those who may open it, each on his own channel", () => {
  const people = [person("usr_claire", "credit-manager"), person("usr_ines", "collector", { name: "Inès Marchetti" }), person("usr_thomas", "collector"), person("usr_uk", "accountant", { entityIds: ["ent_uk"] })];
  const messages = personalMessages(changed, { id: "cus_elan", collector: "Inès Marchetti", entities: ["ent_fr"] }, people);
  expect(messages.map(({ channel }) => channel)).toEqual(["/tenant/ardelane/user/usr-uclairex", "/tenant/ardelane/user/usr-uinesx"]);
  expect(messages[0]!.event).toEqual({ type: "CustomerChanged", id: "f3", data: { customerId: "cus_elan", fields: ["segment"] } });
});

test("what an import changes on a customer is not told one by one", () => {
  expect(customerTold(changed)).toBe("cus_elan");
  expect(customerTold({ ...changed, actor: { type: "source", id: "src_erp", run: "run_1" } } as LiveFact)).toBeUndefined();
  expect(customerTold(caughtUp)).toBeUndefined();
});

test("a message leaves signed for AppSync with the function's own key", async () => {
  const seen: { headers?: IncomingHttpHeaders; body?: string } = {};
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      Object.assign(seen, { headers: request.headers, body });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, { LIVE_HTTP: `http://127.0.0.1:${(server.address() as AddressInfo).port}/event`, AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_REGION: "eu-west-3" });
  await publishLive(topicMessage(caughtUp));
  server.close();
  expect(seen.headers?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-3\/appsync\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/);
  expect(JSON.parse(seen.body!)).toEqual({ channel: "/tenant/ardelane/ledger", events: [JSON.stringify({ type: "HistoryCaughtUp", id: "f2", data: {} })] });
});

test("a refusal by the channel fails the message, so that it is tried again", async () => {
  const server = createServer((_, response) => void (response.statusCode = 403, response.end("no")));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.LIVE_HTTP = `http://127.0.0.1:${(server.address() as AddressInfo).port}/event`;
  await expect(publishLive(topicMessage(caughtUp))).rejects.toThrow("403");
  server.close();
});
