// Fourteen months of business: who bought, who paid when, what is disputed. Told as documents with what settled them, the way an ERP keeps them.
// A payment settles invoices in full (one lettering code, sums to zero), in part, or stays on the account; a credit note is netted with the next payment.
import { addDays, daysBetween, fromEpochDay, epochDay, monthEnd } from "#domain/date.ts";
import { chance, type Chance } from "#infra/local/demo/chance.ts";
import { collectors, salespeople } from "#infra/local/demo/company.ts";
import { inventName, type Country } from "#infra/local/demo/names.ts";

export type Terms = { readonly days: number; readonly endOfMonth: boolean };
type Habit = { readonly kind: "early" | "punctual" | "late" | "very-late" | "monthly-run"; readonly delay: number; readonly spread: number };

export type Buyer = {
  readonly code: string;
  readonly country: Country;
  readonly name: string;
  readonly legalName: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly segment: "key account" | "retail" | "hospitality" | "wholesale";
  readonly terms: Terms;
  readonly collector: string;
  readonly salesperson: string;
  readonly habit: Habit;
  readonly invoicesAMonth: number;
  /** Minor units of a usual invoice. */
  readonly usual: number;
  readonly email: string;
  /** Of the ranges that are kept for fiction; one in six has none. */
  readonly phone: string;
};

export type Document = {
  readonly number: string;
  readonly buyer: Buyer;
  readonly kind: "invoice" | "credit-note" | "payment";
  readonly issuedOn: string;
  readonly dueOn: string;
  /** Signed minor units: invoices positive, credit notes and payments negative. */
  readonly minor: number;
  open: number;
  readonly reference: string;
  settledOn?: string;
  lettering?: string;
  disputed?: { readonly minor: number; readonly reason: string };
};

/** Money on its way: what one buyer pays with one transfer. The bank books it on `today`; the ERP does not know of it yet. */
export type Arrival = { readonly buyer: Buyer; readonly bills: readonly Document[] };
export type Trade = { readonly buyers: readonly Buyer[]; readonly documents: readonly Document[]; readonly arrivals: readonly Arrival[] };
export type TradeSize = { readonly seed: number; readonly today: string; readonly customers: number; readonly months: number };

const shares: readonly [Country, number][] = [["FR", 0.6], ["GB", 0.225], ["US", 0.175]];

export function trade({ seed, today, customers, months }: TradeSize): Trade {
  const luck = chance(seed);
  const taken = new Set<string>();
  const buyers = shares.flatMap(([country, share]) => Array.from({ length: Math.round(customers * share) }, (_, n) => buyer(luck, country, n, taken)));
  const start = fromEpochDay(epochDay(today) - Math.round(months * 30.44));
  const accounts = buyers.map((one) => account(chance(seed ^ hash(one.code)), one, start, today));
  return { buyers, documents: accounts.flatMap(({ documents }) => documents), arrivals: accounts.flatMap(({ arrivals }) => arrivals) };
}

function buyer(luck: Chance, country: Country, n: number, taken: Set<string>): Buyer {
  const { name, legalName, street, postcode, city } = inventName(luck, country, taken);
  const big = luck.happens(0.12);
  const termsOf: Record<Country, readonly Terms[]> = {
    FR: [{ days: 30, endOfMonth: false }, { days: 45, endOfMonth: true }, { days: 60, endOfMonth: false }, { days: 45, endOfMonth: false }],
    GB: [{ days: 30, endOfMonth: false }, { days: 30, endOfMonth: true }],
    US: [{ days: 30, endOfMonth: false }, { days: 45, endOfMonth: false }],
  };
  const slug = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z]+/g, "-");
  const code = `${{ FR: "C-1", GB: "UK", US: "US-" }[country]}${String(n * 7 + 204).padStart(4, "0")}`;
  return {
    code, country, name, legalName, street, postcode, city,
    segment: big ? "key account" : luck.pick(["retail", "hospitality", "wholesale"] as const),
    terms: luck.pick(termsOf[country]),
    collector: luck.pick(collectors[country]),
    salesperson: luck.pick(salespeople[country]),
    habit: habit(luck),
    invoicesAMonth: big ? luck.between(5, 9) : luck.between(1, 4),
    usual: Math.round((big ? luck.between(9_000, 42_000) : luck.between(600, 9_500)) * 100),
    email: `accounts@${slug}.example`,
    phone: phoneOf(hash(code), country),
  };
}

function phoneOf(number: number, country: Country): string {
  if (number % 6 === 0) return "";
  const digits = String(number % 10_000).padStart(4, "0");
  return { FR: `01 99 00 ${digits.slice(0, 2)} ${digits.slice(2)}`, GB: `020 7946 0${digits.slice(1)}`, US: `212-555-01${digits.slice(2)}` }[country];
}

const habit = (luck: Chance): Habit =>
  luck.pick<Habit>([
    { kind: "early", delay: -4, spread: 3 },
    { kind: "punctual", delay: 1, spread: 2 },
    { kind: "punctual", delay: 2, spread: 3 },
    { kind: "late", delay: 9, spread: 6 },
    { kind: "late", delay: 16, spread: 8 },
    { kind: "very-late", delay: 38, spread: 22 },
    { kind: "monthly-run", delay: 6, spread: 4 },
  ]);

/** Everything on one buyer's account, in order of date. */
function account(luck: Chance, one: Buyer, start: string, today: string): { documents: Document[]; arrivals: Arrival[] } {
  const bills = invoices(luck, one, start, today);
  const payments: Document[] = [];
  let code = 0;
  const runs = paymentRuns(luck, one, bills);
  for (const [paidOn, due] of runs.filter(([on]) => on < today)) settle(luck, one, paidOn, due, `${letters(code++)}`, payments);
  const unexplained = luck.happens(0.06) ? [onAccount(luck, one, today)] : [];
  // Three days' worth of transfers lie on the statement of this morning: there is a desk to look at also after a quiet day.
  const arrivals = runs.filter(([on]) => on >= today && on < addDays(today, 4)).map(([, due]) => ({ buyer: one, bills: due }));
  return { documents: [...bills, ...payments, ...unexplained], arrivals: arrivals.filter((arrival) => arrival.bills.reduce((sum, { minor }) => sum + minor, 0) > 0) };
}

function invoices(luck: Chance, one: Buyer, start: string, today: string): Document[] {
  const found: Document[] = [];
  const prefix = { FR: ["FA", "AV"], GB: ["INV", "CRN"], US: ["INV", "CM"] }[one.country] as [string, string];
  const everyDays = 30.44 / one.invoicesAMonth;
  for (let day = epochDay(start) + luck.next() * everyDays; day <= epochDay(today); day += everyDays * (0.5 + luck.next())) {
    const issuedOn = fromEpochDay(Math.floor(day));
    const credit = found.length > 2 && luck.happens(0.04);
    const size = Math.max(4_900, Math.round(one.usual * Math.exp(luck.around(0, 0.55))));
    const minor = credit ? -Math.round(size * 0.18) : size;
    const number = `${prefix[credit ? 1 : 0]}-${issuedOn.slice(2, 4)}-${String(hash(one.code + found.length) % 100_000).padStart(5, "0")}`;
    found.push({ number, buyer: one, kind: credit ? "credit-note" : "invoice", issuedOn, dueOn: credit ? issuedOn : dueDate(issuedOn, one.terms), minor, open: minor, reference: `PO ${luck.between(61_000, 98_999)}` });
  }
  return dispute(luck, unique(found), today);
}

/** One in forty recent invoices is disputed, in part or whole. */
function dispute(luck: Chance, bills: Document[], today: string): Document[] {
  for (const bill of bills) {
    if (bill.kind !== "invoice" || daysBetween(bill.issuedOn, today) > 150 || !luck.happens(0.025)) continue;
    bill.disputed = { minor: luck.happens(0.5) ? bill.minor : Math.round(bill.minor * luck.pick([0.1, 0.25, 0.4])), reason: luck.pick(["pricing", "quantity", "quality", "delivery", "missing purchase order"]) };
  }
  return bills;
}

/** What is paid together: per day on which this payer's habit makes him pay. A disputed invoice, and a few forgotten ones, wait. */
function paymentRuns(luck: Chance, one: Buyer, bills: readonly Document[]): [string, Document[]][] {
  const runs = new Map<string, Document[]>();
  for (const bill of bills) {
    if (bill.disputed || luck.happens(0.012)) continue;
    const wished = addDays(bill.dueOn, Math.round(luck.around(one.habit.delay, one.habit.spread)));
    const paidOn = one.habit.kind === "monthly-run" ? nextRunDay(wished) : weekday(wished < bill.issuedOn ? bill.issuedOn : wished);
    runs.set(paidOn, [...(runs.get(paidOn) ?? []), bill]);
  }
  return [...runs].sort(([a], [b]) => (a < b ? -1 : 1));
}

function settle(luck: Chance, one: Buyer, paidOn: string, due: readonly Document[], lettering: string, payments: Document[]): void {
  const total = due.reduce((sum, bill) => sum + bill.minor, 0);
  if (total <= 0) return;
  const last = due.at(-1)!;
  const short = due.length === 1 && last.kind === "invoice" && luck.happens(0.03) ? Math.round(last.minor * luck.pick([0.02, 0.3, 0.5])) : 0;
  for (const bill of due) Object.assign(bill, { open: 0, settledOn: paidOn, lettering });
  last.open = short;
  payments.push({ number: `${{ FR: "VIR", GB: "BACS", US: "ACH" }[one.country]}-${hash(one.code + paidOn) % 10_000_000}`, buyer: one, kind: "payment", issuedOn: paidOn, dueOn: paidOn, minor: short - total, open: 0, reference: due.slice(0, 3).map(({ number }) => number).join(" "), settledOn: paidOn, lettering });
}

function onAccount(luck: Chance, one: Buyer, today: string): Document {
  const issuedOn = weekday(addDays(today, -luck.between(2, 40)));
  const minor = -Math.round(one.usual * (0.2 + luck.next()));
  return { number: `${{ FR: "VIR", GB: "BACS", US: "ACH" }[one.country]}-${hash(`${one.code}on account`) % 10_000_000}`, buyer: one, kind: "payment", issuedOn, dueOn: issuedOn, minor, open: minor, reference: "" };
}

function dueDate(issuedOn: string, { days, endOfMonth }: Terms): string {
  const due = addDays(issuedOn, days);
  return endOfMonth ? monthEnd(due) : due;
}

function nextRunDay(date: string): string {
  const day = Number(date.slice(8));
  if (day <= 10) return weekday(`${date.slice(0, 8)}10`);
  return day <= 25 ? weekday(`${date.slice(0, 8)}25`) : weekday(addDays(monthEnd(date), 10));
}

/** Banks are shut at weekends: Monday. */
function weekday(date: string): string {
  const day = (epochDay(date) + 4) % 7;
  return day === 6 ? addDays(date, 2) : day === 0 ? addDays(date, 1) : date;
}

const unique = (found: Document[]): Document[] => [...new Map(found.map((bill) => [bill.number, bill])).values()];
const letters = (n: number): string => String.fromCharCode(65 + (Math.floor(n / 676) % 26), 65 + (Math.floor(n / 26) % 26), 65 + (n % 26));
const hash = (text: string): number => [...text].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0, 7);
