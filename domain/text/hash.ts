// Hashes of texts for comparing and finding, not for keeping secrets: two independent lanes of 32 bits, a few operations a character.
//
// Each lane is a multiplicative hash (Fowler, Noll and Vo's, and one that also rotates), finished by murmur's last step, which spreads the difference of
// a single character over all bits.
let high = 0;
let low = 0;

/** Begins a hash; `hashOn` goes on with it, `hashed` ends it. One at a time: nothing in between may wait. */
export function beginHash(seedHigh = 0x811c9dc5, seedLow = 0x1b873593): void {
  high = seedHigh | 0;
  low = seedLow | 0;
}

export function hashOn(text: string): void {
  let [h, l] = [high, low];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    h = Math.imul(h ^ code, 0x01000193);
    l = Math.imul((l << 5) ^ (l >>> 27) ^ code, 0x5bd1e995);
  }
  // The end of a part counts, so that ("ab", "c") and ("a", "bc") differ.
  high = Math.imul(h ^ 0x1f, 0x01000193);
  low = Math.imul((l << 5) ^ (l >>> 27) ^ 0x1f, 0x5bd1e995);
}

export const hashedHigh = (): number => mixed(high);
export const hashedLow = (): number => mixed(low);

export function hashOf(text: string): readonly [number, number] {
  beginHash();
  hashOn(text);
  return [mixed(high), mixed(low)];
}

/** Murmur's last step. */
export function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
