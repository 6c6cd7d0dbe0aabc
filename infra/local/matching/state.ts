// What the offline matcher carries from day to day, as plain lines of JSON in one folder: customers, documents, what was learned, what waits for its
// clearing. Written beside and renamed, so that a run that dies leaves yesterday's state whole.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Matcher, type Pending } from "#domain/cash-application/matching/engine.ts";
import type { Lesson } from "#domain/cash-application/matching/memory.ts";
import type { Advice, Item, Party } from "#domain/cash-application/matching/model.ts";
import { Scorer, Vocabulary, type Knot, type Sample } from "#domain/cash-application/matching/score.ts";
import type { KnownEntry } from "#domain/cash-application/statements/identity.ts";

type Model = {
  readonly vocabulary: string[]; readonly weights: number[]; readonly knots: Knot[]; readonly threshold: number | null; readonly trainedOn: number; readonly samplesSince: number;
  readonly records: [string, { right: number; wrong: number }][]; readonly recent: [string, number][]; readonly writtenOff: [string, number][]; readonly known: [string, KnownEntry][]; readonly posted: [string, [string, string, number][]][]; readonly used: [string, string][];
};
export type State = { readonly matcher: Matcher; readonly known: Map<string, KnownEntry>; samplesSince: number; samplesOnDisk: () => Sample[] };

export function loadState(folder: string): State {
  const file = join(folder, "model.json");
  if (!existsSync(file)) return { matcher: new Matcher(), known: new Map(), samplesSince: 0, samplesOnDisk: () => [] };
  const model = JSON.parse(readFileSync(file, "utf8")) as Model;
  const matcher = new Matcher(new Scorer(new Vocabulary(model.vocabulary), model.weights, model.knots, model.threshold ?? Infinity, model.trainedOn));
  for (const party of lines<Party>(folder, "customers.jsonl")) matcher.putParty(party);
  for (const row of lines<ItemRow>(folder, "items.jsonl")) matcher.putItem(itemOf(row));
  for (const lesson of lines<Lesson>(folder, "lessons.jsonl")) matcher.memory.learn(lesson);
  for (const advice of lines<Advice>(folder, "advices.jsonl")) matcher.advices.put(advice);
  for (const pending of lines<Pending>(folder, "pending.jsonl")) matcher.pending.set(pending.receipt.id, pending);
  fill(matcher.records, model.records);
  fill(matcher.recent, model.recent);
  fill(matcher.writtenOff, model.writtenOff);
  fill(matcher.advices.used, model.used);
  for (const [receipt, allocations] of model.posted) {
    matcher.posted.set(receipt, allocations.flatMap(([entity, document, amount]) => matcher.ledger.item(entity, document) ? [{ item: matcher.ledger.item(entity, document)!, amount }] : []));
  }
  return { matcher, known: new Map(model.known), samplesSince: model.samplesSince, samplesOnDisk: () => lines<Sample>(folder, "samples.jsonl") };
}

export function saveState(folder: string, { matcher, known, samplesSince }: State, samples: { readonly all: readonly Sample[] } | { readonly more: readonly Sample[] }, today: number): void {
  mkdirSync(folder, { recursive: true });
  const { scorer, ledger, advices } = matcher;
  write(folder, "customers.jsonl", ledger.parties.values());
  // Closed documents stay for a year and a bit: a duplicate that comes later is not recognised as one, and is unmatched all the same.
  write(folder, "items.jsonl", [...ledger.items.values()].filter((item) => item.open !== 0 || item.due > today - 400).map(rowOf));
  write(folder, "lessons.jsonl", matcher.memory.lessons.values());
  write(folder, "advices.jsonl", [...advices.all.values()].filter((advice) => (advice.paidOn ?? today) > today - 90));
  write(folder, "pending.jsonl", [...matcher.pending.values()].filter((pending) => pending.receipt.booked > today - 60));
  if ("all" in samples) write(folder, "samples.jsonl", samples.all.slice(-25_000));
  else appendFileSync(join(folder, "samples.jsonl"), samples.more.map((sample) => `${JSON.stringify(sample)}\n`).join(""));
  const model: Model = {
    vocabulary: scorer.vocabulary.names, weights: [...scorer.weights].map((weight) => weight ?? 0), knots: [...scorer.knots], threshold: Number.isFinite(scorer.threshold) ? scorer.threshold : null, trainedOn: scorer.trainedOn, samplesSince,
    records: [...matcher.records], recent: [...matcher.recent].filter(([, day]) => day > today - 60), writtenOff: [...matcher.writtenOff], known: [...known].slice(-40_000), used: [...advices.used],
    posted: [...matcher.posted].map(([receipt, allocations]) => [receipt, allocations.map(({ item, amount }) => [item.entity, item.document, amount])]),
  };
  put(folder, "model.json", JSON.stringify(model));
}

type ItemRow = [document: string, kind: "INV" | "CN", entity: string, customer: string, issued: number, due: number, currency: string, amount: number, open: number, po: string, origin: string, rate: number, until: number];
const rowOf = (item: Item): ItemRow => [item.document, item.kind, item.entity, item.customer, item.issued, item.due, item.currency, item.amount, item.open, item.po, item.origin, item.discountRate, item.discountUntil];
const itemOf = ([document, kind, entity, customer, issued, due, currency, amount, open, po, origin, discountRate, discountUntil]: ItemRow): Item => ({ document, kind, entity, customer, issued, due, currency, amount, open, po, origin, discountRate, discountUntil });

function lines<T>(folder: string, name: string): T[] {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as T) : [];
}

function fill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  for (const [key, value] of entries) map.set(key, value);
}

function write(folder: string, name: string, values: Iterable<unknown>): void {
  let text = "";
  for (const value of values) text += `${JSON.stringify(value)}\n`;
  put(folder, name, text);
}

function put(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, `${name}.new`), text);
  renameSync(join(folder, `${name}.new`), join(folder, name));
}
