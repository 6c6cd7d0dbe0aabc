// Runs a channel namespace's own code (the APPSYNC_JS runtime: a small JavaScript without clock, network or modules but its `util`) in a
// context of its own, so that a rule such as "only your own tenant" is the same text here and on AWS.
import { randomUUID } from "node:crypto";
import { createContext, Script } from "node:vm";
import { transformSync } from "esbuild";
import type { Channel } from "./channel.ts";
import { EventApiError, unauthorized, type Identity } from "./event-api.ts";

export type IncomingEvent = { readonly id: string; readonly payload: unknown };
type HandledEvent = { readonly id: string; readonly payload?: unknown; readonly error?: string | null };
type Handlers = { readonly onSubscribe?: (ctx: unknown) => unknown; readonly onPublish?: (ctx: unknown) => unknown };
export type NamespaceHandlers = {
  /** Throws when the subscription is refused. */
  onSubscribe(identity: Identity, channel: Channel): void;
  /** The events that go out, changed or filtered; all of them where the namespace has no handler. */
  onPublish(identity: Identity, channel: Channel, events: readonly IncomingEvent[]): readonly HandledEvent[];
};

/** Ends a handler that never would. By the clock on the wall, so it leaves a busy machine room: a sane handler takes less than a millisecond. */
const TIME_LIMIT_MS = 5_000;

export const namespaceHandlers = (name: string, code: string | undefined): NamespaceHandlers => {
  const script = code === undefined ? undefined : new Script(transformSync(code, { format: "cjs", target: "es2022" }).code, { filename: `${name}.js` });
  const call = (handler: keyof Handlers, ctx: object): unknown => {
    if (!script) return undefined;
    const sandbox = createContext({ module: { exports: {} }, require: modules, ctx: JSON.stringify(ctx), handler });
    script.runInContext(sandbox, { timeout: TIME_LIMIT_MS });
    return CALL.runInContext(sandbox, { timeout: TIME_LIMIT_MS });
  };
  const context = (operation: string, identity: Identity, channel: Channel) => ({
    identity: asHandlersSee(identity),
    info: { channel, channelNamespace: { name }, operation },
    request: { headers: {}, domainName: null },
    stash: {},
    prev: null,
    error: null,
  });
  return {
    onSubscribe: (identity, channel) => void call("onSubscribe", context("SUBSCRIBE", identity, channel)),
    onPublish: (identity, channel, events) => (call("onPublish", { ...context("PUBLISH", identity, channel), events }) as readonly HandledEvent[] | undefined) ?? events,
  };
};

const CALL = new Script("typeof module.exports[handler] === 'function' ? module.exports[handler](JSON.parse(ctx)) : undefined");

const modules = (name: string) => {
  if (name !== "@aws-appsync/utils") throw new EventApiError("RuntimeError", `APPSYNC_JS has no module ${name}`);
  return { util: UTIL };
};

const UTIL = {
  unauthorized() {
    throw unauthorized();
  },
  error(message: string, errorType = "CustomError") {
    throw new EventApiError(errorType, message);
  },
  autoId: () => randomUUID(),
  time: { nowISO8601: () => new Date().toISOString(), nowEpochSeconds: () => Math.floor(Date.now() / 1000), nowEpochMilliSeconds: () => Date.now() },
};

const asHandlersSee = ({ type: _type, ...identity }: Identity) => identity;
