// What a program with a token of its own may be, and when its tokens work.
import type { ApiClient, NewClient } from "#domain/access/clients/schema.ts";
import { daysBetween, type DateText } from "#domain/date.ts";
import { refused, type Refused } from "#domain/refusal.ts";

/** Somebody looks at it again at least once a year. */
const LONGEST_DAYS = 366;
/** A program with one of these could make itself, or others, anything. */
const onlyForPeople = ["client.change", "user.change", "role.change"];

export function clientRefusal(wanted: NewClient, rights: readonly string[] | undefined, today: DateText): Refused<"client.role-unknown" | "client.role-too-wide" | "client.expiry-out-of-range"> | undefined {
  if (!rights) return refused("client.role-unknown");
  if (rights.some((right) => onlyForPeople.includes(right))) return refused("client.role-too-wide");
  const days = daysBetween(today, wanted.expiresOn);
  return days < 0 || days > LONGEST_DAYS ? refused("client.expiry-out-of-range") : undefined;
}

export const clientWorks = ({ status, expiresOn }: Pick<ApiClient, "status" | "expiresOn">, now: string): boolean => status === "active" && now.slice(0, 10) <= expiresOn;
export const tokenWorks = ({ until }: { readonly until?: string | undefined }, now: string): boolean => until === undefined || now < until;

/** The tokens after a rotation: the new one, and the others until the grace is over. */
export const rotated = <Token extends { readonly until?: string | undefined }>(tokens: readonly Token[], fresh: Token, graceEnds: string, now: string): readonly Token[] => [
  fresh,
  ...tokens.filter((token) => tokenWorks(token, now)).map((token) => ({ ...token, until: token.until !== undefined && token.until < graceEnds ? token.until : graceEnds })),
];
