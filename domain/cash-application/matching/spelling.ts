// One spelling for everything that is compared: upper case, without accents, letter for letter, so that an offset in the folded text is an
// offset in the bank's text. Numbers are compared without blanks and punctuation.

const folds = new Map<string, string>();

/** Upper case without accents, one character for one. */
export function fold(text: string): string {
  const upper = text.toUpperCase();
  if (/^[\x20-\x7e]*$/.test(upper) && upper.length === text.length) return upper;
  let folded = "";
  for (let n = 0; n < text.length; n++) folded += foldedLetter(text[n]!);
  return folded;
}

function foldedLetter(letter: string): string {
  const known = folds.get(letter);
  if (known !== undefined) return known;
  const special = { ß: "S", Æ: "A", æ: "A", Œ: "O", œ: "O", Ø: "O", ø: "O", Ł: "L", ł: "L", Đ: "D", đ: "D" }[letter];
  const plain = special ?? letter.normalize("NFKD").toUpperCase().replace(/[^\x20-\x7e]/g, "");
  const folded = plain.length > 0 ? plain[0]! : " ";
  if (folds.size < 10_000) folds.set(letter, folded);
  return folded;
}

/** "FA-2026/001 234" → "FA2026001234". */
export const keyOf = (text: string): string => fold(text).replace(/[^A-Z0-9]/g, "");
export const digitsOf = (key: string): string => key.replace(/[^0-9]/g, "");
/** The shape of a number: letters as they are, every digit a 9. */
export const templateOf = (key: string): string => key.replace(/[0-9]/g, "9");

const confusions: Readonly<Record<string, string>> = { O: "0", Q: "0", D: "0", I: "1", L: "1", S: "5", B: "8", Z: "2", G: "6" };
/** What a scanner misreads inside a number: O for 0, I for 1 … */
export const unscanned = (key: string): string => key.replace(/[OQDILSBZG]/g, (letter) => confusions[letter]!);

/** Are the two one slip apart: one character replaced, lost, added, or two neighbours swapped? Equal texts are not. */
export function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  if (a.length === b.length) {
    if (a.slice(n + 1) === b.slice(n + 1)) return true;
    return a[n] === b[n + 1] && a[n + 1] === b[n] && a.slice(n + 2) === b.slice(n + 2);
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.slice(n) === long.slice(n + 1);
}
