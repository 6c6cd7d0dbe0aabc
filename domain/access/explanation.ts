// Why can X see this, and why not: each limit of a person beside what the object has, in words that an administrator reads. The decision itself is
// Cedar's; this only tells it.
import type { ObjectFacts } from "#domain/access/object-facts.ts";
import type { Words } from "#domain/access/right-words.ts";
import { seesAll, type RowScope, type ScopePart } from "#domain/access/scope.ts";

export type ScopeLine = { readonly part: ScopePart; readonly limit: readonly string[]; readonly value: readonly string[]; readonly holds: boolean; readonly words: Words };

const partWords: Readonly<Record<ScopePart, readonly [en: string, fr: string]>> = {
  entities: ["legal entity", "entité"],
  countries: ["country", "pays"],
  segments: ["segment", "segment"],
  collectors: ["collector", "chargé de recouvrement"],
  salespeople: ["salesperson", "commercial"],
  customers: ["customer", "client"],
};

/** What an id is called on a screen; undefined where another entry of the same limit says it better. */
export type Called = (part: ScopePart, value: string) => string | undefined;
const asItIs: Called = (_, value) => value;

/** Only the limits that the person has, and only on objects that they speak of. */
export function scopeLines(scope: RowScope, object: ObjectFacts, called: Called = asItIs): ScopeLine[] {
  return (Object.keys(partWords) as ScopePart[]).flatMap((part) => {
    const limit = scope[part];
    const value = valueOf(part, object);
    if (!limit || !value) return [];
    const holds = object.kind === "message" || object.kind === "account" ? value.length > 0 && value.every((one) => limit.includes(one)) : value.some((one) => limit.includes(one));
    return [{ part, limit, value, holds, words: lineWords(part, said(part, limit, called), said(part, value, called), holds) }];
  });
}

/** Nobody is left without a name: what is only known by its id is told by it. */
function said(part: ScopePart, values: readonly string[], called: Called): readonly string[] {
  const names = values.flatMap((value) => called(part, value) ?? []);
  return names.length > 0 ? names : values;
}

function valueOf(part: ScopePart, object: ObjectFacts): readonly string[] | undefined {
  if (object.kind === "desk" || object.kind === "proposal") return undefined;
  if (part === "entities") return "entities" in object ? (object.entities ?? []) : "entity" in object && object.entity !== undefined ? [object.entity] : [];
  const customer = object.kind === "customer" ? object : "customer" in object ? object.customer : undefined;
  if (!customer) return undefined;
  const { id, country, segment, collector, salesperson } = customer;
  const values = { countries: country, segments: segment, collectors: collector, salespeople: salesperson, customers: id };
  return values[part] === undefined ? [] : [values[part]];
}

function lineWords(part: ScopePart, limit: readonly string[], value: readonly string[], holds: boolean): Words {
  const [en, fr] = partWords[part];
  const [has, a] = value.length > 0 ? [value.join(", "), value.join(", ")] : ["none", "aucun"];
  return holds
    ? { en: `${en}: ${has}, which is within ${limit.join(", ")}`, fr: `${fr} : ${a}, dans la limite ${limit.join(", ")}` }
    : { en: `${en}: ${has}, and not one of ${limit.join(", ")}`, fr: `${fr} : ${a}, hors de la limite ${limit.join(", ")}` };
}

type Told = { readonly allowed: boolean; readonly hasRight: boolean; readonly person: string; readonly right: Words; readonly scope: RowScope; readonly lines: readonly ScopeLine[]; readonly policies: readonly Words[] };

export function summaryOf({ allowed, hasRight, person, right, scope, lines, policies }: Told): Words {
  const all = seesAll(scope);
  const [en, fr] = [right.en.replace(/\.$/, ""), right.fr.replace(/\.$/, "")];
  if (allowed)
    return {
      en: `${person} may: the role has the right "${en}" ${all ? "and sees everybody's rows." : "and every limit holds."}`,
      fr: `${person} peut : le rôle comporte le droit « ${fr} » ${all ? "et voit toutes les lignes." : "et chaque limite est respectée."}`,
    };
  if (!hasRight) return { en: `${person} may not: the role lacks the right "${en}".`, fr: `${person} ne peut pas : il manque au rôle le droit « ${fr} ».` };
  const broken = lines.filter(({ holds }) => !holds);
  const because = (language: keyof Words) => (broken.length > 0 ? broken.map(({ words }) => words[language]) : policies.map((words) => words[language].replace(/\.$/, ""))).join("; ");
  return { en: `${person} may not: ${because("en")}.`, fr: `${person} ne peut pas : ${because("fr")}.` };
}
