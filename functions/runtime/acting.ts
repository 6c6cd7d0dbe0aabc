// Who is at work, for as long as one request or one message is handled. The door sets it once; the store stamps it on whatever is written
// meanwhile (functions/store/stamp.ts), so that no handler has to hand an author down, and none can forget to.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor } from "#domain/actor.ts";

/** Through which door it came: our screens, the API with a token of a program, the customers' portal, or a rule that ran by itself. */
export type Via = "web" | "api" | "portal" | "rule";
export type Acting = {
  readonly actor: Actor;
  readonly via: Via;
  /** The id of the absent person whom the actor covers. */
  readonly onBehalfOf?: string;
  /** The request or message, as in the logs. */
  readonly request: string;
  /** What the actor gave as the reason. */
  readonly reason?: string;
};

const storage = new AsyncLocalStorage<Acting>();

export const actingAs = <T>(acting: Acting, work: () => Promise<T>): Promise<T> => storage.run(acting, work);
export const atWork = (): Acting | undefined => storage.getStore();
