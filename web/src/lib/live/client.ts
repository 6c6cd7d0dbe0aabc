// Listens to AppSync Events with the browser's own WebSocket. A lost connection comes back by itself with growing pauses, and every
// subscription with it; `resumed` then tells the page that something may have been missed. The token is asked for anew at every connection
// and subscription, so an expired one heals at the next try. The same bytes go to AWS and to the local cloud.

export type LiveState = "connecting" | "open" | "waiting" | "closed";
export type Listener = {
  readonly event: (event: unknown) => void;
  /** Listening again after a pause: events in between are lost, so read anew. */
  readonly resumed?: () => void;
  readonly refused?: (reason: string) => void;
};
export type LiveClientOptions = {
  /** wss://….appsync-realtime-api.REGION.amazonaws.com/event/realtime, or ws://127.0.0.1:PORT/event/realtime */
  readonly realtime: string;
  /** An access token; a fresh one if the last was refused. */
  readonly token: (fresh: boolean) => Promise<string>;
  readonly state?: (state: LiveState) => void;
  /** The first pause before connecting again, in milliseconds; it doubles up to thirty times itself. */
  readonly firstPause?: number;
};
type Subscription = { readonly id: string; readonly channel: string; readonly listener: Listener; heard: boolean };
type Message = { type?: string; id?: string; event?: string | string[]; connectionTimeoutMs?: number; errors?: { errorType?: string; message?: string }[] };

const UNAUTHORIZED = "UnauthorizedException";
const SILENCE_MS = 300_000;

export const connectLive = ({ realtime, token, state = () => undefined, firstPause = 1000 }: LiveClientOptions) => {
  const host = new URL(realtime.replace(/^ws/, "http")).host.replace(".appsync-realtime-api.", ".appsync-api.");
  const subscriptions = new Map<string, Subscription>();
  let socket: WebSocket | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let patience = SILENCE_MS;
  let failures = 0;
  let refused = false;
  let closed = false;
  let acknowledged = false;

  const authorization = async () => ({ Authorization: await token(refused), host });

  const connect = async () => {
    pause = undefined;
    state("connecting");
    try {
      const mine = new WebSocket(realtime, ["aws-appsync-event-ws", `header-${base64Url(JSON.stringify(await authorization()))}`]);
      if (closed) return mine.close();
      socket = mine;
      mine.onopen = () => mine.send(JSON.stringify({ type: "connection_init" }));
      mine.onmessage = ({ data }) => socket === mine && heard(JSON.parse(String(data)) as Message);
      mine.onclose = () => socket === mine && lost();
    } catch {
      lost();
    }
  };

  const lost = () => {
    clearTimeout(silence);
    clearTimeout(pause);
    pause = undefined;
    const old = socket;
    socket = undefined;
    acknowledged = false;
    old?.close();
    if (closed) return;
    state("waiting");
    const longest = firstPause * Math.min(2 ** failures++, 30);
    pause = setTimeout(() => void connect(), longest / 2 + (Math.random() * longest) / 2);
  };

  const heard = (message: Message) => {
    if (message.type === "connection_ack") ready(message.connectionTimeoutMs);
    clearTimeout(silence);
    silence = setTimeout(lost, patience);
    if (message.type === "connection_error") return notAllowed(message, undefined);
    const subscription = subscriptions.get(message.id ?? "");
    if (!subscription) return;
    if (message.type === "data") for (const event of [message.event ?? "null"].flat()) subscription.listener.event(JSON.parse(event));
    if (message.type === "subscribe_error") notAllowed(message, subscription);
    if (message.type !== "subscribe_success") return;
    refused = false;
    if (subscription.heard) subscription.listener.resumed?.();
    subscription.heard = true;
  };

  const ready = (timeout: number | undefined) => {
    patience = timeout ?? SILENCE_MS;
    failures = 0;
    acknowledged = true;
    state("open");
    for (const subscription of subscriptions.values()) void ask(subscription);
  };

  const ask = async (subscription: Subscription) => {
    const { id, channel } = subscription;
    const asked = socket;
    const permit = await authorization().catch(() => undefined);
    if (!permit) return lost();
    if (asked === socket && subscriptions.has(id)) asked?.send(JSON.stringify({ type: "subscribe", id, channel, authorization: permit }));
  };

  /** A refused token is renewed once; who is still refused then is told. */
  const notAllowed = ({ errors }: Message, subscription: Subscription | undefined) => {
    const reason = errors?.[0];
    const first = reason?.errorType === UNAUTHORIZED && !refused;
    if (reason?.errorType === UNAUTHORIZED) refused = true;
    if (!first) for (const { listener } of subscription ? [subscription] : subscriptions.values()) listener.refused?.(reason?.message ?? "refused");
    if (first && subscription) void ask(subscription);
  };

  const backOnline = () => {
    if (pause === undefined) return;
    clearTimeout(pause);
    void connect();
  };
  globalThis.addEventListener?.("online", backOnline);
  void connect();

  return {
    /** Listens to a channel (`/tenant/x/imports`, or `/tenant/x/*`) until the function that comes back is called. */
    subscribe(channel: string, listener: Listener): () => void {
      const subscription: Subscription = { id: crypto.randomUUID(), channel, listener, heard: false };
      subscriptions.set(subscription.id, subscription);
      if (acknowledged) void ask(subscription);
      return () => {
        if (subscriptions.delete(subscription.id) && acknowledged) socket?.send(JSON.stringify({ type: "unsubscribe", id: subscription.id }));
      };
    },
    close() {
      closed = true;
      globalThis.removeEventListener?.("online", backOnline);
      lost();
      state("closed");
    },
  };
};

const base64Url = (text: string) => btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
