// A change carries its facts in an attribute of its own, in as few bytes as tell the rest: what an item's fact says about the item is read from
// the item when the fact is published, and the source of an import is the item's.
import type { Actor } from "#domain/actor.ts";

type Pending = {
  readonly name: string;
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly causedBy?: string | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly data: unknown;
};
/** n: name, t: at, r: run of the source (actor and cause in one), a: actor if it is somebody else, c: cause, b: on behalf of, d: data if the record does not tell it. */
export type StoredFact = { n: string; t: string; r?: string; a?: Actor; c?: string; b?: string; d?: unknown };

export const storedFact = ({ name, occurredAt, actor, causedBy, onBehalfOf, data }: Pending, source?: string): StoredFact => ({
  n: name,
  t: occurredAt,
  ...(actor.type === "source" && actor.id === source ? { r: actor.run } : { a: actor }),
  ...(causedBy === undefined || (actor.type === "source" && causedBy === actor.run) ? {} : { c: causedBy }),
  ...(onBehalfOf === undefined ? {} : { b: onBehalfOf }),
  ...(source === undefined ? { d: data } : {}),
});

export function pendingFact(stored: StoredFact, source: string | undefined, data: unknown): Pending {
  const actor: Actor = stored.a ?? { type: "source", id: source ?? "", run: stored.r ?? "" };
  const causedBy = stored.c ?? (actor.type === "source" ? actor.run : undefined);
  return { name: stored.n, occurredAt: stored.t, actor, ...(causedBy ? { causedBy } : {}), ...(stored.b ? { onBehalfOf: stored.b } : {}), data: stored.d ?? data };
}
