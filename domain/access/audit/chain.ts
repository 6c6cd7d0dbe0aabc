// The audit trail of a tenant: one record for each change that somebody of ours made and for each attempt that was refused, in a chain in which every
// record holds the hash of the one before it. Who alters a record breaks its own hash; who removes or inserts one breaks the numbering and the
// link; who cuts off the end is betrayed by the head, which says how long the chain is. Someone who may write the whole table could forge the
// whole chain: against that, each head is also told to the log, which the table's owner cannot rewrite, and `audit:verify` takes such a head.
//
// What is audited one by one: changes by people, programs, contacts and rules. What is not: the rows of an import. A file of a million rows is
// one run, and the run is the audited object, with its counts and its file; what each row did is in the ledger's own postings, which name the run.
import type { Actor } from "#domain/actor.ts";
import type { Digest } from "#domain/id.ts";

export type AuditSource = "web" | "api" | "portal" | "import" | "rule";
export type AuditRecord = {
  /** Of the change that it tells of: the same change again is the same record. */
  readonly id: string;
  /** When it happened. */
  readonly at: string;
  /** A fact's name, or "<kind>.created|changed|removed", or for an attempt the route that was refused. */
  readonly action: string;
  readonly outcome: "done" | "denied";
  readonly actor: Actor;
  /** The absent person for whom the actor acted. */
  readonly onBehalfOf?: string;
  readonly source: AuditSource;
  readonly object: { readonly kind: string; readonly id: string };
  /** The customer on whose timeline it stands. */
  readonly customerId?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
  /** The request, as in the logs. */
  readonly request?: string;
};

/** A record in its place. `text` is the record as it was hashed, to the byte. */
export type Link = { readonly seq: number; readonly previous: string; readonly text: string; readonly hash: string };
export type Head = { readonly seq: number; readonly hash: string };
export type Break = { readonly seq: number; readonly what: "altered" | "missing" | "inserted" | "cut-off" | "head-altered"; readonly detail: string };

/** What a record is found by: the customer or object that it is about, and who acted. */
export const foundBy = ({ customerId, object, actor }: AuditRecord): { readonly subject: string; readonly actor: string } => ({ subject: encodeURIComponent(customerId ?? object.id), actor: encodeURIComponent(actor.id) });

export const START: Head = { seq: 0, hash: "start" };

export const linkHash = (digest: Digest, seq: number, previous: string, text: string): string => digest(`${seq}\n${previous}\n${text}`);

/** The records as the next links of the chain. */
export function linked(records: readonly AuditRecord[], head: Head, digest: Digest): { readonly links: readonly Link[]; readonly head: Head } {
  const links: Link[] = [];
  let last = head;
  for (const record of records) {
    const [seq, text] = [last.seq + 1, JSON.stringify(record)];
    const hash = linkHash(digest, seq, last.hash, text);
    links.push({ seq, previous: last.hash, text, hash });
    last = { seq, hash };
  }
  return { links, head: last };
}

/** Walks a chain link by link, in the order of their numbers; answers with the first break, if any. `from`: how far an earlier walk came. */
export function chainWalk(digest: Digest, known: readonly Head[] = [], from: Head = START): { step(link: Link): Break | undefined; end(head: Head | undefined): Break | undefined } {
  let last = from;
  const noted = new Map(known.map(({ seq, hash }) => [seq, hash]));
  return {
    step(link) {
      if (link.seq === last.seq) return { seq: link.seq, what: "inserted", detail: `two records carry the number ${link.seq}` };
      if (link.seq !== last.seq + 1) return { seq: last.seq + 1, what: "missing", detail: `after ${last.seq} comes ${link.seq}` };
      if (link.hash !== linkHash(digest, link.seq, link.previous, link.text)) return { seq: link.seq, what: "altered", detail: "the content does not have the hash that it was given" };
      if (link.previous !== last.hash) return { seq: link.seq, what: "inserted", detail: "it does not follow the record before it" };
      if (noted.has(link.seq) && noted.get(link.seq) !== link.hash) return { seq: link.seq, what: "altered", detail: "the chain up to here is not the one that was noted" };
      last = { seq: link.seq, hash: link.hash };
      return undefined;
    },
    end(head) {
      if (!head) return last.seq === 0 ? undefined : { seq: last.seq, what: "head-altered", detail: "there are records, but no head" };
      if (head.seq > last.seq) return { seq: last.seq + 1, what: "cut-off", detail: `the head counts ${head.seq} records, ${last.seq} are there` };
      if (head.seq < last.seq) return { seq: head.seq + 1, what: "inserted", detail: `the head counts ${head.seq} records, there are more` };
      if (head.hash !== last.hash) return { seq: head.seq, what: "head-altered", detail: "the head is not the hash of the last record" };
      const beyond = [...noted.keys()].find((seq) => seq > last.seq);
      return beyond === undefined ? undefined : { seq: last.seq + 1, what: "cut-off", detail: `a head at ${beyond} was noted once` };
    },
  };
}
