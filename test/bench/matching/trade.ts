// A made-up group's trade, day by day: invoices and credit notes are issued, customers pay in their own ways, banks cut what they write, and about one
// receipt in eleven is of a kind that nobody may post without asking. The truth of each receipt is kept beside it.
import { epochDay } from "#domain/date.ts";
import { discountOf } from "#domain/cash-application/matching/difference.ts";
import type { Adjustment, Advice, Item, Receipt } from "#domain/cash-application/matching/model.ts";
import { chanceOf, type Chance } from "./chance.ts";
import { customersOf, entities, type Customer, type Knobs } from "./people.ts";
import { banked, senderOf, wordsFor } from "./wording.ts";

export type Truth = { readonly receipt: Receipt; readonly case: string; readonly mustNot: boolean; readonly payer: string; readonly allocations: readonly { item: Item; amount: number }[]; readonly adjustments: readonly Adjustment[]; readonly advice: Advice | null };
export type World = { readonly knobs: Knobs; readonly customers: readonly Customer[]; readonly items: readonly Item[]; readonly truths: readonly Truth[]; readonly firstDay: number };

type Account = { readonly customer: Customer; readonly open: Item[]; readonly payDay: Map<Item, number>; readonly parts: Map<Item, number>; readonly offset: number };
type Trade = { readonly knobs: Knobs; readonly chance: Chance; readonly accounts: Account[]; readonly items: Item[]; readonly truths: Truth[]; readonly counters: Map<string, number>; readonly later: Map<number, (() => void)[]>; serial: number };

export function worldOf(knobs: Knobs): World {
  const chance = chanceOf(knobs.seed);
  const customers = customersOf(knobs, chance);
  const firstDay = epochDay("2025-01-06");
  const trade: Trade = { knobs, chance, accounts: customers.map((customer) => ({ customer, open: [], payDay: new Map(), parts: new Map(), offset: chance.int(0, 29) })), items: [], truths: [], counters: new Map(), later: new Map(), serial: 0 };
  for (let day = firstDay; day < firstDay + knobs.days; day++) {
    if ((day + 3) % 7 >= 5) continue;
    for (const account of trade.accounts) issue(trade, account, day);
    for (const account of trade.accounts) pay(trade, account, day);
    for (const late of [...(trade.later.get(day) ?? []), ...(trade.later.get(day - 1) ?? []), ...(trade.later.get(day - 2) ?? [])]) late();
    for (const past of [day, day - 1, day - 2]) trade.later.delete(past);
  }
  return { knobs, customers, items: trade.items, truths: trade.truths, firstDay };
}

function issue(trade: Trade, account: Account, day: number): void {
  const { chance } = trade;
  const { customer } = account;
  const count = chance.yes(customer.rate) ? chance.weighed({ 1: 5, 2: 3, 4: 1 }) : 0;
  for (let n = 0; n < Number(count); n++) newItem(trade, account, day, Math.round(Math.exp(chance.normal() * 1.2 + 6.3) * 100) + 500);
  if (customer.subscription > 0 && (day - account.offset) % 30 < 1) newItem(trade, account, day, customer.subscription);
  const origin = chance.yes(customer.rate * 0.06) ? account.open.find((item) => item.kind === "INV" && item.issued < day - 5) : undefined;
  if (origin && customer.creditHabit !== "separate") newItem(trade, account, day, -Math.round(origin.amount * chance.pick([0.1, 0.15, 0.25, 0.5, chance.next() * 0.5])), origin.document);
}

function newItem({ chance, items, counters }: Trade, account: Account, day: number, amount: number, origin = ""): void {
  const { customer } = account;
  const entity = entities.find(({ code }) => code === customer.party.entity)!;
  const number = (counters.get(entity.code) ?? 0) + 1;
  counters.set(entity.code, number);
  const kept = amount > 0 && chance.yes(0.06) ? Math.max(1000, Math.round(amount / 10_000) * 10_000) : amount;
  const due = day + (amount < 0 ? 0 : chance.pick([30, 30, 45, 60]));
  const rate = amount > 0 ? customer.discountRate : 0;
  const item: Item = {
    document: entity.number(number, 2025), kind: amount < 0 ? "CN" : "INV", entity: entity.code, customer: customer.party.code, issued: day, due, currency: customer.currency, amount: kept, open: kept,
    po: chance.yes(customer.naming === "order" ? 1 : 0.3) ? `PO${chance.int(100_000, 999_999)}` : "", origin, discountRate: rate, discountUntil: rate > 0 ? day + 10 : 0,
  };
  items.push(item);
  account.open.push(item);
  account.payDay.set(item, rate > 0 && customer.discountHabit === "earned" ? day + chance.int(6, 9) : due + customer.delay + chance.int(-2, 4));
}

function pay(trade: Trade, account: Account, day: number): void {
  const { customer, payDay, open } = account;
  const { chance } = trade;
  const ready = (item: Item): boolean => item.kind === "INV" && payDay.get(item)! <= day;
  const run = (day - account.offset) % customer.every < 1 || ((day - account.offset) % customer.every < 3 && (day + 3) % 7 === 0);
  const invoices = open.filter((item) => item.kind === "INV");
  if (customer.grouping === "each") return void invoices.filter(ready).forEach((item) => send(trade, account, [item], day));
  if (!run) return;
  if (customer.grouping === "instalments") return void invoices.filter(ready).slice(0, 1).forEach((item) => instalment(trade, account, item, day));
  let set: Item[] = [];
  if (customer.grouping === "runDue") set = invoices.filter(ready);
  if (customer.grouping === "balance") set = invoices.filter((item) => item.issued < day - 3);
  const byDue = invoices.toSorted((a, b) => a.due - b.due || a.issued - b.issued || (a.document < b.document ? -1 : 1));
  if (customer.grouping === "prefix" && byDue.some((item) => item.due <= day + 5)) set = byDue.slice(0, chance.int(1, Math.min(6, byDue.length)));
  if (customer.grouping === "some") set = chance.shuffled(invoices.filter(ready)).slice(0, chance.int(1, 5));
  if (customer.grouping === "month") {
    const month = (at: number): string => new Date(at * 864e5).toISOString().slice(0, 7);
    const past = invoices.filter((item) => month(item.issued) < month(day - 12)).map((item) => month(item.issued)).toSorted();
    set = invoices.filter((item) => month(item.issued) === past[0]);
  }
  if (set.length > 0) send(trade, account, set, day);
}

function instalment(trade: Trade, account: Account, item: Item, day: number): void {
  const parts = account.parts.get(item) ?? trade.chance.int(2, 4);
  account.parts.set(item, parts);
  const amount = Math.min(item.open, Math.round(item.amount / parts));
  const last = item.open - amount < 5;
  receive(trade, account, { case: "instalment", mustNot: false, items: [item], allocations: [{ item, amount: last ? item.open : amount }], adjustments: [], day, text: `${last ? "SOLDE" : "ACOMPTE"} ${wordsFor(account.customer, [item], null, 1, trade.chance)}` });
}

function send(trade: Trade, account: Account, invoices: readonly Item[], day: number): void {
  const { chance, knobs } = trade;
  const { customer } = account;
  const credits = customer.grouping === "each" && chance.yes(0.5) ? [] : account.open.filter((item) => item.kind === "CN");
  const sum = invoices.reduce((total, item) => total + item.open, 0);
  const taken = credits.reduce((total, item) => total + item.open, 0) + sum > sum * 0.2 ? credits : [];
  const items = [...invoices, ...taken];
  const allocations = items.map((item) => ({ item, amount: item.open }));
  const adjustments: Adjustment[] = [];
  let name = items.length === 1 ? "single" : taken.length > 0 ? "credit" : customer.grouping;
  const discount = items.reduce((total, item) => total + (item.discountRate > 0 && (customer.discountHabit === "late" || (customer.discountHabit === "earned" && day <= item.discountUntil)) ? discountOf(item) : 0), 0);
  if (discount > 0) [name] = ["discount", adjustments.push({ type: "discount", amount: discount })];
  else if (customer.fee > 0 && sum > customer.fee * 4) [name] = ["fee", adjustments.push({ type: "bankFee", amount: customer.fee })];
  else if (customer.cents && chance.yes(0.4) && sum > 2000) [name] = ["cents", adjustments.push({ type: "cents", amount: chance.pick([-5, -2, -1, 1, 2, 3, 6]) })];
  else if (customer.rounds && sum % 100 !== 0 && sum > 20_000 && taken.length === 0) [name] = ["rounded", adjustments.push({ type: "cents", amount: sum % 100 })];
  else if (customer.retention && taken.length === 0) {
    for (const allocation of allocations) allocation.amount -= Math.round(allocation.amount * 0.05);
    name = "retention";
  }
  const months = new Set(invoices.map((item) => new Date(item.issued * 864e5).getUTCMonth()));
  const month = months.size === 1 ? [...months][0]! : null;
  const text = wordsFor(customer, items, month, knobs.noise, chance);
  const twins = allocations.some(({ item }) => account.open.some((other) => other !== item && !items.includes(other) && other.open === item.open)) && !invoices.some((item) => text.replace(/\W/g, "").includes(item.document.replace(/\W/g, "")) || text.includes(item.document.replace(/\D/g, "").slice(-4).replace(/^0+/, "")) || (item.po !== "" && text.includes(item.po)));
  const advised = customer.advice && chance.yes(0.9);
  receive(trade, account, { case: twins && !advised ? "twins" : name, mustNot: twins && !advised, items, allocations, adjustments, day, text, advised });
}

type Sending = { readonly case: string; readonly mustNot: boolean; readonly items: readonly Item[]; readonly allocations: { item: Item; amount: number }[]; readonly adjustments: Adjustment[]; readonly day: number; readonly text: string; readonly advised?: boolean };

function receive(trade: Trade, account: Account, sending: Sending): void {
  const { chance, knobs } = trade;
  const spoiled = chance.yes(knobs.mustNot * 0.72) ? spoil(trade, account, sending) : null;
  if (spoiled === "replaced") return;
  const { allocations, adjustments } = sending;
  const amount = allocations.reduce((sum, part) => sum + part.amount, 0) - adjustments.reduce((sum, part) => sum + part.amount, 0);
  if (amount <= 0) return;
  const receipt = book(trade, account, sending.day, amount, sending.text);
  for (const { item, amount: cleared } of allocations) {
    item.open -= cleared;
    if (Math.abs(item.open) === 0) account.open.splice(account.open.indexOf(item), 1);
    else if (sending.case === "retention" || spoiled) account.payDay.set(item, 99_999_999);
  }
  const advice = sending.advised && !spoiled ? adviceOf(receipt, account.customer, sending, chance) : null;
  trade.truths.push({ receipt, case: spoiled ?? sending.case, mustNot: sending.mustNot || spoiled !== null, payer: (account.customer.paidBy ?? account.customer).party.code, allocations, adjustments, advice });
  if (!spoiled && chance.yes(knobs.mustNot * 0.15)) repeat(trade, account, receipt, chance.int(2, 25));
}

/** What must wait for a person. */
function spoil(trade: Trade, account: Account, sending: Sending): string | null {
  const { chance } = trade;
  const kind = chance.weighed({ short: 24, over: 12, prepayment: 16, unknown: 12, notCustomer: 10, factor: 8, wrongEntity: 12 });
  const sum = sending.allocations.reduce((total, part) => total + part.amount, 0);
  if (kind === "short") {
    const part = sending.allocations.find(({ amount }) => amount > 2000);
    if (!part) return null;
    part.amount -= Math.round(Math.min(part.amount * 0.9, sum * (0.02 + chance.next() * 0.2)));
    sending.adjustments.length = 0;
    return "short";
  }
  if (kind === "over") return (sending.adjustments.push({ type: "other", amount: -Math.round(sum * (0.02 + chance.next() * 0.3)) - 100 }), "over");
  const other = (text: string, amount: number, change: Partial<Receipt> = {}, payer = ""): "replaced" => {
    trade.truths.push({ receipt: { ...book(trade, account, sending.day, amount, text), ...change }, case: kind, mustNot: true, payer, allocations: [], adjustments: [], advice: null });
    return "replaced";
  };
  const round = chance.int(3, 80) * 10_000;
  const { customer } = account;
  if (kind === "prepayment") return other(`${chance.pick(["ACOMPTE DEVIS", "PROFORMA", "PREPAYMENT ORDER", "ANZAHLUNG AUFTRAG", "ANTICIPO PEDIDO"])} ${chance.int(1000, 99_999)}`, round, {}, (customer.paidBy ?? customer).party.code);
  if (kind === "notCustomer") return other(chance.pick(["REMBOURSEMENT TVA 10 2025", "INTERETS CREDITEURS", "FINANZAMT ERSTATTUNG", "SINISTRE 88123 INDEMNITE", "VIREMENT INTERNE"]), round + chance.int(1, 99), { name: chance.pick(["DGFIP", "FINANZAMT", "ASSURANCES GENERALES", "HMRC"]), iban: "", ultimate: "" });
  if (kind === "factor") return other(`${chance.pick(["EUROFACTOR", "BNP FACTOR", "ABN COMMERCIAL FACTORING"])} REMISE ${chance.int(100, 999)}`, sum + chance.int(0, 1) * round, { name: "EUROFACTOR", iban: "FR7630003000000000000000123", ultimate: "" });
  if (kind === "unknown") return other("VIREMENT", sum > 0 ? sum : round, { name: chance.pick(["J MARTIN", "S KLEIN", "A SMITH", ""]), iban: "", ultimate: "" });
  const elsewhere = entities.find(({ code, currency }) => code !== customer.party.entity && currency === customer.currency);
  return elsewhere ? other(sending.text, sum, { entity: elsewhere.code }, (customer.paidBy ?? customer).party.code) : null;
}

function repeat(trade: Trade, account: Account, receipt: Receipt, days: number): void {
  const day = receipt.booked + days;
  const id = `B${String(++trade.serial).padStart(7, "0")}`;
  const again = (): void => void trade.truths.push({ receipt: { ...receipt, id, reference: id, booked: day, value: day }, case: "duplicate", mustNot: true, payer: (account.customer.paidBy ?? account.customer).party.code, allocations: [], adjustments: [], advice: null });
  trade.later.set(day, [...(trade.later.get(day) ?? []), again]);
}

function book(trade: Trade, { customer }: Account, day: number, amount: number, text: string): Receipt {
  const { chance, knobs } = trade;
  const payer = customer.paidBy ?? customer;
  const other = chance.yes(payer.otherShare);
  const bank = customer.bank;
  const name = senderOf(other ? payer.otherName : payer.party.name, payer.party.city, bank, knobs.noise, chance);
  const nameless = bank === "mt940" && chance.yes(0.05 * knobs.noise);
  const id = `B${String(++trade.serial).padStart(7, "0")}`;
  return {
    id, reference: id, entity: customer.party.entity, currency: customer.currency, booked: day, value: day, amount, name: nameless ? "" : name, ultimate: customer.paidBy && chance.yes(0.4) ? senderOf(customer.party.name, customer.party.city, bank, 0, chance) : "",
    iban: bank === "cfonb" ? "" : other ? payer.otherIban : payer.iban, endToEnd: bank === "camt" ? (chance.yes(0.5) ? "NOTPROVIDED" : `E${chance.int(100_000, 999_999)}`) : "", structured: bank === "camt" && /^RF\d{2}\S+$/.test(text) ? [text] : [],
    text: bank === "camt" && /^RF\d{2}\S+$/.test(text) ? "" : banked(text, bank, knobs.noise, chance), charges: 0, returned: false,
  };
}

function adviceOf(receipt: Receipt, customer: Customer, { allocations, adjustments, day }: Sending, chance: Chance): Advice {
  const discount = adjustments.find(({ type }) => type === "discount")?.amount ?? 0;
  let left = discount;
  const lines = allocations.map(({ item, amount }) => {
    const mine = Math.min(left, item.discountRate > 0 ? discountOf(item) : 0);
    left -= mine;
    return { reference: chance.yes(0.1) ? item.document.replace(/\D/g, "") : item.document, gross: amount, discount: mine, net: amount - mine };
  });
  return { id: `A${receipt.id}`, payer: customer.party.name, iban: chance.yes(0.4) ? receipt.iban : "", reference: receipt.endToEnd === "NOTPROVIDED" ? "" : receipt.endToEnd, paidOn: day - chance.int(0, 2), currency: receipt.currency, total: receipt.amount, lines };
}
