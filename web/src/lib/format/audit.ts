// What the audit holds, in words: who, what, through which door, and values that a person can compare.
import type { Answer } from "#lib/api/client.ts";
import { actWords, fieldWords, kindWords, ruleNames, stateWords } from "#lib/format/audit-words.ts";
import { amountText, count, day, listed, moment } from "#lib/format/format.ts";
import { workKinds, workWord, type WorkKind } from "#lib/format/cover.ts";
import { entityOf } from "#lib/session/company.svelte.ts";
import * as m from "#lib/paraglide/messages.js";

export type AuditRecord = Answer<"GET /audit">["items"][number];
export type TimelineEntry = Answer<"GET /customers/{id}/timeline">["items"][number];
type Told = Pick<AuditRecord, "action" | "actor" | "source" | "object"> & { readonly onBehalfOf?: string | undefined; readonly outcome?: "done" | "denied" };
export type NameOf = (id: string) => string | undefined;

/** "disputeReason" as "dispute reason": readable, if only in English. */
const plain = (name: string): string => name.replace(/[-_.]/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

export const kinds = ["customer", "contact", "item", "payment", "promise", "hold", "message", "policy", "user", "role", "absence", "settings-list", "legal-entity", "source", "run", "audit", "api-client", "portal-access"] as const;
export const objectKind = (kind: string): string => kindWords[kind]?.() ?? plain(kind);
export const fieldWord = (field: string): string => fieldWords[field]?.() ?? plain(field);

/** What happened. A change may tell two facts at once. */
export function actionWords({ action, outcome, object }: Pick<Told, "action" | "outcome" | "object">): string {
  if (outcome === "denied") {
    const [method, path = ""] = action.split(" ");
    return (method === "GET" ? m.au_denied_look : m.au_denied_act)({ what: path.replace(/\{\w+\}/g, "…") });
  }
  return listed(action.split(" ").map((one) => oneAction(one, object.kind)).map((words, n) => (n === 0 ? words : words.slice(0, 1).toLowerCase() + words.slice(1))));
}

function oneAction(action: string, kind: string): string {
  const known = actWords[action]?.();
  if (known) return known;
  const [noun = kind, verb = ""] = action.split(".");
  const says = { created: m.au_act_created, changed: m.au_act_changed, removed: m.au_act_removed }[verb];
  return says ? says({ kind: objectKind(noun) }) : plain(action);
}

export function actorWords({ actor, onBehalfOf }: Pick<Told, "actor" | "onBehalfOf">, nameOf: NameOf): string {
  const who = actor.type === "rule" ? ruleWords(actor) : (actor.name ?? nameOf(actor.id) ?? actor.id);
  return onBehalfOf ? `${who}, ${m.au_for({ name: nameOf(onBehalfOf) ?? onBehalfOf })}` : who;
}

/** What acts by itself is called by what it does; a policy of reminders by its own id, which a tenant chose. */
function ruleWords({ id, version }: { readonly id: string; readonly version?: number | undefined }): string {
  const what = ruleNames[id]?.() ?? (id.startsWith("pol_") ? m.au_rule_policy({ name: plain(id.slice(4)) }) : m.au_rule_other({ id }));
  return version === undefined ? what : m.au_rule_version({ what, version: String(version) });
}

const doors: Readonly<Record<Told["source"], () => string>> = { web: m.au_door_web, api: m.au_door_api, portal: m.au_door_portal, import: m.au_door_import, rule: m.au_door_rule };
export const doorWord = (source: Told["source"]): string => doors[source]();

/** What the object is called, as far as the record or its customer tells. */
export function objectName({ object, customerId, before = {}, after = {} }: Pick<AuditRecord, "object" | "customerId" | "before" | "after">, nameOf: NameOf): string | undefined {
  const told = ["userId", "fileName", "number", "name"].map((field) => after[field] ?? before[field]).find((value) => typeof value === "string" && value !== "") as string | undefined;
  return nameOf(customerId ?? object.id) ?? (object.kind === "settings-list" ? undefined : told && (nameOf(told) ?? told));
}

/** Where the object can be looked at, if it has a page. */
export function objectHref({ object, customerId }: Pick<AuditRecord, "object" | "customerId">): string | undefined {
  if (object.kind === "item" && customerId) return `/customers/${customerId}?item=${object.id}&tab=all`;
  if (object.kind === "run") return `/data/imports/${object.id}`;
  if (object.kind === "absence") return `/people/cover?absence=${object.id}`;
  if (object.kind === "user" || object.kind === "role") return "/people";
  if (object.kind === "settings-list" && object.id.includes("portfolio")) return "/people/portfolios";
  return customerId ? `/customers/${customerId}` : object.id.startsWith("cus_") ? `/customers/${object.id}` : undefined;
}

/** The fields that are not the same on both sides. */
export function differing({ before = {}, after = {} }: Pick<AuditRecord, "before" | "after">): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => field !== "id" && JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

export function valueWords(value: unknown, nameOf: NameOf): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? m.au_yes() : m.au_no();
  if (typeof value === "number") return count(value);
  if (typeof value === "string") return textWords(value, nameOf);
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map((one) => valueWords(one, nameOf)).join(value.every((one) => typeof one === "string") ? ", " : "\n");
  return objectWords(value as Readonly<Record<string, unknown>>, nameOf);
}

function textWords(value: string, nameOf: NameOf): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return moment(value);
  return nameOf(value) ?? (value.startsWith("ent_") ? entityOf(value)?.name : undefined) ?? value;
}

function objectWords(value: Readonly<Record<string, unknown>>, nameOf: NameOf): string {
  const { amount, currency, cut, characters } = value;
  if (typeof amount === "string" && typeof currency === "string" && /^-?\d+(\.\d+)?$/.test(amount)) return amountText({ amount, currency });
  if (typeof cut === "string") return `${cut}… (${m.au_cut({ count: count(cut.length) })}${typeof characters === "number" ? ` / ${count(characters)}` : ""})`;
  if (isActor(value)) return actorWords({ actor: value }, nameOf);
  const name = (field: string): string => (workKinds.includes(field as WorkKind) ? workWord(field as WorkKind) : fieldWord(field));
  const told = Object.entries(value).filter(([field, one]) => !(field === "id" || (field === "itemId" && value["number"]) || one === null || one === "" || (Array.isArray(one) && one.length === 0)));
  return told.map(([field, one]) => m.au_pair({ name: name(field), value: fieldValue(field, one, nameOf) })).join(", ");
}

type Actor = Told["actor"];
const isActor = (value: Readonly<Record<string, unknown>>): value is Actor => typeof value["id"] === "string" && ["user", "client", "contact", "rule", "source"].includes(String(value["type"]));

/** A value under the name of its field: what a state is called depends on neither language of the code. */
export const fieldValue = (field: string, value: unknown, nameOf: NameOf): string =>
  (field === "status" || field === "state") && typeof value === "string" ? (stateWords[value]?.() ?? plain(value)) : valueWords(value, nameOf);
