// The rules by which customers are shared out, in words; amounts typed by people become the decimal texts that the API takes.
import type { Answer } from "#lib/api/client.ts";
import { amountText, countryName, listed } from "#lib/format/format.ts";
import { entityOf } from "#lib/session/company.svelte.ts";
import * as m from "#lib/paraglide/messages.js";

export type Rules = Answer<"GET /portfolios/rules">;
export type Rule = Rules["rules"][number];
export type Preview = Answer<"POST /portfolios/preview">;
export type Draft = Pick<Rules, "rules" | "pins">;

export const holderWord = (collector: string | undefined): string => collector || m.pf_nobody();

/** Whom a rule is about. */
export function whenWords({ when: { entities, countries, segments, letters, open } }: Rule, currency: string): string {
  const money = (amount: string): string => amountText({ amount, currency }, { cents: amount.includes(".") });
  const parts = [
    entities?.length ? listed(entities.map((id) => entityOf(id)?.name ?? id)) : undefined,
    countries?.length ? listed(countries.map(countryName)) : undefined,
    segments?.length ? listed(segments) : undefined,
    letters ? m.pf_says_letters({ from: letters.from.toUpperCase(), to: letters.to.toUpperCase() }) : undefined,
    open?.from && open.to ? m.pf_says_between({ from: money(open.from), to: money(open.to) }) : open?.from ? m.pf_says_from({ amount: money(open.from) }) : open?.to ? m.pf_says_to({ amount: money(open.to) }) : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" · ") : m.pf_rule_all();
}

/** Why a customer goes, or went, where it does. A rule is told by its place among those that are known. */
export function becauseWords(because: string | undefined, rules: readonly Rule[]): string {
  if (!because || because === "nobody") return "–";
  if (because === "pin") return m.pf_because_pin();
  if (because === "by hand") return m.pf_because_hand();
  if (!because.startsWith("rule ")) return because;
  const at = rules.findIndex(({ id }) => `rule ${id}` === because);
  return at === -1 ? m.pf_because_old_rule() : m.pf_because_rule({ n: String(at + 1) });
}

/** "10 000,50" and "10,000.50" alike; undefined: no amount. */
export function typedAmount(text: string): string | undefined {
  const bare = text.replace(/[\s\u00a0\u202f'€$£]/g, "");
  const cents = /[.,](\d{1,2})$/.exec(bare)?.[1];
  const units = (cents ? bare.slice(0, -cents.length - 1) : bare).replace(/[.,]/g, "");
  return /^\d+$/.test(units) ? `${units}${cents ? `.${cents}` : ""}` : undefined;
}

export const typedList = (text: string): string[] => text.split(/[,;]/).map((part) => part.trim()).filter(Boolean);
