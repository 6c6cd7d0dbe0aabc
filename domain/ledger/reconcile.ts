// What must be posted so that an item is as its source says it is?
//
// A file tells states ("FA-42 is 1,200.00, due in March, 400.00 of it settled on the 3rd"), the ledger keeps movements. This rule compares the two and
// answers with the movements that are missing. Nothing that was posted is ever changed or deleted: what turns out otherwise is corrected
// by a further posting, dated on the day we learned it (`asOf`, the file's business date), so a past balance can be asked for again and explained.
//
//  - An item is issued on its own date, one posting per instalment. A settlement keeps its own date too (settle.ts).
//  - Another amount: an adjustment. Another due date: what is open moves from the old due date to the new one, on the same day.
//  - Gone from a complete snapshot: settled on the day of the snapshot. Should it come back, that settlement is withdrawn.
//  - Settled in its own currency at another rate than it was booked: the rest in the entity's currency is an exchange difference.
//  - A state that is older than the one we have changes nothing; so files may arrive twice, late, or out of order.
import { canonical } from "#domain/canonical.ts";
import { latest, type DateText } from "#domain/date.ts";
import type { Digest } from "#domain/id.ts";
import type { GoneRecord, ItemRecord } from "#domain/ingestion/schema.ts";
import { changedItem, type ItemState } from "#domain/ledger/changed-item.ts";
import { correctAmounts, correctDisputes, correctDueDates, correctIssueDate, squareExchangeDifference } from "#domain/ledger/correct.ts";
import { issue } from "#domain/ledger/issue.ts";
import { journal, type Journal } from "#domain/ledger/journal.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";
import { settle, settleGone } from "#domain/ledger/settle.ts";
import { toJson, money } from "#domain/money.ts";
import type { Reason } from "#domain/reason.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import type { ItemFact } from "#events/ledger.ts";

/** `asOf`: the business date of the file; `now`: the instant, for the facts. */
export type Learning = { readonly runId: string; readonly asOf: DateText; readonly now: string; readonly digest: Digest };

export type Reconciled = {
  readonly outcome: "changed";
  readonly item: Item;
  readonly postings: readonly Posting[];
  readonly facts: readonly ItemFact[];
  readonly reasons: readonly Reason[];
};
export type Unchanged = { readonly outcome: "unchanged"; readonly reasons: readonly Reason[] };
export type Irreconcilable = Refused<"item.currency-changed" | "item.entity-changed" | "item.instalments-do-not-add-up">;

export function reconcile(current: Item | undefined, desired: ItemRecord | GoneRecord, learning: Learning): Reconciled | Unchanged | Irreconcilable {
  if (current && desired.sequence < current.sequence) return unchanged({ code: "item.older-state", has: current.sequence, told: desired.sequence });
  if (desired.type === "gone") return current ? gone(current, desired, learning) : unchanged({ code: "item.unknown", id: desired.id });
  return asTold(current, desired, learning);
}

function asTold(current: Item | undefined, desired: ItemRecord, learning: Learning): Reconciled | Unchanged | Irreconcilable {
  const impossible = contradiction(current, desired);
  if (impossible) return impossible;
  const fingerprint = learning.digest(canonical({ ...desired, sequence: "" }));
  if (current?.fingerprint === fingerprint) return current.sequence === desired.sequence ? unchanged({ code: "item.same-state" }) : onlyNewer(current, desired.sequence);

  const book = journal({ ...desired, version: current?.version ?? 0 }, current?.postings ?? [], { by: learning.runId, digest: learning.digest });
  const learnedOn = latest(learning.asOf, desired.issuedOn);
  const home = desired.instalments.at(-1)!;
  const at = { instalment: home.n, dueOn: home.dueOn };
  if (!current) issue(book, desired);
  else {
    correctIssueDate(book, current.issuedOn, desired.issuedOn);
    correctAmounts(book, desired, learnedOn);
  }
  settle(book, desired.settlements, learnedOn, at);
  correctDueDates(book, desired.instalments, learnedOn);
  squareExchangeDifference(book, learnedOn, at);
  correctDisputes(book, desired.disputedMinor, learnedOn);

  const { type: _type, settlements: _settlements, ...told } = desired;
  return outcome(current, { ...told, fingerprint }, book, learning);
}

function gone(current: Item, { on, sequence }: GoneRecord, learning: Learning): Reconciled | Unchanged {
  if (current.fingerprint === GONE) return current.sequence === sequence ? unchanged({ code: "item.same-state" }) : onlyNewer(current, sequence);
  const book = journal(current, current.postings, { by: learning.runId, digest: learning.digest });
  const day = latest(on, current.issuedOn);
  settleGone(book, day);
  correctDisputes(book, 0n, day);
  return outcome(current, { ...current, sequence, fingerprint: GONE }, book, learning);
}
const GONE = "gone";

/** What was told, with what was written: the next state of the item. */
function outcome(current: Item | undefined, told: ItemState, book: Journal, { now, runId, digest }: Learning): Reconciled {
  const { item, facts } = changedItem(current, told, book, { now, causedBy: runId, actor: { type: "source", id: told.source, run: runId }, digest });
  const written = book.written();
  const reasons: Reason[] = written.map(({ kind, on, minor, reason }) => ({
    code: `posting.${kind}`,
    on,
    amount: toJson(money(minor, item.currency)).amount,
    ...(reason ? { reason } : {}),
  }));
  return { outcome: "changed", item, postings: written, facts, reasons };
}

/** The same state, told again by a newer file: it must be remembered, or a straggler in between would be taken for news. */
const onlyNewer = (current: Item, sequence: string): Reconciled => ({
  outcome: "changed",
  item: { ...current, sequence, version: current.version + 1 },
  postings: [],
  facts: [],
  reasons: [{ code: "item.same-state-again", sequence }],
});

function contradiction(current: Item | undefined, desired: ItemRecord): Irreconcilable | undefined {
  if (desired.instalments.reduce((sum, { minor }) => sum + minor, 0n) !== desired.minor) return refused("item.instalments-do-not-add-up", { number: desired.number });
  if (!current) return undefined;
  if (current.currency !== desired.currency || current.entityCurrency !== desired.entityCurrency)
    return refused("item.currency-changed", { number: desired.number, from: current.currency, to: desired.currency });
  return current.entityId === desired.entityId ? undefined : refused("item.entity-changed", { number: desired.number });
}

const unchanged = (reason: Reason): Unchanged => ({ outcome: "unchanged", reasons: [reason] });
