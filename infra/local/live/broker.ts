// Who hears what: authorization by the template's auth modes, the namespaces' handlers, and the delivery of events to subscriptions.
import { randomUUID } from "node:crypto";
import { channelOf, hears, type Channel } from "./channel.ts";
import { badRequest, EventApiError, unauthorized, type AuthMode, type AuthType, type ChannelNamespace, type EventApi, type Identity } from "./event-api.ts";
import { namespaceHandlers, type NamespaceHandlers } from "./namespace-handlers.ts";

export type Deliver = (event: string) => void;
export type Caller = { readonly identity: Identity; readonly authType: AuthType };
export type Published = {
  readonly successful: readonly { identifier: string; index: number }[];
  readonly failed: readonly { identifier: string; index: number; message: string }[];
};

type Namespace = { readonly name: string; readonly publish: readonly AuthMode[]; readonly subscribe: readonly AuthMode[]; readonly handlers: NamespaceHandlers };

const MOST_EVENTS = 5;
const LARGEST_EVENT = 240 * 1024;

export class Broker {
  readonly #subscriptions = new Map<symbol, { readonly channel: Channel; readonly deliver: Deliver }>();
  readonly #namespaces: ReadonlyMap<string, Namespace>;

  constructor(api: EventApi, namespaces: readonly ChannelNamespace[]) {
    const { DefaultPublishAuthModes, DefaultSubscribeAuthModes } = api.EventConfig;
    const namespace = ({ Name: name, CodeHandlers, PublishAuthModes, SubscribeAuthModes }: ChannelNamespace): Namespace => ({
      name,
      publish: PublishAuthModes ?? DefaultPublishAuthModes,
      subscribe: SubscribeAuthModes ?? DefaultSubscribeAuthModes,
      handlers: namespaceHandlers(name, CodeHandlers),
    });
    this.#namespaces = new Map(namespaces.map((properties) => [properties.Name, namespace(properties)]));
  }

  get subscriptions() {
    return this.#subscriptions.size;
  }

  /** Returns what ends the subscription; throws when it is refused. */
  subscribe(caller: Caller, path: unknown, deliver: Deliver): () => void {
    const channel = channelOf(path, "wildcard allowed");
    if (!channel) throw badRequest("Invalid Channel Format");
    const { subscribe, handlers } = this.#namespace(channel);
    if (!allows(subscribe, caller)) throw unauthorized();
    runHandler(() => handlers.onSubscribe(caller.identity, channel));
    const key = Symbol(channel.path);
    this.#subscriptions.set(key, { channel, deliver });
    return () => void this.#subscriptions.delete(key);
  }

  publish(caller: Caller, path: unknown, events: unknown): Published {
    const channel = channelOf(path, "exact");
    if (!channel) throw badRequest("Invalid Channel Format");
    const incoming = eventsOf(events);
    const { publish, handlers } = this.#namespace(channel);
    if (!allows(publish, caller)) throw unauthorized();
    const outgoing = runHandler(() => handlers.onPublish(caller.identity, channel, incoming));
    const failed = outgoing.flatMap(({ id, error }) => (error ? [{ identifier: id, index: indexOf(incoming, id), message: error }] : []));
    const sent = outgoing.filter(({ error }) => !error);
    for (const { payload } of sent) this.#deliver(channel, JSON.stringify(payload));
    return { successful: sent.map(({ id }) => ({ identifier: id, index: indexOf(incoming, id) })), failed };
  }

  #deliver(published: Channel, event: string) {
    for (const { channel, deliver } of this.#subscriptions.values()) if (hears(channel, published)) deliver(event);
  }

  #namespace(channel: Channel): Namespace {
    const found = this.#namespaces.get(channel.segments[0] ?? "");
    if (!found) throw badRequest(`Channel namespace ${channel.segments[0]} not found`);
    return found;
  }
}

const allows = (modes: readonly AuthMode[], caller: Caller) => modes.some(({ AuthType }) => AuthType === caller.authType);

const eventsOf = (events: unknown) => {
  if (!Array.isArray(events) || events.length === 0) throw badRequest("Events must be a non-empty array");
  if (events.length > MOST_EVENTS) throw badRequest(`Input exceeded ${MOST_EVENTS} event limit`);
  return events.map((event: unknown) => ({ id: randomUUID(), payload: payloadOf(event) }));
};

const payloadOf = (event: unknown): unknown => {
  if (typeof event !== "string") throw badRequest("Each event must be a JSON string");
  if (Buffer.byteLength(event) > LARGEST_EVENT) throw badRequest("Event exceeds the size limit of 240 KB");
  try {
    return JSON.parse(event) as unknown;
  } catch {
    throw badRequest("Each event must be a JSON string");
  }
};

const indexOf = (events: readonly { id: string }[], id: string) => events.findIndex((event) => event.id === id);

const runHandler = <T>(run: () => T): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof EventApiError) throw error;
    throw new EventApiError("RuntimeError", error instanceof Error ? error.message : String(error));
  }
};
