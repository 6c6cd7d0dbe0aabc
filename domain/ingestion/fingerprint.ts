// What a source's last file said, in 40 bytes a record: enough to know tomorrow which rows are new, changed or gone without asking the database.
//
//   0–11  id of the record         (96 bits: the 16 characters behind its prefix)
//  12–23  id of the customer       (so that what is gone can be taken off the right account)
//  24–27  24 bits of hash, 8 bits for what it is (item, customer, …)
//  28–31  32 bits of hash
//  32–39  hash of the record's key (document, customer, entity): the row of tomorrow finds its record by it, and a digest is only made for new ones
//
// A million records are 40 MB in one typed array: no object per row. A change that leaves 56 bits of hash equal is missed once in 7 × 10^16 changes; two
// of a million keys have one hash of 64 bits once in 30 million files. Several rows of one document add their hashes up, so their order in the file
// does not matter. Numbers are little-endian, as on every machine this runs on.
import type { CustomerId } from "#domain/id.ts";

const WORDS = 10;
const KEY = 8;
export const FINGERPRINT_BYTES = WORDS * 4;
const kinds = ["", "item", "customer", "contact", "commitment"] as const;
export type FingerprintKind = Exclude<(typeof kinds)[number], "">;
const prefixes = { item: "itm", customer: "cus", contact: "con", commitment: "cmt" } as const;

/** Two independent 32-bit hashes. */
export type Hash = readonly [high: number, low: number];

export type Fingerprints = {
  readonly size: number;
  /** Place of the record with this key, or -1. */
  placeOf(keyHigh: number, keyLow: number): number;
  /** A record that is not here yet. Returns its place. */
  add(kind: FingerprintKind, id: string, customerId: CustomerId, key: Hash, hash: Hash): number;
  /** The same, with the ids that another file knows it by. */
  adopt(other: Fingerprints, m: number, hash: Hash): number;
  /** A further row of a record. */
  addRow(n: number, hash: Hash): void;
  /** Place here of the record that stands at n in another file, or -1. */
  indexOfSame(other: Fingerprints, n: number): number;
  sameHash(n: number, other: Fingerprints, m: number): boolean;
  /** Takes a record over from another file as it stands there, in place of ours if we have it. */
  keep(other: Fingerprints, m: number): void;
  /** The records, ten words each. */
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

  const slotOf = (keyHigh: number, keyLow: number): number => {
    if (slots.length === 0) index();
    const mask = slots.length - 1;
    for (let slot = keyLow & mask; ; slot = (slot + 1) & mask) {
      const n = slots[slot]!;
      if (n < 0 || (words[n * WORDS + KEY] === keyHigh && words[n * WORDS + KEY + 1] === keyLow)) return slot;
    }
  };
  /** A file that was loaded is often only gone through: it is indexed when somebody searches it. */
  const index = () => {
    slots = new Int32Array(slotsFor(words.length / WORDS)).fill(-1);
    for (let n = 0; n < size; n++) slots[slotOf(words[n * WORDS + KEY]!, words[n * WORDS + KEY + 1]!)] = n;
  };
  /** Room for one more under this key; answers where it will stand. */
  const place = (keyHigh: number, keyLow: number): number => {
    if ((size + 1) * WORDS > words.length) {
      const bigger = new Uint32Array(Math.max(words.length * 2, 1024 * WORDS));
      bigger.set(words);
      words = bigger;
      index();
    }
    slots[slotOf(keyHigh, keyLow)] = size;
    words[size * WORDS + KEY] = keyHigh;
    words[size * WORDS + KEY + 1] = keyLow;
    return size++;
  };
  const write = (n: number, kind: number, [high, low]: Hash): void => {
    words[n * WORDS + 6] = ((high << 8) & 0xffffff00) | kind;
    words[n * WORDS + 7] = low;
  };

  return {
    get size() {
      return size;
    },
    get words() {
      return words;
    },
    placeOf: (keyHigh, keyLow) => slots[slotOf(keyHigh, keyLow)]!,
    add(kind, id, customerId, [keyHigh, keyLow], hash) {
      const n = place(keyHigh, keyLow);
      intoWords(id, words, n * WORDS);
      intoWords(customerId, words, n * WORDS + 3);
      write(n, kinds.indexOf(kind), hash);
      return n;
    },
    adopt(other, m, hash) {
      const theirs = other.words;
      const at = m * WORDS;
      const n = place(theirs[at + KEY]!, theirs[at + KEY + 1]!);
      for (let word = 0; word < 6; word++) words[n * WORDS + word] = theirs[at + word]!;
      write(n, theirs[at + 6]! & 0xff, hash);
      return n;
    },
    addRow(n, [high, low]) {
      const at = n * WORDS;
      words[at + 6] = ((words[at + 6]! + (high << 8)) & 0xffffff00) | (words[at + 6]! & 0xff);
      words[at + 7] = words[at + 7]! + low;
    },
    indexOfSame: (other, n) => slots[slotOf(other.words[n * WORDS + KEY]!, other.words[n * WORDS + KEY + 1]!)]!,
    sameHash(n, other, m) {
      const theirs = other.words;
      return words[n * WORDS + 6] === theirs[m * WORDS + 6] && words[n * WORDS + 7] === theirs[m * WORDS + 7];
    },
    keep(other, m) {
      const theirs = other.words;
      const [keyHigh, keyLow] = [theirs[m * WORDS + KEY]!, theirs[m * WORDS + KEY + 1]!];
      const known = slots[slotOf(keyHigh, keyLow)]!;
      const n = known < 0 ? place(keyHigh, keyLow) : known;
      words.set(theirs.subarray(m * WORDS, (m + 1) * WORDS), n * WORDS);
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
function intoWords(id: string, into: Uint32Array, at: number): void {
  const six = (n: number): number => values[id.charCodeAt(PREFIX + n) & 127]!;
  into[at] = (six(0) << 26) | (six(1) << 20) | (six(2) << 14) | (six(3) << 8) | (six(4) << 2) | (six(5) >>> 4);
  into[at + 1] = (six(5) << 28) | (six(6) << 22) | (six(7) << 16) | (six(8) << 10) | (six(9) << 4) | (six(10) >>> 2);
  into[at + 2] = (six(10) << 30) | (six(11) << 24) | (six(12) << 18) | (six(13) << 12) | (six(14) << 6) | six(15);
}

function fromWords(words: Uint32Array, at: number): string {
  const [a, b, c] = [words[at]!, words[at + 1]!, words[at + 2]!];
  const sixes = [a >>> 26, a >>> 20, a >>> 14, a >>> 8, a >>> 2, (a << 4) | (b >>> 28), b >>> 22, b >>> 16, b >>> 10, b >>> 4, (b << 2) | (c >>> 30), c >>> 24, c >>> 18, c >>> 12, c >>> 6, c];
  return sixes.map((six) => letters[six & 63]).join("");
}
