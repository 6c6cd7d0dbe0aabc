// Written from AWS's documentation of the Event API: its HTTP and WebSocket messages, byte by byte, and the browser's client against them.
import { SignatureV4 } from "@smithy/signature-v4";
import { createHash, createHmac, type BinaryLike } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LiveMessage } from "#functions/collaboration/live.ts";
import { publishLive } from "#functions/collaboration/publish-live.ts";
import { connectLive } from "#lib/live/client.ts";
import { openLive, type Live } from "#infra/local/live/live.ts";

const ONLY_OWN_TENANT = `import { util } from '@aws-appsync/utils';
export function onSubscribe(ctx) {
  if (ctx.info.channel.segments[1] !== ctx.identity.claims.tenant) { util.unauthorized(); }
}`;
const WITHOUT_DRAFTS = `export const onPublish = (ctx) => ctx.events.filter((event) => !event.payload.draft).map((event) => ({ ...event, payload: { ...event.payload, by: ctx.info.channel.path } }));`;
const USERS = [{ AuthType: "OPENID_CONNECT" }];
const FUNCTIONS = [{ AuthType: "AWS_IAM" }];
const KEYS = { accessKeyId: "LOCAL", secretAccessKey: "secret" };

let live: Live;
let valid: Set<string>;

/** A token here is the name of the tenant that it carries. */
const open = (port = 0) =>
  openLive({
    port,
    api: {
      Name: "live",
      EventConfig: { AuthProviders: [...USERS, ...FUNCTIONS], ConnectionAuthModes: USERS, DefaultPublishAuthModes: FUNCTIONS, DefaultSubscribeAuthModes: USERS },
    },
    namespaces: [
      { Name: "tenant", CodeHandlers: ONLY_OWN_TENANT },
      { Name: "open", CodeHandlers: WITHOUT_DRAFTS, PublishAuthModes: [...USERS, ...FUNCTIONS] },
    ],
    verify: async (token) => (valid.has(token) ? { sub: "usr_1", iss: "http://issuer", tenant: token } : undefined),
    credentials: KEYS,
    log: () => undefined,
  });

beforeEach(async () => {
  valid = new Set(["meridienne", "other"]);
  live = await open();
});
afterEach(() => live.close());

describe("publishing over HTTP", () => {
  test("a function publishes with its signature, and every event gets an identifier", async () => {
    const answer = await publish("/tenant/meridienne/imports", [{ n: 1 }, { n: 2 }]);
    expect(answer).toMatchObject({ status: 200, body: { failed: [], successful: [{ index: 0 }, { index: 1 }] } });
  });

  test("what the application's own function publishes is heard", async () => {
    Object.assign(process.env, { LIVE_HTTP: live.httpUrl, AWS_REGION: "eu-west-3", AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey });
    const socket = await connected("meridienne");
    await socket.ask({ type: "subscribe", id: "1", channel: "/tenant/meridienne/*" });
    await publishLive({ channel: "/tenant/meridienne/imports", event: { run: "run_1" } } as unknown as LiveMessage);
    expect(await socket.next()).toEqual({ id: "1", type: "data", event: '{"run":"run_1"}' });
  });

  test("a wrong secret, a changed body and a user's token may not publish where only functions may", async () => {
    const refused = { status: 401, body: { errors: [{ errorType: "UnauthorizedException" }] } };
    expect(await publish("/tenant/meridienne/imports", [1], { ...KEYS, secretAccessKey: "guess" })).toMatchObject(refused);
    const signed = await sign(JSON.stringify({ channel: "/tenant/meridienne/imports", events: ["1"] }), KEYS);
    expect(await post(signed, JSON.stringify({ channel: "/tenant/other/imports", events: ["1"] }))).toMatchObject(refused);
    expect(await post({ authorization: "meridienne" }, JSON.stringify({ channel: "/tenant/meridienne/imports", events: ["1"] }))).toMatchObject(refused);
  });

  test.each([
    ["six events", "/tenant/a/b", [1, 2, 3, 4, 5, 6]],
    ["no event", "/tenant/a/b", []],
    ["an event over 240 KB", "/tenant/a/b", ["x".repeat(240 * 1024)]],
    ["six segments", "/tenant/a/b/c/d/e", [1]],
    ["a wildcard", "/tenant/a/*", [1]],
    ["a segment that begins with a dash", "/tenant/-a", [1]],
    ["an unknown namespace", "/nowhere/a", [1]],
  ])("%s is a bad request", async (_what, channel, events) => {
    expect(await publish(channel, events)).toMatchObject({ status: 400, body: { errors: [{ errorType: "BadRequestException" }] } });
  });

  test("a namespace's onPublish filters and changes what goes out", async () => {
    const socket = await connected("meridienne");
    await socket.ask({ type: "subscribe", id: "1", channel: "/open/*" });
    const { body } = await publish("/open/news", [{ draft: true }, { text: "hello" }]);
    expect(body.successful).toEqual([{ identifier: expect.any(String), index: 1 }]);
    expect(await socket.next()).toEqual({ id: "1", type: "data", event: JSON.stringify({ text: "hello", by: "/open/news" }) });
  });
});

describe("listening over WebSocket", () => {
  test("connection_init is acknowledged with the time after which silence means a lost connection", async () => {
    const socket = await connected("meridienne", "without init");
    expect(await socket.ask({ type: "connection_init" })).toEqual({ type: "connection_ack", connectionTimeoutMs: 300_000 });
  });

  test("a subscription hears its channel, one with a wildcard hears all below, and none hears another tenant", async () => {
    const socket = await connected("meridienne");
    expect(await socket.ask({ type: "subscribe", id: "exact", channel: "/tenant/meridienne/imports" })).toEqual({ type: "subscribe_success", id: "exact" });
    await socket.ask({ type: "subscribe", id: "all", channel: "/tenant/meridienne/*" });
    await publish("/tenant/other/imports", ["theirs"]);
    await publish("/tenant/meridienne/ledger", ["ledger"]);
    await publish("/tenant/meridienne/imports", ["imports"]);
    const heard = [await socket.next(), await socket.next(), await socket.next()].map(({ id, event }) => `${id}: ${event}`);
    expect(heard.sort()).toEqual(['all: "imports"', 'all: "ledger"', 'exact: "imports"']);
  });

  test("nobody subscribes to another tenant, nor to all tenants", async () => {
    const socket = await connected("meridienne");
    for (const channel of ["/tenant/other/imports", "/tenant/*"]) {
      expect(await socket.ask({ type: "subscribe", id: channel, channel })).toMatchObject({
        type: "subscribe_error",
        id: channel,
        errors: [{ errorType: "UnauthorizedException" }],
      });
    }
  });

  test("after unsubscribing nothing more is heard; unknown and double ids are errors", async () => {
    const socket = await connected("meridienne");
    const subscribe = { type: "subscribe", id: "1", channel: "/tenant/meridienne/imports" };
    await socket.ask(subscribe);
    expect(await socket.ask(subscribe)).toMatchObject({ type: "subscribe_error", errors: [{ errorType: "DuplicatedOperationError" }] });
    expect(await socket.ask({ type: "unsubscribe", id: "1" })).toEqual({ type: "unsubscribe_success", id: "1" });
    expect(await socket.ask({ type: "unsubscribe", id: "1" })).toMatchObject({ type: "unsubscribe_error", id: "1" });
    await publish("/tenant/meridienne/imports", [1]);
    expect(await socket.ask({ type: "connection_init" })).toMatchObject({ type: "connection_ack" });
  });

  test("a user publishes over the socket where users may", async () => {
    const socket = await connected("meridienne");
    expect(await socket.ask({ type: "publish", id: "p", channel: "/open/chat", events: ['{"text":"hi"}'] })).toMatchObject({ type: "publish_success", id: "p", failed: [] });
    expect(await socket.ask({ type: "publish", id: "q", channel: "/tenant/meridienne/imports", events: ["1"] })).toMatchObject({ type: "publish_error", id: "q" });
  });

  test("a connection without a token in force is told so and closed", async () => {
    const socket = await connected("stranger", "without init");
    expect(await socket.next()).toMatchObject({ type: "connection_error", errors: [{ errorType: "UnauthorizedException" }] });
  });
});

describe("the browser's client", () => {
  test("hears events, comes back after the server was away, and says that something may have been missed", async () => {
    const heard: unknown[] = [];
    let resumed = 0;
    const client = connectLive({ realtime: live.realtimeUrl, token: async () => "meridienne", firstPause: 20 });
    client.subscribe("/tenant/meridienne/imports", { event: (event) => heard.push(event), resumed: () => resumed++ });
    await publishUntil(() => heard.length > 0);
    const port = Number(new URL(live.httpUrl).port);
    await live.close();
    live = await open(port);
    heard.length = 0;
    await publishUntil(() => heard.length > 0);
    expect(heard[0]).toEqual({ run: "run_1" });
    expect(resumed).toBe(1);
    client.close();
  });

  test("an expired token is replaced by a fresh one, unseen", async () => {
    valid = new Set(["meridienne"]);
    const heard: unknown[] = [];
    const refusals: string[] = [];
    const client = connectLive({ realtime: live.realtimeUrl, token: async (fresh) => (fresh ? "meridienne" : "expired"), firstPause: 20 });
    client.subscribe("/tenant/meridienne/imports", { event: (event) => heard.push(event), refused: (reason) => refusals.push(reason) });
    await publishUntil(() => heard.length > 0);
    expect(refusals).toEqual([]);
    client.close();
  });

  test("who may not listen is told, and an ended subscription hears nothing", async () => {
    const heard: unknown[] = [];
    const refusals: string[] = [];
    const client = connectLive({ realtime: live.realtimeUrl, token: async () => "meridienne", firstPause: 20 });
    client.subscribe("/tenant/other/imports", { event: (event) => heard.push(event), refused: (reason) => refusals.push(reason) });
    await until(() => refusals.length > 0);
    const end = client.subscribe("/tenant/meridienne/imports", { event: (event) => heard.push(event) });
    await publishUntil(() => heard.length > 0);
    end();
    await until(async () => (await live.health()).includes(" 0 subscriptions"));
    client.close();
  });
});

const connected = async (token: string, init: "with init" | "without init" = "with init") => {
  const header = Buffer.from(JSON.stringify({ Authorization: token, host: new URL(live.httpUrl).host })).toString("base64url");
  const socket = new WebSocket(live.realtimeUrl, ["aws-appsync-event-ws", `header-${header}`]);
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  const received: Record<string, unknown>[] = [];
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    const first = waiting.shift();
    if (first) first(message);
    else received.push(message);
  };
  const next = (): Promise<Record<string, unknown>> => {
    const message = received.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => waiting.push(resolve));
  };
  const ask = (message: object) => {
    const answer = next();
    socket.send(JSON.stringify({ authorization: { Authorization: token }, ...message }));
    return answer;
  };
  await new Promise((resolve) => (socket.onopen = resolve));
  if (init === "with init") await ask({ type: "connection_init" });
  return { next, ask };
};

const publish = async (channel: string, events: readonly unknown[], keys = KEYS) => {
  const body = JSON.stringify({ channel, events: events.map((event) => JSON.stringify(event)) });
  return post(await sign(body, keys), body);
};

const post = async (headers: Record<string, string>, body: string) => {
  const answer = await fetch(live.httpUrl, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const sign = async (body: string, credentials: typeof KEYS) => {
  const { host, pathname } = new URL(live.httpUrl);
  const signer = new SignatureV4({ service: "appsync", region: "eu-west-3", credentials, sha256: Sha256 });
  const { headers } = await signer.sign({ method: "POST", protocol: "http:", hostname: host, path: pathname, headers: { host, "content-type": "application/json" }, body });
  const { host: _host, ...sent } = headers;
  return sent;
};

class Sha256 {
  readonly #hash;
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as BinaryLike);
  }
  update(data: unknown) {
    this.#hash.update(data as BinaryLike);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
}

/** Publishes again and again, also over a connection that a stopped server left behind. */
const publishUntil = (done: () => boolean) =>
  until(async () => {
    await publish("/tenant/meridienne/imports", [{ run: "run_1" }]).catch(() => undefined);
    return done();
  });

const until = async (done: () => boolean | Promise<boolean>) => {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10));
};
