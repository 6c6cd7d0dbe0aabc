// How sure? A logistic model over the words of features.ts, with weights set by hand until clearings teach better ones, and a table that turns its score
// into a probability that was measured on receipts which the weights had not seen.

export type Sample = {
  /** One list of features per explanation, and which of them was what the clerk cleared (-1: none). */
  readonly options: readonly (readonly number[])[];
  readonly right: number;
  /** Which option could be posted at all, were it sure enough. */
  readonly allowed: readonly boolean[];
  /** Which of those are safe by rule, whatever their score. */
  readonly safe?: readonly boolean[];
  readonly receipt?: string;
};

export type Knot = readonly [score: number, probability: number];

/** Names of features, numbered as they appear. Shared by the model and its samples; saved with them. */
export class Vocabulary {
  readonly names: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #groups = new Map<string, readonly number[]>();

  constructor(names: readonly string[] = []) {
    for (const name of names) this.id(name);
  }

  id(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.names.length;
    this.#ids.set(name, id);
    this.names.push(name);
    return id;
  }

  /** The ids of names that always go together under a key. */
  group(key: string, names: () => readonly string[]): readonly number[] {
    const known = this.#groups.get(key);
    if (known) return known;
    const ids = names().map((name) => this.id(name));
    if (this.#groups.size < 50_000) this.#groups.set(key, ids);
    return ids;
  }
}

/** Starting weights: what a credit manager would say of each kind, before any history. In log-odds. */
const byHand: Readonly<Record<string, number>> = {
  bias: -1,
  "kind:advice": 4, "kind:named": 3.5, "kind:namedAll": 2, "kind:namedCredit": 1.5, "kind:namedMinus": 0, "kind:namedPlus": 0.5, "kind:single": 2.5, "kind:balance": 2.2, "kind:balanceInvoices": 1.5, "kind:prefixDue": 1.3,
  "kind:prefixIssued": 0.8, "kind:sameDue": 1.3, "kind:sameIssued": 0.6, "kind:month": 1.3, "kind:monthNamed": 2.5, "kind:dueMonth": 1, "kind:order": 0.8, "kind:window": 0, "kind:subset": -0.5, "kind:fraction": -2.5, "kind:lump": -3,
  "kind:family": 0.5, "kind:stranger": -2,
  "difference:exact": 3, "difference:earned": 2.5, "difference:late": 1, "difference:feeShown": 2, "difference:fee": 1, "difference:discountFee": 0.5, "difference:cents": 1, "difference:small": -1, "difference:retention": 0, "difference:instalment": -0.5,
  "difference:partial": -1.5, "difference:short": -2.5, "difference:over": -2,
  "names:0": 1.5, "names:1": 1, "names:2": 0.8, "names:3": 0.3, "names:4": 0.5, "names:5": -0.3, "names:6": -0.8,
  "payer:sure": 1.5, "payer:likely": 0.8, "payer:family": 0, "payer:names": 0, "payer:conflict": -1.2, "payer:tied": -0.8, "payer:none": -0.5,
  "twins:2": -2.5, "twins:3": -3, "twins:4": -4, "chance:5": -1, "chance:6": -2, "chance:7": -4, "ignored:1": -2, "ignored:2": -3, "rivals:2": -1.2, "rivals:3": -1.8, "rivals:4": -2.5,
  "unknown:like": -1, "closed:1": -1, "closed:2": -1.5, "foreign:1": -1.5,
  "kind:stranger×twins": -2, "single×unknown:like": -1.5, "single×closed:1": -2,
};

export class Scorer {
  readonly vocabulary: Vocabulary;
  weights: number[];
  knots: readonly Knot[];
  /** Lowest score that may be posted on the strength of the history; infinite without one. */
  threshold: number;
  trainedOn: number;

  constructor(vocabulary = new Vocabulary(), weights: number[] = [], knots: readonly Knot[] = coldKnots, threshold = Infinity, trainedOn = 0) {
    this.vocabulary = vocabulary;
    this.weights = weights;
    this.knots = knots;
    this.threshold = threshold;
    this.trainedOn = trainedOn;
  }

  score(features: readonly number[]): number {
    let sum = 0;
    for (const id of features) sum += this.weights[id] ?? (this.weights[id] = byHand[this.vocabulary.names[id]!] ?? 0);
    return sum;
  }

  /** The best score, less what the runner-up takes from it. */
  margin(scores: readonly number[]): number {
    const [best = -9, second = -9] = scores.toSorted((a, b) => b - a);
    return best - Math.log1p(Math.exp(Math.min(30, second)));
  }

  probability(margin: number): number {
    return interpolate(this.knots, margin);
  }
}

/** Before any history: cautious, and never sure. */
const coldKnots: readonly Knot[] = [[-4, 0.05], [0, 0.3], [2, 0.6], [4, 0.85], [6, 0.95], [8, 0.985], [10, 0.995]];

export function interpolate(knots: readonly Knot[], score: number): number {
  const last = knots.length - 1;
  if (last < 0) return 0;
  if (score <= knots[0]![0]) return knots[0]![1];
  if (score >= knots[last]![0]) return knots[last]![1];
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle]![0] <= score) low = middle;
    else high = middle;
  }
  const [[x0, y0], [x1, y1]] = [knots[low]!, knots[high]!];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0);
}

export const handWeight = (name: string): number => byHand[name] ?? 0;
