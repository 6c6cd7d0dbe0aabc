// Every variable that a template may use: what it is, when it is there, an example. The editor lists them, the linter refuses any other.
// All of them are finished texts (amounts and dates as the reader writes them) except flags and counts, which only an `{% if %}` asks for.
import { daysBetween } from "#domain/date.ts";
import { isPositive, type Money } from "#domain/money.ts";
import { askedAmounts, totalsOf, type MessageContent, type MessageKind, type Total } from "#domain/dunning/messages/content.ts";
import { formatsFor, listed } from "#domain/dunning/messages/format.ts";
import { toldClaim } from "#domain/dunning/messages/late-claim.ts";
import { printed } from "#domain/dunning/messages/reference.ts";
import { wordsOf, type MessageLanguage } from "#domain/dunning/messages/words.ts";

export type Variable = {
  readonly type: "text" | "amount" | "date" | "count" | "flag";
  /** always there · there for these kinds of message · only sometimes: to be asked for with `{% if %}` first. */
  readonly there: "always" | "sometimes" | readonly MessageKind[];
  readonly example: string;
};

const always = "always" as const;
const sometimes = "sometimes" as const;
const ofPromise = ["promise-confirmed", "promise-broken"] as const;
const withDeadline = ["formal-notice"] as const;
/** About invoices that are asked for; the others may have none. */
const withItems = ["courtesy", "reminder-1", "reminder-2", "reminder-3", "formal-notice", "promise-broken"] as const;

export const variables = {
  "contact.name": { type: "text", there: sometimes, example: "Anne Petit" },
  "debtor.name": { type: "text", there: always, example: "Océlia Frais" },
  "debtor.code": { type: "text", there: always, example: "C-10442" },
  "creditor.name": { type: "text", there: always, example: "Maison Valdré SAS" },
  "sender.name": { type: "text", there: always, example: "Inès Marchal" },
  "sender.role": { type: "text", there: sometimes, example: "Chargée de recouvrement" },
  "sender.phone": { type: "text", there: sometimes, example: "+33 1 70 00 00 00" },
  "today": { type: "date", there: always, example: "24 novembre 2026" },
  "items.count": { type: "count", there: always, example: "3" },
  "items.one": { type: "flag", there: always, example: "false" },
  "item.number": { type: "text", there: withItems, example: "F-2026-0412" },
  "item.issuedOn": { type: "date", there: withItems, example: "12 septembre 2026" },
  "item.dueOn": { type: "date", there: withItems, example: "12 octobre 2026" },
  "item.daysLate": { type: "count", there: withItems, example: "43" },
  "asked.any": { type: "flag", there: always, example: "true" },
  "asked.total": { type: "amount", there: withItems, example: "31 875,40 €" },
  "open.total": { type: "amount", there: sometimes, example: "35 996,20 €" },
  "overdue.total": { type: "amount", there: sometimes, example: "31 875,40 €" },
  "disputed.total": { type: "amount", there: sometimes, example: "1 200,00 €" },
  "credits.total": { type: "amount", there: sometimes, example: "4 120,80 €" },
  "previous.on": { type: "date", there: sometimes, example: "9 novembre 2026" },
  "deadline.on": { type: "date", there: withDeadline, example: "8 décembre 2026" },
  "deadline.days": { type: "count", there: withDeadline, example: "14" },
  "promise.total": { type: "amount", there: ofPromise, example: "18 000,00 €" },
  "promise.on": { type: "date", there: ofPromise, example: "20 novembre 2026" },
  "payment.total": { type: "amount", there: ["thank-you"], example: "18 000,00 €" },
  "payment.on": { type: "date", there: ["thank-you"], example: "20 novembre 2026" },
  "dispute.total": { type: "amount", there: ["dispute-acknowledged"], example: "1 200,00 €" },
  "dispute.reason": { type: "text", there: sometimes, example: "Prix facturé" },
  "dispute.reference": { type: "text", there: sometimes, example: "L-2026-031" },
  "call.on": { type: "date", there: ["call-note"], example: "24 novembre 2026" },
  "call.with": { type: "text", there: sometimes, example: "Anne Petit" },
  "call.note": { type: "text", there: sometimes, example: "Règlement prévu dès réception de l’avoir." },
  "claim.total": { type: "amount", there: sometimes, example: "32 189,15 €" },
  "reference": { type: "text", there: sometimes, example: "RF72 C104 42" },
  "link.pay": { type: "text", there: sometimes, example: "https://desk.example/p/x" },
  "message.id": { type: "text", there: always, example: "msg_1" },
} as const satisfies Readonly<Record<string, Variable>>;
export type VariableName = keyof typeof variables;

/** Whether a message of that kind surely has the variable. */
export const isSure = (name: VariableName, kind: MessageKind): boolean => {
  const { there } = variables[name] as Variable;
  return there === always || (there !== sometimes && there.includes(kind));
};

export type Scope = Readonly<Record<string, unknown>>;

/** The variables of one message. What is not known is absent: a template that asks without checking is stopped by its linter, not by its reader. */
export function scopeOf(content: MessageContent, language: MessageLanguage, totals: readonly Total[] = totalsOf(content)): Scope {
  const formats = formatsFor(language, content.debtor.country);
  const sumOf = (amounts: readonly Money[]): string | undefined => listed(amounts.filter(isPositive).map((amount) => formats.amount(amount)), wordsOf[language].and);
  const date = (on: string | undefined): string | undefined => (on === undefined ? undefined : formats.longDate(on));
  const { promise, payment, dispute, call, links, sender, lines, today, deadline } = content;
  const [oldest] = lines;
  const claim = toldClaim(content.claim);
  return {
    today: formats.longDate(today),
    message: { id: content.id },
    reference: content.reference === undefined ? undefined : printed(content.reference),
    contact: present({ name: content.contact?.name }),
    debtor: { name: content.debtor.name, code: content.debtor.code },
    creditor: { name: content.creditor.name },
    // A telephone number in a sentence stays in one piece.
    sender: present({ name: sender.name, role: sender.role, phone: sender.phone?.replaceAll(" ", "\u00a0") }),
    items: { count: lines.length, one: lines.length === 1 },
    item: oldest ? { number: oldest.number, issuedOn: date(oldest.issuedOn), dueOn: date(oldest.dueOn), daysLate: oldest.daysLate } : {},
    // Nothing asked is said as nothing: whether such a message may go at all is `incomplete`'s to say, not a variable's.
    asked: present({ any: askedAmounts(totals).length > 0, total: sumOf(totals.map(({ asked }) => asked)) ?? (totals[0] && formats.amount(totals[0].asked)) }),
    open: present({ total: sumOf(totals.map(({ open }) => open)) }),
    overdue: present({ total: sumOf(totals.map(({ overdue }) => overdue)) }),
    disputed: present({ total: sumOf(totals.map(({ disputed }) => disputed)) }),
    credits: present({ total: sumOf(totals.map(({ credits }) => credits)) }),
    previous: present({ on: date(content.previousOn) }),
    deadline: present({ on: date(deadline), days: deadline === undefined ? undefined : daysBetween(today, deadline) }),
    promise: present({ total: promise && sumOf(promise.amounts), on: date(promise?.on) }),
    payment: present({ total: payment && sumOf(payment.amounts), on: date(payment?.on) }),
    dispute: present({ total: dispute && sumOf(dispute.amounts), reason: dispute?.reason, reference: dispute?.reference }),
    call: present({ on: date(call?.on), with: call?.with, note: call?.note }),
    claim: present({ total: claim && sumOf(claim.amounts.map(({ total }) => total)) }),
    link: present({ pay: links.pay }),
  };
}

const present = (values: Readonly<Record<string, unknown>>): Scope => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
