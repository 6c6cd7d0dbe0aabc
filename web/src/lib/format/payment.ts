// What the engine says about a payment, in words. What has no words yet is shown as its code, never hidden.
import * as m from "#lib/paraglide/messages.js";

type Reason = { readonly code: string } & Readonly<Record<string, unknown>>;
const words: Readonly<Record<string, (values: Record<string, unknown>) => string>> = {
  "payer.unsure": m.match_payer_unsure,
  "payer.tied": m.match_payer_tied,
  "payer.references": m.match_payer_references,
  "choice.several": m.match_several,
  "choice.rival": m.match_rival,
  "choice.guess": m.match_guess,
  "choice.by-chance": m.match_by_chance,
  "choice.contended": m.match_contended,
  "choice.not-yet-issued": m.match_not_yet_issued,
  "choice.document-on-hold": m.match_on_hold,
  "payer.unknown": m.match_payer_unknown,
  "payer.nothing-fits": m.match_nothing_fits,
  "difference.unproven": m.match_unproven,
  "difference.without-names": m.match_difference_unnamed,
  "difference.yearly-limit": m.match_yearly_limit,
  "difference.above-limit": m.match_above_limit,
  "payer.known-once": m.match_known_once,
  "payer.never-automatic": m.match_never_automatic,
  "difference.partial": m.match_partial,
  "difference.short": m.match_short,
  "difference.over": m.match_over,
  "names.already-paid": (v) => m.match_already_paid({ document: String(v.document ?? "") }),
  "names.another-entity": m.match_another_entity,
  "names.left-out": m.match_left_out,
  "names.unknown": (v) => m.match_unknown_name({ name: String(v.name ?? "") }),
  "payment.above-ceiling": m.match_ceiling,
  "payment.advance": m.match_advance,
  "payment.by-factor": m.match_factor,
  "payment.deduction": m.match_deduction,
  "payment.like-a-recent-one": (v) => m.match_recent({ days: String(v.days ?? "") }),
  "payment.not-from-a-customer": m.match_not_customer,
  "payment.maybe-told-twice": m.match_maybe_twice,
  "payment.returned": m.match_returned,
  "rule.safe": m.match_rule_safe,
  "score.below-threshold": m.match_below,
};

export function matchWords({ code, against: _against, ...values }: Reason): string {
  const said = words[code] ?? (code.startsWith("difference.") ? m.match_other_difference : undefined);
  return said?.(values) ?? `${code}${Object.keys(values).length > 0 ? ` (${Object.entries(values).map(([name, value]) => `${name} ${String(value)}`).join(", ")})` : ""}`;
}

export const adjustmentWord: Readonly<Record<string, () => string>> = { cents: m.adjustment_cents, discount: m.adjustment_discount, bankFee: m.adjustment_bank_fee, other: m.adjustment_other };
