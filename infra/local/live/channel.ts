// Channels of an AppSync Event API: one to five segments, the first of which is the namespace. A subscription may end in /* and then hears
// everything below.
const SEGMENT = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;
const MOST_SEGMENTS = 5;

export type Channel = { readonly path: string; readonly segments: readonly string[] };

/** The channel that a path names, or undefined if it is no valid one. */
export const channelOf = (path: unknown, wildcard: "wildcard allowed" | "exact"): Channel | undefined => {
  if (typeof path !== "string") return undefined;
  const segments = path.replace(/^\//, "").replace(/\/$/, "").split("/");
  const exact = wildcard === "wildcard allowed" && segments.length > 1 && segments.at(-1) === "*" ? segments.slice(0, -1) : segments;
  if (segments.length > MOST_SEGMENTS || !exact.every((segment) => SEGMENT.test(segment))) return undefined;
  return { path: `/${segments.join("/")}`, segments };
};

export const hears = (subscribed: Channel, published: Channel): boolean =>
  subscribed.segments.at(-1) === "*" ? published.path.startsWith(subscribed.path.slice(0, -1)) : published.path === subscribed.path;
