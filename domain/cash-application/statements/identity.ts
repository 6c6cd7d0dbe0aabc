// Never count an entry twice, and never drop one that is new. Banks tell one movement up to four times (advised in a .054, interim in a .052, booked in a
// .053, and in the file that somebody loads again), and they book two equal movements on one day.
//
// An identity is account, booking date, amount and the bank's reference; where the reference is missing or too short to be anybody's own ("NONREF",
// "0000000"), a hash of the words stands in. Equal ones within a file are numbered, so two equal payments stay two, and the same file gives the same
// identities. Against what is known: a reference decides alone. Without one, the entry is a duplicate if it comes from the same statement, from one without
// a number (overlapping exports), or was announced by another kind of message; from *another numbered statement* it may be a second, equal payment:
// that is `doubtful`, and waits for a person.
import type { ReadStatement } from "#domain/cash-application/statements/draft.ts";
import type { Entry, EntryDraft, Statement } from "#domain/cash-application/statements/statement.ts";
import type { Reason } from "#domain/reason.ts";
import { hashOf } from "#domain/text/hash.ts";

/** Which statement an identity was first seen in. */
export type KnownEntry = { readonly kind: string; readonly number: string | null; readonly hasParts: boolean };
export type Told = { readonly entry: Entry; readonly reason: Reason };
export type Deduplicated = { readonly fresh: readonly Entry[]; readonly duplicates: readonly Told[]; readonly doubtful: readonly Told[] };

/** Splits a statement's entries into new ones, known ones and doubtful ones, each of the latter with its reason. */
export function deduplicate(known: ReadonlyMap<string, KnownEntry>, statement: Statement): Deduplicated {
  const fresh: Entry[] = [];
  const duplicates: Told[] = [];
  const doubtful: Told[] = [];
  for (const entry of statement.entries) {
    const earlier = known.get(entry.identity);
    if (!earlier) {
      fresh.push(entry);
      continue;
    }
    const reason = judged(entry, earlier, statement);
    (reason.code === "entry.equal-in-another-statement" ? doubtful : duplicates).push({ entry, reason });
  }
  return { fresh, duplicates, doubtful };
}

/** What to remember of a statement's entries once they are taken. */
export const knownOf = (statement: Statement, entry: Entry): KnownEntry => ({ kind: kindOf(statement.format), number: statement.number, hasParts: entry.parts.length > 0 });

function judged(entry: Entry, earlier: KnownEntry, statement: Statement): Reason {
  const addsParts = entry.parts.length > 0 && !earlier.hasParts;
  if (isOwnReference(entry.reference)) return { code: "entry.same-reference", reference: entry.reference, addsParts };
  if (earlier.kind !== kindOf(statement.format)) return { code: "entry.announced-before", by: earlier.kind, addsParts };
  if (earlier.number === null || statement.number === null || earlier.number === statement.number) return { code: "entry.same-statement", number: statement.number ?? "", addsParts };
  return { code: "entry.equal-in-another-statement", number: earlier.number };
}

/** The same identity again: may it all the same be a second, equal payment, which only a person can tell? */
export const mayBeSecond = (entry: Entry, earlier: Pick<Statement, "format" | "number">, statement: Statement): boolean =>
  judged(entry, { kind: kindOf(earlier.format), number: earlier.number, hasParts: true }, statement).code === "entry.equal-in-another-statement";

/** Gives every entry its identity. Ordinals run through all statements of a file, for pages of one statement lie in one file. */
export function identified(statements: readonly ReadStatement[]): Statement[] {
  const seen = new Map<string, number>();
  return statements.map((statement) => ({
    ...statement,
    entries: statement.entries.map((draft): Entry => {
      const base = baseOf(statement.account ?? "", draft);
      const ordinal = (seen.get(base) ?? 0) + 1;
      seen.set(base, ordinal);
      return { ...draft, identity: `${base}|${ordinal}` };
    }),
  }));
}

function baseOf(account: string, entry: EntryDraft): string {
  const who = account.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const head = `${who}|${entry.bookingDate ?? entry.valueDate ?? ""}|${entry.currency ?? ""}${entry.amount}`;
  return isOwnReference(entry.reference) ? `${head}|${entry.reference}` : `${head}|${entry.reference ?? ""}~${wordsHash(entry)}`;
}

/** Long enough to be given once, and not one of the words that mean "none". */
const isOwnReference = (reference: string | null): reference is string => reference !== null && reference.length >= 8 && !/^(NONREF|NOTPROVIDED|NOREFERENCE|UNKNOWN|[0O]+|X+|N\/?A)$/i.test(reference.replace(/[\s.-]/g, ""));

/** The same words, however they were cut into lines. */
function wordsHash(entry: EntryDraft): string {
  const [high, low] = hashOf(`${entry.counterparty ?? ""} ${entry.text}`.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ""));
  return high.toString(36) + low.toString(36);
}

/** "camt.053.001.08" and "camt.053.001.02" are one kind of message. */
const kindOf = (format: string): string => /^camt\.\d{3}/.exec(format)?.[0] ?? format;
