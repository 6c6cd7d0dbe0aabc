// Learning from clearings. Weights by AdaGrad over what was seen and known on the day of each receipt; probabilities and the posting threshold from scores
// that each half of the history gets from weights trained on the other half, so that nothing is judged by what it taught.
import { handWeight, type Knot, type Sample, type Scorer, type Vocabulary } from "#domain/cash-application/matching/score.ts";

const EPOCHS = 4;
const RATE = 0.25;
/** Pull towards the hand-set weights: a feature seen twice must not decide. */
const PULL = 2e-4;
/** Receipts that are dealt to a half together: neighbours in time share payers and documents. */
const BLOCK = 64;
/** Fewer receipts than this teach no threshold. */
const ENOUGH = 800;
/** Fewer than this teach no probabilities. */
const FEW = 200;

/** One receipt as weights that never saw it judge it: the best option, its margin, and whether it was what was cleared. */
export type Judged = { readonly sample: Sample; readonly best: number; readonly score: number; readonly right: boolean; readonly allowed: boolean };

/** Refits weights, probabilities and threshold. Deterministic: same samples in the same order, same model. */
export function train(scorer: Scorer, samples: readonly Sample[], precision: number): Judged[] {
  const whole = samples.map((_, n) => n);
  const half = (n: number): number => Math.floor(n / BLOCK) % 2;
  const judged: Judged[] = [];
  if (samples.length >= FEW) {
    for (const side of [0, 1]) {
      scorer.weights = fit(scorer.vocabulary, samples, whole.filter((n) => half(n) !== side));
      for (const n of whole) if (half(n) === side) judged.push(judge(scorer, samples[n]!));
    }
    scorer.knots = isotonic(judged);
    scorer.threshold = samples.length >= ENOUGH ? thresholdFor(judged, precision) : Infinity;
  }
  scorer.weights = fit(scorer.vocabulary, samples, whole);
  scorer.trainedOn = samples.length;
  return judged;
}

function judge(scorer: Scorer, sample: Sample): Judged {
  const { options, right, allowed } = sample;
  const scores = options.map((features) => scorer.score(features));
  let best = -1;
  scores.forEach((score, n) => (best = best < 0 || score > scores[best]! ? n : best));
  return { sample, best, score: scorer.margin(scores), right: best >= 0 && best === right, allowed: best >= 0 && allowed[best]! };
}

function fit(vocabulary: Vocabulary, samples: readonly Sample[], chosen: readonly number[]): number[] {
  const start = Float64Array.from(vocabulary.names, handWeight);
  const weights = start.slice();
  const squares = new Float64Array(weights.length).fill(1);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const at of chosen) {
      const { options, right } = samples[at]!;
      for (let n = 0; n < options.length; n++) {
        const features = options[n]!;
        let z = 0;
        for (const id of features) z += weights[id]!;
        const error = 1 / (1 + Math.exp(-z)) - (n === right ? 1 : 0);
        for (const id of features) {
          const gradient = error + PULL * (weights[id]! - start[id]!);
          squares[id]! += gradient * gradient;
          weights[id]! -= (RATE * gradient) / Math.sqrt(squares[id]!);
        }
      }
    }
  }
  return [...weights];
}

/** Pool adjacent violators, then a step smoothed into knots; each pool pays half a miss, so that no pool is certain. */
export function isotonic(judged: readonly Pick<Judged, "score" | "right">[]): Knot[] {
  const sorted = judged.toSorted((a, b) => a.score - b.score);
  const pools: { right: number; count: number; from: number; to: number }[] = [];
  const least = Math.max(20, Math.floor(sorted.length / 60));
  for (let n = 0; n < sorted.length; n += least) {
    const part = sorted.slice(n, n + least);
    pools.push({ right: part.filter(({ right }) => right).length, count: part.length, from: part[0]!.score, to: part.at(-1)!.score });
    while (pools.length > 1 && pools.at(-2)!.right / pools.at(-2)!.count >= pools.at(-1)!.right / pools.at(-1)!.count) {
      const last = pools.pop()!;
      const before = pools.pop()!;
      pools.push({ right: before.right + last.right, count: before.count + last.count, from: before.from, to: last.to });
    }
  }
  return pools.map(({ right, count, from, to }) => [(from + to) / 2, Math.min(0.9998, Math.max(0.001, (right + 0.02) / (count + 0.04)))] as const);
}

/** The lowest score above which the history was right often enough, and not by luck: no more than two errors in any 250 at the edge. */
export function thresholdFor(judged: readonly Pick<Judged, "score" | "right" | "allowed">[], precision: number): number {
  const ranked = judged.filter(({ allowed }) => allowed).toSorted((a, b) => b.score - a.score);
  let wrong = 0;
  let threshold = Infinity;
  const recent: number[] = [];
  // Half the promised error rate: the estimate itself is uncertain, and the future is not quite the past.
  const share = (1 - precision) / 2;
  for (const [n, { right, score }] of ranked.entries()) {
    if (!right) {
      wrong++;
      recent.push(n);
    }
    const edge = recent.filter((at) => at > n - 250).length;
    if (n >= 100 && wrong <= share * (n + 1) + 0.5 && edge <= 1) threshold = score;
  }
  return threshold;
}
