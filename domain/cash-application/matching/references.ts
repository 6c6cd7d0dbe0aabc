// What the text names. Strong references are looked up in the ledger's indexes: structured references, exact numbers, their digits, orders, and the
// lists and ranges that follow a full number ("9000059593/659", "F1001 à F1007"). Weak ones (last digits, slips, scanner errors, cut numbers) are
// compared with the open items of the candidate payers only: against the whole ledger they would find somebody every time.
import { Ledger } from "#domain/cash-application/matching/ledger.ts";
import type { Item, Receipt } from "#domain/cash-application/matching/model.ts";
import { digitsOf, fold, keyOf, oneSlip, unscanned } from "#domain/cash-application/matching/spelling.ts";
import { readings, readStructured, structuredIn } from "#domain/cash-application/matching/structured.ts";
import { cut, type Piece } from "#domain/cash-application/matching/text-pieces.ts";

/** Strongest first. */
export const strengths = ["structured", "number", "digits", "order", "list", "tail", "slip"] as const;
export type Strength = 0 | 1 | 2 | 3 | 4 | 5 | 6;
export type Field = "text" | "endToEnd" | "structured" | "advice";
export type Hit = { readonly items: readonly Item[]; readonly strength: Strength; readonly field: Field; readonly start: number; readonly end: number; readonly range?: boolean };
export type Unresolved = { readonly text: string; readonly start: number; readonly end: number; readonly likeNumber: boolean; readonly last: boolean };
export type References = { hits: Hit[]; closed: Hit[]; foreign: Hit[]; unresolved: Unresolved[]; readonly folded: string; codes: string[] };

const MAX_PIECES = 7;
const joins = /^[ \-/._#:]?$/;

export function readReferences(ledger: Ledger, receipt: Receipt): References {
  const folded = fold(receipt.text);
  const found: References = { hits: [], closed: [], foreign: [], unresolved: [], folded, codes: [] };
  const sort = (items: readonly Item[], strength: Strength, field: Field, start: number, end: number, range?: boolean): boolean => sortHit(found, receipt, items, { strength, field, start, end, ...(range ? { range } : {}) });
  for (const reference of receipt.structured) {
    const read = readStructured(reference);
    // One digit checks by chance, one time in ten: a document's whole number is itself before it is another one's with a check digit.
    const whole = read === null || read.scheme === "viite" || read.scheme === "kid" ? lookUp(ledger, keyOf(reference)) : [];
    const items = whole.length > 0 ? whole : read ? readings(read.payload).map((text) => lookUp(ledger, text)).find((list) => list.length > 0) : undefined;
    if (items) sort(items, whole.length > 0 ? 1 : 0, "structured", 0, reference.length);
  }
  const taken: [number, number][] = [];
  for (const { payload, start, end } of structuredIn(folded)) {
    const items = readings(payload).map((text) => lookUp(ledger, text)).find((list) => list.length > 0);
    taken.push([start, end]);
    if (items) sort(items, 0, "text", start, end);
  }
  scan(ledger, cut(folded), found, sort, "text", taken);
  if (receipt.endToEnd && !/^NOT ?PROVIDED$/i.test(receipt.endToEnd)) {
    const apart: References = { ...found, unresolved: [], codes: [] };
    scan(ledger, cut(fold(receipt.endToEnd)), apart, sort, "endToEnd", []);
  }
  return found;
}

type Sort = (items: readonly Item[], strength: Strength, field: Field, start: number, end: number, range?: boolean) => boolean;

function lookUp(ledger: Ledger, key: string): readonly Item[] {
  const exact = ledger.byKey(key);
  return exact.length > 0 || !/^\d+$/.test(key) ? exact : ledger.byDigits(key.replace(/^0+/, ""));
}

/** Documents of this entity and currency that are open, those that are closed, and those of somebody else are three different findings. */
function sortHit(found: References, receipt: Receipt, items: readonly Item[], at: Omit<Hit, "items">): boolean {
  const here = items.filter((item) => item.entity === receipt.entity && item.currency === receipt.currency);
  const open = here.filter((item) => item.open !== 0);
  if (open.length > 0) found.hits.push({ items: open, ...at });
  else if (here.length > 0) found.closed.push({ items: here, ...at });
  else if (items.length > 0) found.foreign.push({ items, ...at });
  return items.length > 0;
}

function scan(ledger: Ledger, pieces: readonly Piece[], found: References, sort: Sort, field: Field, taken: readonly [number, number][]): void {
  const used: boolean[] = [];
  pieces.forEach((piece, n) => (used[n] = taken.some(([start, end]) => piece.start >= start && piece.end <= end)));
  for (let n = 0; n < pieces.length; n++) {
    if (used[n]) continue;
    const match = longest(ledger, pieces, n, used);
    if (!match) continue;
    sort(match.items, match.strength, field, pieces[n]!.start, pieces[match.last]!.end);
    for (let k = n; k <= match.last; k++) used[k] = true;
    n = match.strength <= 2 ? follow(ledger, pieces, match.last, match.items, used, sort, field) : match.last;
  }
  leftOver(ledger, pieces, used, found);
}

type Match = { readonly items: readonly Item[]; readonly strength: Strength; readonly last: number };

function longest(ledger: Ledger, pieces: readonly Piece[], first: number, used: readonly boolean[]): Match | null {
  let key = "";
  let letters = false;
  let best: Match | null = null;
  for (let n = first; n < Math.min(pieces.length, first + MAX_PIECES); n++) {
    const piece = pieces[n]!;
    if (used[n] || (n > first && !joins.test(piece.gap))) break;
    if (piece.decoy) break;
    key += piece.text;
    letters ||= !piece.digits;
    if (key.length > ledger.longestKey + 6) break;
    if (!piece.digits && key.length < 5) continue;
    const match = matchOf(ledger, key, letters);
    if (match) best = { ...match, last: n };
  }
  return best;
}

/** Numbers of fewer than six digits prove nothing against a whole ledger: they are left to the payer's own items. */
function matchOf(ledger: Ledger, key: string, letters: boolean): Omit<Match, "last"> | null {
  const digits = digitsOf(key).length;
  if (digits < 3 || key.length < 5) return null;
  if (digits >= 6 || (letters && digits >= 4)) {
    const exact = ledger.byKey(key);
    if (exact.length > 0) return { items: exact, strength: 1 };
    if (!letters) {
      const byDigits = ledger.byDigits(key.replace(/^0+/, ""));
      if (byDigits.length > 0 && key.replace(/^0+/, "").length >= 6) return { items: byDigits, strength: 2 };
    }
  }
  const ordered = ledger.byOrder(key);
  if (ordered.length > 0 && (digits >= 5 || key.length >= 7)) return { items: ordered, strength: 3 };
  const scan = letters ? /^([A-Z]{0,5}?)([0-9OQDILSBZG]{6,})$/.exec(key) : null;
  if (!scan || /^[A-Z]+$/.test(scan[2]!)) return null;
  const read = ledger.byKey(scan[1]! + unscanned(scan[2]!));
  return read.length > 0 ? { items: read, strength: 6 } : null;
}

const and = /^(ET|UND|AND|Y|E|EN|U|PLUS|SOWIE)$/;
const until = /^(A|AU|BIS|TO|TILL|THRU|AL|T|TM|TOT|HASTA|JUSQU)$/;

/** Short numbers behind a full one stand for its last digits; "à", "bis", "-" mean everything between, as far as the same customer has it. */
function follow(ledger: Ledger, pieces: readonly Piece[], from: number, items: readonly Item[], used: boolean[], sort: Sort, field: Field): number {
  let base = items.find((item) => item.open !== 0) ?? items[0]!;
  let at = from;
  for (let guard = 0; guard < 200; guard++) {
    let next = at + 1;
    const word = pieces[next];
    if (!word) return at;
    const range = (!word.digits && until.test(word.text)) || (word.digits && /^ ?-+>? ?$/.test(word.gap));
    if (!word.digits && (until.test(word.text) || and.test(word.text))) next++;
    const piece = pieces[next];
    if (!piece || used[next] || piece.decoy || !/^[ ,;/+&.-]{0,3}$/.test(piece.gap)) return at;
    const whole = longest(ledger, pieces, next, used);
    if (whole && whole.strength > 2) return at;
    const match = whole ?? suffixOf(ledger, piece, base, next);
    if (!match) return at;
    const there = match.items.find((item) => item.customer === base.customer && item.entity === base.entity);
    if (whole && !(range && there)) return at;
    sort(match.items, whole ? whole.strength : 4, field, piece.start, pieces[match.last]!.end);
    for (let k = next; k <= match.last; k++) used[k] = true;
    if (range && there) for (const item of between(ledger, base, there)) sort([item], 4, field, pieces[from]!.start, pieces[match.last]!.end, true);
    base = there ?? base;
    at = match.last;
  }
  return at;
}

function suffixOf(ledger: Ledger, piece: Piece, base: Item, last: number): Match | null {
  const key = keyOf(base.document);
  if (!piece.digits || piece.text.length >= key.length || piece.text.length < 1) return null;
  const items = ledger.byKey(key.slice(0, key.length - piece.text.length) + piece.text).filter((item) => item.customer === base.customer && item.entity === base.entity);
  return items.length > 0 ? { items, strength: 4, last } : null;
}

/** The ledger lists open items in no order. */
const byName = (a: Item, b: Item): number => (a.document < b.document ? -1 : 1);

function between(ledger: Ledger, a: Item, b: Item): Item[] {
  const [low, high] = [keyOf(a.document), keyOf(b.document)].toSorted() as [string, string];
  if (low.length !== high.length) return [];
  return ledger.openOf(a.customer).filter((item) => {
    const key = keyOf(item.document);
    return item.entity === a.entity && item.currency === a.currency && key.length === low.length && key > low && key < high;
  }).toSorted(byName);
}

/** Pieces that no index knows: numbers of our shape that we do not have speak against a match, other digits wait for the payer's items. */
function leftOver(ledger: Ledger, pieces: readonly Piece[], used: readonly boolean[], found: References): void {
  pieces.forEach((piece, n) => {
    if (used[n]) return;
    const before = n > 0 && !used[n - 1] && pieces[n - 1]!.end === piece.start ? pieces[n - 1]!.text : "";
    for (const code of [piece.text, before + piece.text]) if (code.length >= 3 && ledger.parties.has(code)) found.codes.push(code);
    if (!piece.digits || piece.decoy || piece.text.length < 3) return;
    let joined = piece.text;
    let likeNumber = joined.length >= 6 && ledger.looksLikeNumber(joined);
    for (let k = n - 1; k >= Math.max(0, n - 4) && !used[k] && joins.test(pieces[k + 1]!.gap); k--) {
      joined = pieces[k]!.text + joined;
      likeNumber ||= digitsOf(joined).length >= 4 && ledger.looksLikeNumber(joined);
    }
    found.unresolved.push({ text: piece.text, start: piece.start, end: piece.end, likeNumber, last: n === pieces.length - 1 });
  });
}

/** Weak readings of what is left, against the open items of the candidate payers. A token is read in the strongest way that finds anything. */
export function readWeakly(references: References, items: readonly Item[]): void {
  if (references.unresolved.length === 0 || items.length === 0) return;
  const named = new Set(references.hits.flatMap((hit) => hit.items));
  const left: Unresolved[] = [];
  for (const token of references.unresolved) {
    const byTail = items.filter((item) => tailMatches(token.text, item));
    const fresh = byTail.filter((item) => !named.has(item));
    const matched = fresh.length > 0 ? fresh : token.text.length >= 5 && byTail.length === 0 ? items.filter((item) => !named.has(item) && slipMatches(token, item)) : [];
    if (matched.length === 0) {
      if (byTail.length === 0) left.push(token);
      continue;
    }
    references.hits.push({ items: matched.length > 1 ? matched.toSorted(byName) : matched, strength: fresh.length > 0 && token.text.length >= 4 ? 5 : 6, field: "text", start: token.start, end: token.end });
  }
  references.unresolved = left;
}

const spellings = new WeakMap<Item, { digits: string; tail: string; order: string }>();

function spelled(item: Item): { digits: string; tail: string; order: string } {
  const known = spellings.get(item);
  if (known) return known;
  const key = keyOf(item.document);
  const made = { digits: digitsOf(key), tail: (/(\d+)\D*$/.exec(item.document)?.[1] ?? "").replace(/^0+/, ""), order: digitsOf(keyOf(item.po)) };
  spellings.set(item, made);
  return made;
}

function tailMatches(text: string, item: Item): boolean {
  const { digits, tail, order } = spelled(item);
  const plain = text.replace(/^0+/, "");
  if (plain.length < 3) return false;
  if (plain === tail) return true;
  if (plain.length >= 4 && digits.length > text.length && digits.endsWith(text)) return true;
  if (digits.length >= 6 && text.length > digits.length && text.endsWith(digits)) return true;
  return order.length >= 4 && plain.length >= 4 && (order === plain || order.endsWith(text));
}

function slipMatches(token: Unresolved, item: Item): boolean {
  const { digits, tail } = spelled(item);
  if (oneSlip(token.text, digits) || (token.text.length >= 6 && digits.length > 6 && oneSlip(token.text, digits.slice(-token.text.length)))) return true;
  if (tail.length >= 5 && oneSlip(token.text.replace(/^0+/, ""), tail)) return true;
  return token.last && token.text.length >= 5 && token.text.length >= digits.length * 0.6 && digits.startsWith(token.text);
}
