// Ids say what they are: `inv_…` is no payment, and the compiler knows.
//
// What comes from an ERP gets an id that is derived from the ERP's own key, so the same row read twice, or by two workers, is the same thing.
// The digest is an argument: the domain has no crypto of its own, and a key table never sees a foreign text (which could hold a `#`).
export type Id<Prefix extends string> = `${Prefix}_${string}`;
export type EntityId = Id<"ent">;
export type CustomerId = Id<"cus">;
export type ContactId = Id<"con">;
export type ItemId = Id<"itm">;
export type PostingId = Id<"pst">;
export type AllocationId = Id<"alc">;
export type PaymentId = Id<"pay">;
export type SourceId = Id<"src">;
export type RunId = Id<"run">;
export type UserId = Id<"usr">;

/** A collision-resistant digest of a text, in characters that are safe in keys (A–Z a–z 0–9 _ -). */
export type Digest = (text: string) => string;

/** The id of something that has a natural key, the same wherever and whenever it is computed. */
export const namedId = <Prefix extends string>(prefix: Prefix, digest: Digest, ...key: readonly string[]): Id<Prefix> =>
  `${prefix}_${digest(keyText(key))}`;

/** Lengths keep ("ab", "c") and ("a", "bc") apart. A loop: an import makes an id for every row of a file. */
function keyText(key: readonly string[]): string {
  let text = "";
  for (let n = 0; n < key.length; n++) text += `${n === 0 ? "" : "|"}${key[n]!.length}:${key[n]!}`;
  return text;
}

/** What may stand in a key of the table: never `#`, which separates the parts. */
export const isKeySafe = (text: string): boolean => /^[A-Za-z0-9_.~-]{1,64}$/.test(text);
