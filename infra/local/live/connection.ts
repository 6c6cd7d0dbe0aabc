// One WebSocket of the Event API: the messages that AWS documents, each answered with its _success or _error.
import type { WebSocket } from "ws";
import type { Broker, Caller } from "./broker.ts";
import { badRequest, EventApiError } from "./event-api.ts";

export type Authorize = (authorization: Readonly<Record<string, unknown>>) => Promise<Caller>;

type Message = { readonly type?: string; readonly id?: string; readonly channel?: unknown; readonly events?: unknown; readonly authorization?: Readonly<Record<string, unknown>> };

const KEEP_ALIVE_MS = 60_000;
const CONNECTION_TIMEOUT_MS = 300_000;

export const serveConnection = (socket: WebSocket, broker: Broker, authorize: Authorize) => {
  const subscriptions = new Map<string, () => void>();
  const send = (message: object) => socket.send(JSON.stringify(message));
  const keepAlive = setInterval(() => send({ type: "ka" }), KEEP_ALIVE_MS);
  let turn: Promise<void> = Promise.resolve();

  socket.on("message", (data) => {
    turn = turn.then(() => answer(parse(String(data))));
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearInterval(keepAlive);
    for (const end of subscriptions.values()) end();
  });

  async function answer(message: Message) {
    const { type = "", id } = message;
    try {
      const reply = await ANSWERS[type]?.(message);
      if (!reply) throw new EventApiError("UnsupportedOperation", `The message type ${type} is not supported.`);
      send({ ...(id === undefined ? {} : { id }), ...reply });
    } catch (error) {
      const refused = error instanceof EventApiError ? error : new EventApiError("InternalFailure", "An internal error has occurred.");
      send({ ...(id === undefined ? {} : { id }), type: type in ANSWERS ? `${type}_error` : "error", errors: [refused.asEvent] });
    }
  }

  const ANSWERS: Readonly<Record<string, (message: Message) => Promise<object>>> = {
    connection_init: async () => ({ type: "connection_ack", connectionTimeoutMs: CONNECTION_TIMEOUT_MS }),
    async subscribe({ id, channel, authorization = {} }) {
      if (!id) throw badRequest("A subscription needs an id");
      if (subscriptions.has(id)) throw new EventApiError("DuplicatedOperationError", `There is already a subscription with the id ${id}`);
      const end = broker.subscribe(await authorize(authorization), channel, (event) => send({ id, type: "data", event }));
      if (socket.readyState === socket.OPEN) subscriptions.set(id, end);
      else end();
      return { type: "subscribe_success" };
    },
    async publish({ channel, events, authorization = {} }) {
      return { type: "publish_success", ...broker.publish(await authorize(authorization), channel, events) };
    },
    async unsubscribe({ id = "" }) {
      const end = subscriptions.get(id);
      if (!end) throw new EventApiError("UnknownOperationError", `There is no subscription with the id ${id}`);
      end();
      subscriptions.delete(id);
      return { type: "unsubscribe_success" };
    },
  };
};

const parse = (text: string): Message => {
  try {
    return Object(JSON.parse(text)) as Message;
  } catch {
    return {};
  }
};
