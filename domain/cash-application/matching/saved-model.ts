// What was fitted to the past, in a form that can be kept: weights by name, the table of probabilities, the threshold that the history earned.
import { Scorer, Vocabulary, type Knot } from "#domain/cash-application/matching/score.ts";

export type SavedModel = {
  readonly vocabulary: readonly string[];
  readonly weights: readonly number[];
  readonly knots: readonly Knot[];
  /** Null: too little history to earn one; then only what is safe by rule is posted. */
  readonly threshold: number | null;
  readonly trainedOn: number;
  readonly fittedAt: string;
  /** The rules that it was measured under: it posts under no others. */
  readonly of: string;
};

export const savedModel = ({ vocabulary, weights, knots, threshold, trainedOn }: Scorer, fittedAt: string, of: string): SavedModel => ({
  vocabulary: vocabulary.names, weights: vocabulary.names.map((_, id) => Math.round((weights[id] ?? 0) * 1e6) / 1e6), knots, threshold: Number.isFinite(threshold) ? threshold : null, trainedOn, fittedAt, of,
});

export const scorerOf = ({ vocabulary, weights, knots, threshold, trainedOn }: SavedModel): Scorer => new Scorer(new Vocabulary(vocabulary), [...weights], knots, threshold ?? Infinity, trainedOn);
