// Chance with a seed: the same seed is the same world on every machine.
export type Chance = ReturnType<typeof chanceOf>;

export function chanceOf(seed: number) {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const yes = (share: number): boolean => next() < share;
  /** One of the keys, by weight. */
  const weighed = <K extends string>(weights: Readonly<Partial<Record<K, number>>>): K => {
    const entries = Object.entries(weights) as [K, number][];
    let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) if ((left -= weight) <= 0) return key;
    return entries.at(-1)![0];
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const shuffled = <T>(list: readonly T[]): T[] => {
    const copy = [...list];
    for (let n = copy.length - 1; n > 0; n--) {
      const k = int(0, n);
      [copy[n], copy[k]] = [copy[k]!, copy[n]!];
    }
    return copy;
  };
  return { next, int, pick, yes, weighed, normal, shuffled };
}
