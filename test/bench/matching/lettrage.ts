// Real French lettering, with invented names: what a matcher does with books that no generator of ours made. Months are decided one after the other, and
// the lettering of each is told afterwards, as an accountant would letter month by month. Only groups that close within the file are judged.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { epochDay } from "#domain/date.ts";
import { Matcher } from "#domain/cash-application/matching/engine.ts";
import type { Item, Receipt } from "#domain/cash-application/matching/model.ts";

export type Lettrage = { readonly name: string; receipts: number; auto: number; right: number; proposed: number; proposedRight: number; wrong: string[] };

type Row = Record<string, string>;

function rowsOf(file: string): Row[] {
  const [head = "", ...lines] = readFileSync(file, "utf8").split(/\r?\n/).filter(Boolean);
  const titles = head.split(",");
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, n) => [titles[n]!, cell])));
}

const cells = (line: string): string[] => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => (match[1] ?? match[2] ?? "").replaceAll('""', '"'));
const day = (text: string): number => epochDay(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`);
const cents = (text: string): number => Math.round(Number(text) * 100);

/** The folders whose names begin like this hold invoices.csv, payments.csv and truth_pairs.csv. */
export function judgeLettrage(folder: string, name: string): Lettrage | null {
  if (!existsSync(join(folder, "payments.csv"))) return null;
  const invoices = rowsOf(join(folder, "invoices.csv"));
  const payments = rowsOf(join(folder, "payments.csv"));
  const figures: Lettrage = { name, receipts: 0, auto: 0, right: 0, proposed: 0, proposedRight: 0, wrong: [] };
  const matcher = new Matcher();
  const codes = new Map(invoices.map((row) => [row.customer!, row.customer_name!]));
  for (const [code, party] of codes) matcher.putParty({ code, name: party, entity: "", country: "FR", city: "", vat: "", parent: "", ibans: [] });
  const items = invoices.map((row): Item => {
    const amount = cents(row.amount!);
    return { document: row.id!, kind: amount < 0 ? "CN" : "INV", entity: "F", customer: row.customer!, issued: day(row.date!), due: day(row.date!) + 30, currency: "EUR", amount, open: amount, po: row.piece ?? "", origin: "", discountRate: 0, discountUntil: 0 };
  });
  const groups = groupsOf(rowsOf(join(folder, "truth_pairs.csv")), payments, invoices);
  const sorted = payments.toSorted((a, b) => (a.date! < b.date! ? -1 : a.date! > b.date! ? 1 : a.id! < b.id! ? -1 : 1));
  const waiting = items.toSorted((a, b) => a.issued - b.issued);
  let next = 0;
  for (const rows of Map.groupBy(sorted, (row) => row.date!).values()) {
    const booked = day(rows[0]!.date!);
    while (next < waiting.length && waiting[next]!.issued <= booked) matcher.putItem(waiting[next++]!);
    const receipts = rows.map((row): Receipt => ({ id: row.id!, reference: row.id!, entity: "F", currency: "EUR", booked, value: booked, amount: cents(row.amount!), name: "", ultimate: "", iban: "", endToEnd: "", structured: [], text: row.label!, charges: 0, returned: false }));
    for (const decision of matcher.decideDay(receipts)) judge(figures, decision, groups, matcher);
  }
  return figures;
}

type Group = { readonly invoices: ReadonlySet<string>; readonly payments: number; readonly balanced: boolean };

function groupsOf(pairs: readonly Row[], payments: readonly Row[], invoices: readonly Row[]): Map<string, Group> {
  const amounts = new Map([...payments, ...invoices].map((row) => [row.id!, cents(row.amount!)]));
  const groups = new Map<string, Group>();
  for (const rows of Map.groupBy(pairs, (row) => row.group!).values()) {
    const [paid, billed] = [new Set(rows.map((row) => row.payment!)), new Set(rows.map((row) => row.invoice!))];
    const sum = (ids: Iterable<string>): number => [...ids].reduce((total, id) => total + amounts.get(id)!, 0);
    for (const payment of paid) groups.set(payment, { invoices: billed, payments: paid.size, balanced: sum(paid) === sum(billed) });
  }
  return groups;
}

function judge(figures: Lettrage, decision: ReturnType<Matcher["decideDay"]>[number], groups: ReadonlyMap<string, Group>, matcher: Matcher): void {
  const { receipt } = decision;
  const group = groups.get(receipt.id);
  const documents = decision.proposals[0]?.allocations.map(({ item }) => item.document) ?? [];
  // A group of one payment must be hit exactly; in a group of several payments each takes a part of the invoices.
  const right = group !== undefined && documents.length > 0 && documents.every((document) => group.invoices.has(document)) && (group.payments > 1 || !group.balanced || documents.length === group.invoices.size);
  if (group) figures.receipts++;
  if (decision.decision === "auto" && group) {
    figures.auto++;
    if (right) figures.right++;
    else figures.wrong.push(`${receipt.id} ${receipt.text}: ${documents.join(" ")} instead of ${[...group.invoices].join(" ")}`);
  } else if (decision.decision === "propose" && group) {
    figures.proposed++;
    if (right) figures.proposedRight++;
  }
  if (!group) return;
  matcher.unpost(receipt.id);
  const truth = [...group.invoices].map((document) => matcher.ledger.item("F", document)).filter((item) => item !== undefined && item.open !== 0);
  const whole = group.payments === 1 && group.balanced;
  const ours = decision.proposals[0]?.allocations.map(({ item, amount }) => ({ document: item.document, entity: "F", amount })) ?? [];
  matcher.confirm({ receipt: receipt.id, on: receipt.booked, payer: truth[0]?.customer ?? "", allocations: right ? ours : whole ? truth.map((item) => ({ document: item!.document, entity: "F", amount: item!.open })) : partOf(truth as Item[], receipt.amount), adjustments: [] });
}

/** In a group of several payments nobody wrote which paid what: the oldest first. */
function partOf(items: readonly Item[], amount: number): { document: string; entity: string; amount: number }[] {
  let left = amount;
  return items.filter((item) => item.open > 0).toSorted((a, b) => a.issued - b.issued).flatMap((item) => {
    const part = Math.min(left, item.open);
    left -= part;
    return part > 0 ? [{ document: item.document, entity: "F", amount: part }] : [];
  });
}
