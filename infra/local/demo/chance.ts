// Chance that can be repeated: the same seed tells the same story on every machine.
export type Chance = {
  /** A number in [0, 1). */
  next(): number;
  between(min: number, max: number): number;
  pick<T>(from: readonly T[]): T;
  happens(probability: number): boolean;
  /** Normally distributed, by Box and Muller. */
  around(mean: number, spread: number): number;
};

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32: small, fast, good enough to invent companies with.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
    happens: (probability) => next() < probability,
    around: (mean, spread) => mean + spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
