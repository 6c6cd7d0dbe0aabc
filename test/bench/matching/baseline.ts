// What public systems do, on the same receipts: (1) a payment is posted when its text holds exact document numbers whose sum is exactly its amount;
// (2) rules in the manner of Odoo: the partner by account, then by name; tokens of four and more digits equal to those of a number; the document of exactly
// the amount first, else documents in order until the amount is covered; posted when a token matched and the sum is equal or the receipt larger.
import type { Item, Receipt } from "#domain/cash-application/matching/model.ts";
import { coreOf } from "#domain/cash-application/matching/name.ts";
import { fold, keyOf } from "#domain/cash-application/matching/spelling.ts";
import type { Truth, World } from "./trade.ts";

export type Baseline = { receipts: number; auto: number; right: number };
type Post = (receipt: Receipt) => readonly Item[] | null;

export function baselines(world: World, testDays: number): { exact: Baseline; odoo: Baseline } {
  const firstTest = world.firstDay + world.knobs.days - testDays;
  const open = new Map<string, Item>(world.items.map((item) => [`${item.entity}|${item.document}`, { ...item, open: item.amount }]));
  const byNumber = Map.groupBy(open.values(), (item) => keyOf(item.document));
  const byDigits = Map.groupBy(open.values(), (item) => keyOf(item.document).replace(/\D/g, ""));
  const byIban = new Map(world.customers.flatMap(({ party }) => party.ibans.map((iban) => [iban, party.code] as const)));
  const byName = Map.groupBy(world.customers, ({ party }) => coreOf(party.name));
  const live = (item: Item, receipt: Receipt): boolean => item.open !== 0 && item.entity === receipt.entity && item.currency === receipt.currency && item.issued <= receipt.booked;
  const exactly: Post = (receipt) => {
    const items = [...new Set(fold(`${receipt.text} ${receipt.structured.join(" ")}`).split(/[\s,;+]+/).flatMap((word) => byNumber.get(keyOf(word.replace(/^RF\d\d/, ""))) ?? []))].filter((item) => live(item, receipt));
    return items.length > 0 && sum(items) === receipt.amount ? items : null;
  };
  const likeOdoo: Post = (receipt) => {
    const names = byName.get(coreOf(receipt.name)) ?? [];
    const partner = byIban.get(receipt.iban) ?? (names.length === 1 ? names[0]!.party.code : undefined);
    const tokens = new Set(fold(receipt.text).split(/\s+/).map((word) => word.replace(/\D/g, "")).filter((digits) => digits.length >= 4));
    const items = [...new Set([...tokens].flatMap((digits) => byDigits.get(digits) ?? []))].filter((item) => live(item, receipt) && (partner === undefined || item.customer === partner)).toSorted((a, b) => a.due - b.due);
    const single = items.find((item) => item.open === receipt.amount);
    if (single) return [single];
    const taken: Item[] = [];
    for (const item of items) if (sum(taken) < receipt.amount) taken.push(item);
    return taken.length > 0 && sum(taken) <= receipt.amount ? taken : null;
  };
  const [exact, odoo] = [{ receipts: 0, auto: 0, right: 0 }, { receipts: 0, auto: 0, right: 0 }];
  for (const truth of world.truths) {
    if (truth.receipt.booked >= firstTest) for (const [figures, post] of [[exact, exactly], [odoo, likeOdoo]] as const) count(figures, truth, post(truth.receipt));
    for (const { item, amount } of truth.allocations) open.get(`${item.entity}|${item.document}`)!.open -= amount;
  }
  return { exact, odoo };
}

const sum = (items: readonly Item[]): number => items.reduce((total, item) => total + item.open, 0);

function count(figures: Baseline, { allocations }: Truth, items: readonly Item[] | null): void {
  figures.receipts++;
  if (!items) return;
  figures.auto++;
  const signature = (list: readonly { document: string; amount: number }[]): string => list.map(({ document, amount }) => `${document}=${amount}`).toSorted().join();
  if (signature(items.map((item) => ({ document: item.document, amount: item.open }))) === signature(allocations.map(({ item, amount }) => ({ document: item.document, amount })))) figures.right++;
}
