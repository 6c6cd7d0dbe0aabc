// What a source's last file said, in 32 bytes a record: enough to know tomorrow which rows are new, changed or gone without asking the database.
//
//   0–11  id of the record         (96 bits: the 16 characters behind its prefix)
//  12–23  id of the customer       (so that what is gone can be taken off the right account)
//  24–27  24 bits of hash, 8 bits for what it is (item, customer, …)
//  28–31  32 bits of hash
//
// A million records are 32 MB in one typed array: no object per row. A change that leaves 56 bits of hash equal is missed once in 7 × 10^16 changes.
// Several rows of one document add their hashes up, so their order in the file does not matter. Numbers are little-endian, as on every machine this runs on.
import type { CustomerId } from "#domain/id.ts";

const WORDS = 8;
export const FINGERPRINT_BYTES = WORDS * 4;
const kinds = ["", "item", "customer", "contact", "commitment"] as const;
export type FingerprintKind = Exclude<(typeof kinds)[number], "">;
const prefixes = { item: "itm", customer: "cus", contact: "con", commitment: "cmt" } as const;

export type Fingerprints = {
  readonly size: number;
  /** Adds a row. A second row of the same record adds its hash to the first. Returns the record's place. */
  add(kind: FingerprintKind, id: string, customerId: CustomerId, high: number, low: number): number;
  /** Place of a record, or -1. */
  indexOf(id: string): number;
  /** Place here of the record that stands at n in another file, or -1. */
  indexOfSame(other: Fingerprints, n: number): number;
  sameHash(n: number, other: Fingerprints, m: number): boolean;
  /** Takes a record over from another file as it stands there, in place of ours if we have it. */
  keep(other: Fingerprints, m: number): void;
  /** The records, eight words each. */
  readonly words: Uint32Array;
  kindAt(n: number): FingerprintKind;
  idAt(n: number): string;
  customerAt(n: number): CustomerId;
  /** The file, without the records that are left out. */
  bytes(leaveOut?: ReadonlySet<number>): Uint8Array;
  /** Reads a file of ours. Throws if it is none: its length tells. */
  load(bytes: Uint8Array): void;
};

export function fingerprints(capacity = 1024): Fingerprints {
  let words = new Uint32Array(capacity * WORDS);
  let slots = new Int32Array(slotsFor(capacity)).fill(-1);
  let size = 0;
  const [idWords, customerWords] = [new Uint32Array(3), new Uint32Array(3)];

  const slotOf = (a: number, b: number, c: number): number => {
    if (slots.length === 0) index();
    const mask = slots.length - 1;
    for (let slot = (a ^ (b >>> 7)) & mask; ; slot = (slot + 1) & mask) {
      const n = slots[slot]!;
      if (n < 0) return slot;
      const at = n * WORDS;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return slot;
    }
  };
  /** A file that was loaded is often only gone through: it is indexed when somebody searches it. */
  const index = () => {
    slots = new Int32Array(slotsFor(words.length / WORDS)).fill(-1);
    for (let n = 0; n < size; n++) slots[slotOf(words[n * WORDS]!, words[n * WORDS + 1]!, words[n * WORDS + 2]!)] = n;
  };
  const grow = () => {
    const bigger = new Uint32Array(Math.max(words.length * 2, 1024 * WORDS));
    bigger.set(words);
    words = bigger;
    index();
  };
  const indexOf = (id: string): number => {
    intoWords(id, idWords);
    return slots[slotOf(idWords[0]!, idWords[1]!, idWords[2]!)]!;
  };
  const placeOfSame = (other: Fingerprints, n: number): number => {
    const theirs = other.words;
    return slotOf(theirs[n * WORDS]!, theirs[n * WORDS + 1]!, theirs[n * WORDS + 2]!);
  };

  return {
    get size() {
      return size;
    },
    get words() {
      return words;
    },
    add(kind, id, customerId, high, low) {
      if ((size + 1) * WORDS > words.length) grow();
      intoWords(id, idWords);
      const slot = slotOf(idWords[0]!, idWords[1]!, idWords[2]!);
      const known = slots[slot]!;
      const at = (known < 0 ? size : known) * WORDS;
      if (known < 0) {
        intoWords(customerId, customerWords);
        words.set(idWords, at);
        words.set(customerWords, at + 3);
        slots[slot] = size;
      }
      words[at + 6] = ((words[at + 6]! + (high << 8)) & 0xffffff00) | kinds.indexOf(kind);
      words[at + 7] = words[at + 7]! + low;
      return known < 0 ? size++ : known;
    },
    indexOf,
    indexOfSame: (other, n) => slots[placeOfSame(other, n)]!,
    sameHash(n, other, m) {
      const theirs = other.words;
      return words[n * WORDS + 6] === theirs[m * WORDS + 6] && words[n * WORDS + 7] === theirs[m * WORDS + 7];
    },
    keep(other, m) {
      if ((size + 1) * WORDS > words.length) grow();
      const slot = placeOfSame(other, m);
      const n = slots[slot]! < 0 ? size++ : slots[slot]!;
      slots[slot] = n;
      words.set(other.words.subarray(m * WORDS, (m + 1) * WORDS), n * WORDS);
    },
    kindAt: (n) => kinds[words[n * WORDS + 6]! & 0xff] as FingerprintKind,
    idAt: (n) => `${prefixes[kinds[words[n * WORDS + 6]! & 0xff] as FingerprintKind]}_${fromWords(words, n * WORDS)}`,
    customerAt: (n) => `cus_${fromWords(words, n * WORDS + 3)}`,
    bytes(leaveOut = new Set()) {
      if (leaveOut.size === 0) return new Uint8Array(words.buffer, 0, size * FINGERPRINT_BYTES);
      const kept = new Uint32Array((size - leaveOut.size) * WORDS);
      let to = 0;
      for (let n = 0; n < size; n++) if (!leaveOut.has(n)) kept.set(words.subarray(n * WORDS, (n + 1) * WORDS), WORDS * to++);
      return new Uint8Array(kept.buffer);
    },
    load(bytes) {
      if (bytes.length % FINGERPRINT_BYTES !== 0) throw new RangeError(`${bytes.length} bytes are no fingerprints`);
      size = bytes.length / FINGERPRINT_BYTES;
      words = new Uint32Array(Math.max(size, 1) * WORDS);
      new Uint8Array(words.buffer).set(bytes);
      slots = new Int32Array(0);
    },
  };
}

export function loadFingerprints(bytes: Uint8Array | undefined): Fingerprints {
  const loaded = fingerprints(1);
  if (bytes) loaded.load(bytes);
  return loaded;
}

/** Half full at most, so that a search is short. */
const slotsFor = (records: number): number => 2 ** Math.max(4, Math.ceil(Math.log2(Math.max(records, 1) * 2)));

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values = new Uint8Array(128);
for (let n = 0; n < 64; n++) values[letters.charCodeAt(n)] = n;
const PREFIX = 4;

/** 16 characters of 6 bits → 3 words. */
function intoWords(id: string, into: Uint32Array): void {
  const six = (n: number): number => values[id.charCodeAt(PREFIX + n) & 127]!;
  into[0] = (six(0) << 26) | (six(1) << 20) | (six(2) << 14) | (six(3) << 8) | (six(4) << 2) | (six(5) >>> 4);
  into[1] = (six(5) << 28) | (six(6) << 22) | (six(7) << 16) | (six(8) << 10) | (six(9) << 4) | (six(10) >>> 2);
  into[2] = (six(10) << 30) | (six(11) << 24) | (six(12) << 18) | (six(13) << 12) | (six(14) << 6) | six(15);
}

function fromWords(words: Uint32Array, at: number): string {
  const [a, b, c] = [words[at]!, words[at + 1]!, words[at + 2]!];
  const sixes = [a >>> 26, a >>> 20, a >>> 14, a >>> 8, a >>> 2, (a << 4) | (b >>> 28), b >>> 22, b >>> 16, b >>> 10, b >>> 4, (b << 2) | (c >>> 30), c >>> 24, c >>> 18, c >>> 12, c >>> 6, c];
  return sixes.map((six) => letters[six & 63]).join("");
}

/** The hash of a record that is compared as a whole, not by its row: two independent 32-bit hashes of a text. */
export function hashOf(text: string): readonly [number, number] {
  let high = 0x811c9dc5 | 0;
  let low = 0x1b873593 | 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul((low << 5) ^ (low >>> 27) ^ code, 0x5bd1e995);
  }
  return [(high ^ (high >>> 15)) >>> 0, (low ^ (low >>> 13)) >>> 0];
}
