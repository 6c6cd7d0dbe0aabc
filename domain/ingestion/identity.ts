// What is the same thing, from one file to the next? Ids are derived from the ERP's own keys, so reading twice, replaying, or reading on two
// machines always names the same customer and the same document.
//
// 96 bits of the digest are kept (16 characters): the fingerprint file holds ids as 12 bytes, and among 10 million documents the chance of any
// collision is below 10^-15.
import { type ContactId, type CustomerId, type Digest, type EntityId, type Id, type ItemId, namedId } from "#domain/id.ts";

const DIGEST_CHARACTERS = 16;
const shortOnes = new WeakMap<Digest, Digest>();
function shortened(digest: Digest): Digest {
  const known = shortOnes.get(digest);
  if (known) return known;
  const short: Digest = (text) => digest(text).slice(0, DIGEST_CHARACTERS);
  shortOnes.set(digest, short);
  return short;
}

/** Codes compare without padding around them; case matters, as it does in most ledgers. */
export const customerIdOf = (digest: Digest, codeSpace: string, code: string): CustomerId => namedId("cus", shortened(digest), codeSpace, code.trim());
export const contactIdOf = (digest: Digest, customerId: CustomerId, key: string): ContactId => namedId("con", shortened(digest), customerId, key.trim().toLowerCase());
export const itemIdOf = (digest: Digest, sourceId: string, ...key: readonly string[]): ItemId => namedId("itm", shortened(digest), sourceId, ...key);
export const commitmentIdOf = (digest: Digest, sourceId: string, ...key: readonly string[]): Id<"cmt"> => namedId("cmt", shortened(digest), sourceId, ...key);
/** What the ERP lettered together: another prefix than an allocation of ours, which no file may withdraw. */
export const allocationIdOf = (digest: Digest, ...key: readonly string[]): Id<"let"> => namedId("let", shortened(digest), ...key);
export const entityIdOf = (digest: Digest, registration: string): EntityId => namedId("ent", shortened(digest), "registration", registration);
