// People and rights in words: what a role is called, whose rows somebody sees, what stays hidden, and how somebody signs in.
import type { Answer } from "#lib/api/client.ts";
import { company } from "#lib/session/company.svelte.ts";
import { getLocale } from "#lib/paraglide/runtime.js";
import * as m from "#lib/paraglide/messages.js";

export type Roles = Answer<"GET /roles">;
export type Role = Roles["items"][number];
export type Person = Answer<"GET /users">["items"][number];
export type Scope = Answer<"GET /users/{id}">["scope"];
export type Sees = Role["sees"];
export type Hidden = Role["hides"][number];
type Words = { readonly en: string; readonly fr: string };

/** What the API says in both languages, in the reader's; French with the spaces that do not break. */
export const inWords = ({ en, fr }: Words): string => (getLocale() === "fr" ? fr.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0") : en);
export const listed = (parts: readonly string[]): string => new Intl.ListFormat(getLocale(), { type: "conjunction" }).format(parts);

export const roleName = (roles: Roles | undefined, id: string): string => {
  const role = roles?.items.find((one) => one.id === id);
  return role ? inWords(role.name) : id;
};

/** What a role is for: the kinds of objects that it works with, and those that it only sees. */
export function roleWords(rights: readonly string[], { objects, verbs }: Roles): { readonly does: readonly string[]; readonly sees: readonly string[] } {
  const kindOf = new Map(verbs.map(({ verb, kind }) => [verb, kind]));
  const held = objects.filter(({ object }) => object !== "me" && rights.some((right) => right.startsWith(`${object}.`)));
  const works = (object: string) => rights.some((right) => right.startsWith(`${object}.`) && kindOf.get(right.slice(object.length + 1)) !== "see");
  const said = (list: typeof held) => list.map(({ words }) => inWords(words)).map((text) => text.charAt(0).toLowerCase() + text.slice(1));
  return { does: said(held.filter(({ object }) => works(object))), sees: said(held.filter(({ object }) => !works(object))) };
}

export const seesWord: Readonly<Record<Sees, () => string>> = { everything: m.sees_everything, portfolio: m.sees_portfolio, "own-customers": m.sees_own_customers, team: m.sees_team, "one-customer": m.sees_one_customer };
export const hiddenWord: Readonly<Record<Hidden, () => string>> = { score: m.hides_score, margin: m.hides_margin, iban: m.hides_iban, "internal-note": m.hides_internal_note };
export const hidesWords = (hides: readonly Hidden[]): string => (hides.length === 0 ? m.hides_nothing() : m.hides_these({ list: listed(hides.map((kind) => hiddenWord[kind]())) }));

export const entityName = (id: string): string => company.entities?.find((one) => one.id === id)?.name ?? id;
export const countryName = (code: string): string => {
  try {
    return new Intl.DisplayNames(getLocale(), { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
};

type Limited = Pick<Person, "entityIds" | "sees" | "countries" | "segments" | "team">;
/** The limits of a person in one line: whose customers, then where. */
export function limitsWords({ entityIds, sees, countries = [], segments = [], team }: Limited, role: Pick<Role, "sees"> | undefined): string {
  const own = sees ?? role?.sees ?? "everything";
  const whose = own === "team" && team ? m.sees_team_named({ team }) : seesWord[own]();
  return [whose, ...(entityIds.length > 0 ? [listed(entityIds.map(entityName))] : []), ...(countries.length > 0 ? [listed(countries.map(countryName))] : []), ...(segments.length > 0 ? [m.limit_segments({ list: listed(segments) })] : [])].join(" · ");
}

/** Which rows a list is narrowed to, a sentence for each limit; all must hold. `names`: of customers. */
export function scopeSentences({ entities, countries, segments, collectors, salespeople, customers }: Scope, names: ReadonlyMap<string, string> = new Map()): readonly string[] {
  const people = (list: readonly string[]) => listed(list.filter((name) => !/^usr_|@/.test(name)));
  return [
    ...(entities ? [m.rows_entities({ list: listed(entities.map(entityName)) })] : []),
    ...(collectors ? [m.rows_collectors({ list: people(collectors) })] : []),
    ...(salespeople ? [m.rows_salespeople({ list: people(salespeople) })] : []),
    ...(customers ? [customers.length > 0 ? m.rows_customers({ list: listed(customers.map((id) => names.get(id) ?? id)) }) : m.rows_none()] : []),
    ...(countries ? [m.rows_countries({ list: listed(countries.map(countryName)) })] : []),
    ...(segments ? [m.rows_segments({ list: listed(segments) })] : []),
  ];
}

export type State = "active" | "invited" | "disabled" | "missing";
/** The user pool knows best whether somebody has ever signed in. */
export function stateOf({ status, signIn }: Pick<Person, "status" | "signIn">): State {
  if (status === "disabled" || signIn?.state === "disabled") return "disabled";
  if (signIn) return signIn.state === "confirmed" ? "active" : signIn.state;
  return status ?? "active";
}
export const stateWord: Readonly<Record<State, () => string>> = { active: m.user_active, invited: m.user_invited, disabled: m.user_disabled, missing: m.user_missing };
