// How rules did on a stretch of the past: rates, and a precision that tells how far it can be trusted.
import { interpolate, type Scorer } from "#domain/cash-application/matching/score.ts";
import type { Judged } from "#domain/cash-application/matching/train.ts";
import type { Payment } from "#domain/cash-application/payment.ts";

export type Verdict = { readonly outcome: "auto" | "propose" | "unmatched"; readonly right: boolean; readonly probability: number };
export type Share = { readonly right: number; readonly of: number; readonly share: number; readonly low: number; readonly high: number };
export type Outcome = {
  readonly payments: number;
  readonly automatic: number;
  readonly proposed: number;
  readonly unmatched: number;
  readonly automaticRate: number;
  /** Posted without a person, by currency, in minor units. */
  readonly value: readonly { readonly currency: string; readonly minor: bigint }[];
  readonly precision: Share;
  readonly threshold: { readonly probability?: number; readonly target: number; readonly learnedFrom: number };
};

/** As weights that never saw it decide it: what is safe by rule and likely enough, or above the threshold. The same words as decide.ts. */
export function judgedBy(scorer: Scorer, { sample, best, score, right, allowed }: Judged, cold: Verdict): Verdict {
  if (best < 0) return cold;
  const probability = scorer.probability(score);
  const auto = allowed && ((sample.safe?.[best] === true && probability >= 0.97) || score >= scorer.threshold);
  return { outcome: auto ? "auto" : cold.outcome === "unmatched" ? "unmatched" : "propose", right, probability };
}

export function outcomeOf(payments: readonly Payment[], { verdicts, scorer }: { readonly verdicts: ReadonlyMap<string, Verdict>; readonly scorer: Scorer }, target: number): Outcome {
  const all = payments.map((payment) => ({ payment, verdict: verdicts.get(payment.id)! }));
  const automatic = all.filter(({ verdict }) => verdict.outcome === "auto");
  const count = (outcome: Verdict["outcome"]): number => all.filter(({ verdict }) => verdict.outcome === outcome).length;
  const value = [...Map.groupBy(automatic, ({ payment }) => payment.currency)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([currency, of]) => ({ currency, minor: of.reduce((sum, { payment }) => sum + payment.minor, 0n) }));
  return {
    payments: all.length, automatic: automatic.length, proposed: count("propose"), unmatched: count("unmatched"), automaticRate: all.length === 0 ? 0 : automatic.length / all.length, value,
    precision: shareOf(automatic.filter(({ verdict }) => verdict.right).length, automatic.length),
    threshold: { target, learnedFrom: scorer.trainedOn, ...(Number.isFinite(scorer.threshold) ? { probability: interpolate(scorer.knots, scorer.threshold) } : {}) },
  };
}

/** A measured share with Wilson's interval at 95 %: honest for few, and for shares near one. */
export function shareOf(right: number, of: number): Share {
  if (of === 0) return { right, of, share: 0, low: 0, high: 1 };
  const [z, share] = [1.959964, right / of];
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { right, of, share, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}
