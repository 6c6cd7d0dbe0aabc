// One call of the offline matcher: take what is new, learn from what was cleared, decide what came.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { epochDay } from "#domain/date.ts";
import type { Decision, Receipt } from "#domain/cash-application/matching/model.ts";
import { clearingFor, readClearings, readItems, readParties, MissingColumns, type ClearingRows, type RowError } from "#domain/cash-application/matching/offline/tables.ts";
import { lettersOf } from "#domain/cash-application/statements/read.ts";
import { UnreadableFile } from "#domain/text/delimited.ts";
import { itemId } from "#domain/cash-application/matching/ledger.ts";
import { labelled, replay, takeUnknown, type Books } from "./history.ts";
import { readAdviceFolder, readStatementFolder, type Problem } from "./inbox.ts";
import { loadState, saveState, type State } from "./state.ts";

export type MatchOptions = {
  readonly state: string; readonly customers?: string; readonly ledger?: string; readonly "open-items"?: string; readonly clearings?: string; readonly "new-items"?: string; readonly statements?: string; readonly advices?: string;
  readonly "as-of"?: string; readonly precision: number;
};
/** What the caller must put right before anything can be done. */
export class Unusable extends Error {}
export type MatchRun = { readonly decisions: readonly Decision[]; readonly problems: readonly Problem[]; readonly learnedFrom: number };

/** New labels after which the model is fitted again: a twentieth of what it knows. */
const dueForRefit = (trainedOn: number): number => Math.max(400, trainedOn / 20);

export function runMatch(options: MatchOptions): MatchRun {
  const problems: Problem[] = [];
  const state = stateIn(options.state);
  const { matcher } = state;
  const rowsOf = <T>(path: string | undefined, read: (text: string, errors: RowError[]) => T[]): T[] => (path ? readTable(path, read, problems) : []);
  const items = (path: string | undefined) => rowsOf(path, readItems);
  for (const party of rowsOf(options.customers, readParties)) matcher.putParty(party);
  const books: Books = { ledger: items(options.ledger), open: options["open-items"] ? items(options["open-items"]) : null, fresh: items(options["new-items"]) };
  const read = options.statements ? readStatementFolder(options.statements, state.known, problems) : { receipts: [], returns: [] };
  if (options.advices) for (const advice of readAdviceFolder(options.advices, problems)) matcher.advices.put(advice);
  const clearings = rowsOf(options.clearings, readClearings);
  const before = matcher.samples.length;
  const { today, labels, unknown } = sortLabels(clearings, read.receipts, state);
  const lastLabel = Math.max(0, ...read.receipts.filter(({ id }) => labels.has(id)).map(({ booked }) => booked));
  const asOf = options["as-of"] ? epochDay(options["as-of"]) : Math.max(0, ...read.receipts.map(({ booked }) => booked));
  const past = lastLabel > 0 ? read.receipts.filter((receipt) => labels.has(receipt.id) || receipt.booked < Math.min(lastLabel, asOf)) : [];
  const fromPast = past.length > 0 ? pastDecisions(matcher, books, past, labels, unknown) : [];
  if (past.length === 0) takeBooks(state, books, unknown);
  takeReturns(state, read.returns);
  const learnedFrom = matcher.samples.length - before;
  state.samplesSince += learnedFrom;
  const refit = learnedFrom > 0 && (matcher.scorer.trainedOn === 0 || state.samplesSince >= dueForRefit(matcher.scorer.trainedOn));
  const more = matcher.samples;
  if (refit) {
    matcher.samples = [...state.samplesOnDisk(), ...more];
    matcher.refit(options.precision);
    state.samplesSince = 0;
  }
  const done = new Set(past);
  const decisions = [...Map.groupBy(read.receipts.filter((receipt) => !done.has(receipt)), ({ booked }) => booked)].toSorted(([a], [b]) => a - b).flatMap(([, receipts]) => matcher.decideDay(receipts));
  problems.push(...strangers(state, read.receipts));
  saveState(options.state, state, refit ? { all: matcher.samples } : { more }, Math.max(asOf, today));
  return { decisions: [...fromPast, ...decisions], problems, learnedFrom };
}

function stateIn(folder: string): State {
  try {
    return loadState(folder);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Unusable(`${folder}: what was learned cannot be read (${error.message}); take yesterday's copy, or begin with an empty folder`);
  }
}

/** A table's rows, or why the call cannot go on: a quote that is never closed, or columns that are not there. */
function readTable<T>(path: string, read: (text: string, errors: RowError[]) => T[], problems: Problem[]): T[] {
  const errors: RowError[] = [];
  try {
    const rows = read(lettersOf(readFileSync(path)), errors);
    problems.push(...errors.map((error) => ({ file: basename(path), ...error })));
    return rows;
  } catch (error) {
    if (!(error instanceof UnreadableFile || error instanceof MissingColumns)) throw error;
    throw new Unusable(`${path}:${error instanceof UnreadableFile ? error.line : 1} ${error.message}`);
  }
}

/** Credits of an entity that has no documents are answered, and it is said why they stay unmatched. */
function strangers({ matcher }: State, receipts: readonly Receipt[]): Problem[] {
  const entities = new Set([...matcher.ledger.items.values()].map(({ entity }) => entity));
  const unknown = Map.groupBy(receipts.filter(({ entity }) => entity !== "" && !entities.has(entity)), ({ entity }) => entity);
  return [...unknown].map(([entity, credits]) => ({ file: "statements", line: 0, field: "entity", message: `no document of ${entity} is known: its ${credits.length} credits stay unmatched` }));
}

/** Receipts of the past that nobody cleared are answered as well, as they would have been on their day. */
function pastDecisions(matcher: State["matcher"], books: Books, past: readonly Receipt[], labels: ReadonlyMap<string, ClearingRows>, unknown: readonly ClearingRows[]): Decision[] {
  const unlabelled = new Set(replay(matcher, books, past, labels, unknown));
  return unlabelled.size > 0 ? [...unlabelled].map((receipt) => ({ receipt, decision: "unmatched", payer: "", probability: 0, proposals: [], reasons: [], against: [{ code: "payment.never-cleared", values: {} }] })) : [];
}

/** Which clearing belongs to which receipt: of this call's statements, or of those that wait in the state. */
function sortLabels(clearings: readonly ClearingRows[], receipts: readonly Receipt[], { matcher }: State): { labels: Map<string, ClearingRows>; unknown: ClearingRows[]; today: number } {
  const byReference = Map.groupBy(receipts, ({ reference }) => reference);
  const waiting = Map.groupBy([...matcher.pending.values()].map(({ receipt }) => receipt), ({ reference }) => reference);
  const labels = new Map<string, ClearingRows>();
  const unknown: ClearingRows[] = [];
  let today = 0;
  for (const rows of clearings.toSorted((a, b) => a.on - b.on || (a.payment < b.payment ? -1 : 1))) {
    today = Math.max(today, rows.on);
    const here = labelled(rows, (byReference.get(rows.payment) ?? []).filter(({ id }) => !labels.has(id)));
    const earlier = here ? null : labelled(rows, (waiting.get(rows.payment) ?? []).filter(({ id }) => matcher.pending.has(id)));
    if (here) labels.set(here.id, rows);
    else if (earlier) matcher.confirm(clearingFor(rows, earlier));
    else unknown.push(rows);
  }
  return { labels, unknown, today };
}

/** A day's documents: new ones are added, a list of open items is the truth about what is open. */
function takeBooks({ matcher }: State, { ledger, open, fresh }: Books, unknown: readonly ClearingRows[]): void {
  for (const item of ledger) matcher.putItem(item);
  if (unknown.length > 0 && open === null) takeUnknown(matcher, unknown);
  for (const item of fresh) if (!matcher.ledger.items.has(itemId(item.entity, item.document))) matcher.putItem(item);
  if (open === null) return;
  const listed = new Set(open.map((item) => itemId(item.entity, item.document)));
  const isNew = new Set(fresh.map((item) => itemId(item.entity, item.document)));
  for (const [id, item] of matcher.ledger.items) if (item.open !== 0 && !listed.has(id) && !isNew.has(id)) matcher.ledger.setOpen(item, 0);
  for (const item of open) matcher.putItem(item);
}

/** A debit that sends back what we had posted: the documents are open again. */
function takeReturns({ matcher }: State, returns: readonly { amount: number; iban: string; endToEnd: string; text: string }[]): void {
  for (const back of returns) {
    const same = [...matcher.pending.values()].filter(({ receipt }) => receipt.amount === back.amount && matcher.posted.has(receipt.id) && ((back.iban !== "" && receipt.iban === back.iban) || (receipt.reference.length >= 5 && back.text.includes(receipt.reference))));
    if (same.length === 1) matcher.unpost(same[0]!.receipt.id);
  }
}
