// Liquid, as far as a letter needs it: variables and conditions. Templates are written by customers' administrators, so nothing else is there: no
// files, no loops, no assignments, no filters that read the clock. A variable that is missing is an error, except inside the question of an `{% if %}`.
//
// Values come from ledgers and may hold anything. They are marked while the text is laid out, so that stars in a company's name make nothing strong.
import { Liquid, type Template as Parsed } from "liquidjs";
import type { Scope } from "#domain/dunning/messages/variables.ts";

const STAR = "\u{e000}";
const allowedTags = new Set(["if", "unless", "comment"]);
const allowedFilters = new Set(["upcase", "downcase", "capitalize"]);

const engine = makeEngine();

export type LiquidText = { readonly parsed: Parsed[] };

/** Throws with a sentence that tells line and column when the text is no Liquid, or uses what a letter has no need of. */
export const parseLiquid = (text: string): LiquidText => ({ parsed: engine.parse(text) });

/** The text with its values, spaces and empty lines tidied as the conditions left them. */
export const fill = (text: LiquidText, scope: Scope): string =>
  String(engine.renderSync(text.parsed, scope as object))
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** "contact.name", "items.count" …: every variable that the text asks for, also inside conditions. */
export const variablesIn = ({ parsed }: LiquidText): string[] => engine.fullVariablesSync(parsed);

/** Gives back what stood in the values. For texts without markup (subjects, short messages), and at the very end of those that have it. */
export const unmarked = (text: string): string => text.replaceAll(STAR, "*");

function makeEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    greedy: false,
    renderLimit: 200,
    parseLimit: 50_000,
    memoryLimit: 1_000_000,
    outputEscape: (value: unknown) => String(value ?? "").replaceAll("*", STAR).replace(/\s+/g, (space) => (space.includes("\u00a0") ? space : " ")),
  });
  for (const tag of Object.keys(liquid.tags)) if (!allowedTags.has(tag)) delete liquid.tags[tag];
  for (const filter of Object.keys(liquid.filters)) if (!allowedFilters.has(filter)) delete liquid.filters[filter];
  return liquid;
}
