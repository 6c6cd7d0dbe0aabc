// What was open at a date, and how old was it? The plain answer: a loop over postings, exact, one page long.
//
// The functions answer the same question over millions of postings with DuckDB; this loop is what their answers are held against.
//
// An item ages line by line: a line is one instalment at one due date, open by the sum of its postings up to the date. What the customer owes
// stands in a bucket; what is in the customer's favour (credit notes, unapplied cash, an overpaid invoice) stands in a column of its own, because
// a credit that hides in a bucket makes somebody else's debt look young. Day 0 is not overdue, day 1 is the first bucket. By invoice date, age
// counts from the day of issue and the first bucket begins with day 0; "overdue" keeps its one meaning, past the due date, on either clock.
import type { ItemKind } from "#domain/ledger/schema.ts";
import { daysBetween, type DateText } from "#domain/date.ts";

/** One posting as the history knows it: with what it needs of its item, so that no question has to join. */
export type HistoryPosting = {
  readonly id: string;
  readonly itemId: string;
  readonly itemKind: ItemKind;
  readonly entityId: string;
  readonly customerId: string;
  readonly kind: string;
  readonly on: DateText;
  readonly instalment: number;
  readonly dueOn: DateText;
  readonly issuedOn: DateText;
  readonly currency: string;
  readonly entityCurrency: string;
  readonly minor: bigint;
  readonly entityMinor: bigint;
  readonly disputedMinor: bigint;
  readonly allocation?: string | undefined;
  readonly lettering?: string | undefined;
  readonly run: string;
};

export type Basis = "due" | "invoice";
export type Group = { readonly key: string; readonly label: string };
export type AgedQuestion = { readonly asOf: DateText; readonly basis: Basis; readonly bounds: readonly number[]; readonly groupOf: (line: OpenLine) => Group };

/** Amounts in minor units of `currency`. `buckets[0]` is not due; balance = sum of buckets + credits. */
export type AgedRow = Group & {
  readonly currency: string;
  readonly balance: bigint;
  readonly buckets: readonly bigint[];
  readonly overdue: bigint;
  readonly credits: bigint;
  readonly disputed: bigint;
  readonly customers: number;
  readonly items: number;
};

export const DEFAULT_BOUNDS = [30, 60, 90, 120] as const;

export function agedBalance(postings: Iterable<HistoryPosting>, question: AgedQuestion): AgedRow[] {
  const groups = new Map<string, { group: Group; currency: string; lines: OpenLine[] }>();
  for (const line of openLines(postings, question.asOf)) {
    const group = question.groupOf(line);
    const name = JSON.stringify([group.key, line.currency]);
    if (!groups.has(name)) groups.set(name, { group, currency: line.currency, lines: [] });
    groups.get(name)!.lines.push(line);
  }
  return [...groups.values()].map(({ group, currency, lines }) => ({ ...group, currency, ...sums(lines, question) }));
}

export type OpenLine = Pick<HistoryPosting, "itemId" | "entityId" | "customerId" | "instalment" | "dueOn" | "issuedOn" | "currency"> & { readonly open: bigint; readonly disputed: bigint };

/** Every posting counts once, however often it is told. */
export function openLines(postings: Iterable<HistoryPosting>, asOf: DateText): OpenLine[] {
  const told = new Set<string>();
  const lines = new Map<string, OpenLine>();
  for (const posting of postings) {
    if (posting.on > asOf || told.has(posting.id)) continue;
    told.add(posting.id);
    const name = JSON.stringify([posting.itemId, posting.instalment, posting.dueOn]);
    const line = lines.get(name) ?? { ...posting, open: 0n, disputed: 0n };
    lines.set(name, { ...line, open: line.open + posting.minor, disputed: line.disputed + posting.disputedMinor });
  }
  return [...lines.values()].filter(({ open }) => open !== 0n);
}

/** 0 is not due (or, by invoice date, not issued yet); then one bucket per bound, and one for all that is older. */
export function bucketOf(line: Pick<OpenLine, "dueOn" | "issuedOn">, { asOf, basis, bounds }: Pick<AgedQuestion, "asOf" | "basis" | "bounds">): number {
  const age = basis === "due" ? daysBetween(line.dueOn, asOf) : daysBetween(line.issuedOn, asOf) + 1;
  if (age <= 0) return 0;
  const days = basis === "due" ? age : age - 1;
  const within = bounds.findIndex((bound) => days <= bound);
  return within === -1 ? bounds.length + 1 : within + 1;
}

/** "60,30,30" → [30, 60]: bounds rise, whatever order they are asked in. */
export const boundsOf = (text: string | undefined): number[] => (text ? [...new Set(text.split(",").map(Number))].toSorted((a, b) => a - b) : [...DEFAULT_BOUNDS]);

function sums(lines: readonly OpenLine[], question: AgedQuestion) {
  const buckets = Array.from({ length: question.bounds.length + 2 }, () => 0n);
  let [balance, overdue, credits, disputed] = [0n, 0n, 0n, 0n];
  for (const line of lines) {
    balance += line.open;
    if (line.open < 0n) {
      credits += line.open;
      continue;
    }
    buckets[bucketOf(line, question)]! += line.open;
    if (line.dueOn < question.asOf) overdue += line.open;
    disputed += line.disputed < line.open ? line.disputed : line.open;
  }
  return { balance, buckets, overdue, credits, disputed, customers: new Set(lines.map((l) => l.customerId)).size, items: new Set(lines.map((l) => l.itemId)).size };
}
