// The payments of a day as a clerk works through them. What is decided shows at once and is sent behind it, a few at a time; what the server refuses comes
// back to the list with the reason. Each payment's deeds go one after the other, so undoing waits for what it undoes.
import type { Across } from "#domain/cash-application/across.ts";
import { payerOf, undoubted } from "#domain/cash-application/together.ts";
import { call, type Answer, type Ask } from "#lib/api/client.ts";
import { toasts } from "#lib/components/toasts.svelte.ts";
import { whyFailed } from "#lib/format/failure.ts";
import * as m from "#lib/paraglide/messages.js";

export type Payment = Answer<"GET /payments/{id}">;
export type Order = Omit<Ask<"POST /payments/{id}/allocations">["body"], "version">;
export type FollowUp = Omit<Ask<"POST /payments/{id}/follow-up">["body"], "version">;
export const groups = ["proposed", "approval", "open", "waiting", "automatic", "byPeople", "setAside"] as const;
export type Group = (typeof groups)[number];

const AT_ONCE = 4;

export class Desk {
  rows: readonly Payment[] = $state.raw([]);
  chosen: string | undefined = $state();
  error: Error | undefined = $state.raw();
  loaded = $state(false);
  /** Deeds that are not answered yet. */
  underWay = $state(0);
  #deeds = new Map<string, Promise<Payment>>();
  #known = new Map<string, Payment>();
  #running = 0;
  #queue: (() => void)[] = [];

  readonly sections = $derived(groups.map((group) => ({ group, rows: ordered(group, this.rows.filter((one) => groupOf(one) === group)) })));
  readonly order = $derived(this.sections.flatMap(({ rows }) => rows));
  readonly at = $derived(this.order.findIndex(({ id }) => id === this.chosen));
  readonly payment = $derived(this.order[this.at]);

  /** A newer listing: what was answered meanwhile, or is still under way, is newer than any list. */
  take(listed: readonly Payment[]): void {
    const rows = listed.map((one) => {
      const known = this.#known.get(one.id);
      return known && (this.#deeds.has(one.id) || known.version > one.version) ? known : one;
    });
    this.rows = rows;
    this.loaded = true;
  }

  forget(): void {
    this.rows = [];
    this.loaded = false;
    this.#known.clear();
  }

  move(by: number): void {
    const from = this.at < 0 ? 0 : this.at + by;
    this.chosen = this.order[Math.min(this.order.length - 1, Math.max(0, from))]?.id;
  }

  /** Whatever leaves the group that one works in, the next of the group takes its place. */
  #leave(payment: Payment): void {
    if (this.chosen !== payment.id) return;
    const { rows } = this.sections.find(({ group }) => group === groupOf(payment)) ?? { rows: [] };
    const at = rows.findIndex(({ id }) => id === payment.id);
    const next = rows[at + 1] ?? rows[at - 1] ?? this.sections.find(({ group, rows: others }) => (group === "proposed" || group === "open") && others.some(({ id }) => id !== payment.id))?.rows.find(({ id }) => id !== payment.id);
    this.chosen = next?.id ?? payment.id;
  }

  #put(payment: Payment): void {
    this.#known.set(payment.id, payment);
    this.rows = this.rows.map((one) => (one.id === payment.id ? payment : one));
  }

  /** Shows what will be, sends it, and shows what is. */
  #deed(payment: Payment, shown: Partial<Payment>, run: (now: Payment) => Promise<Payment>): Promise<Payment> {
    const before = this.#deeds.get(payment.id) ?? Promise.resolve(payment);
    this.#put({ ...payment, ...shown });
    this.underWay++;
    const done = before.then((now) => this.#inTurn(() => run(now)));
    this.#deeds.set(payment.id, done);
    const settle = (now: Payment): void => {
      this.underWay--;
      if (this.#deeds.get(payment.id) !== done) return;
      this.#deeds.delete(payment.id);
      this.#put(now);
      if (now.status === "awaiting-approval" && payment.status !== now.status) toasts.say(m.approval_asked({ name: nameOf(now) }), { act: { label: m.payment_show(), run: () => (this.chosen = now.id) } });
    };
    done.then(settle, (error: Error) => {
      settle(payment);
      toasts.say(m.payment_not_done({ name: nameOf(payment), why: whyFailed(error) }), { bad: true, act: { label: m.payment_show(), run: () => (this.chosen = payment.id) } });
      void call("GET /payments/{id}", { params: { id: payment.id } }).then((now) => this.#put(now), () => undefined);
    });
    return done;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        this.#running++;
        run().then(resolve, reject).finally(() => (this.#running--, this.#queue.shift()?.()));
      };
      if (this.#running < AT_ONCE) start();
      else this.#queue.push(start);
    });
  }

  /** `quiet`: one of several that are told together. */
  apply(payment: Payment, order: Order, quiet = false): void {
    this.#leave(payment);
    void this.#deed(payment, { status: order.lines.length > 0 ? "applied" : "on-account", automatic: false, customerId: order.customerId as Payment["id"] as never }, (now) =>
      call("POST /payments/{id}/allocations", { params: { id: payment.id }, body: { ...order, version: now.version } }),
    ).catch(() => undefined);
    if (!quiet) toasts.say(order.lines.length > 0 ? m.payment_was_applied({ name: nameOf(payment) }) : m.payment_was_kept({ name: nameOf(payment) }), { act: { label: m.undo(), run: () => this.undo(payment) } });
  }

  /** Documents of several companies: each of the others is handed its part, and the rest is applied here. */
  applyAcross(payment: Payment, { handed, order }: Across): void {
    if (handed.length === 0 && order) return this.apply(payment, order);
    const parts: string[] = [];
    this.#leave(payment);
    void this.#deed(payment, { status: order ? "applied" : "on-account", automatic: false, customerId: handed[0]!.customerId as never }, async (before) => {
      let now = before;
      for (const one of handed) {
        const answer = await call("POST /payments/{id}/transfers", { params: { id: payment.id }, body: { ...one, version: now.version } });
        parts.push(answer.part.id);
        now = answer.payment;
      }
      return order ? call("POST /payments/{id}/allocations", { params: { id: payment.id }, body: { ...order, version: now.version } }) : now;
    }).catch(() => undefined);
    toasts.say(m.payment_was_applied({ name: nameOf(payment) }), { act: { label: m.undo(), run: () => this.#undoAcross(payment, parts, order !== undefined) } });
  }

  #undoAcross(payment: Payment, parts: readonly string[], applied: boolean): void {
    this.chosen = payment.id;
    void this.#deed(this.rows.find(({ id }) => id === payment.id) ?? payment, { status: payment.status, automatic: false }, async (before) => {
      let now = before;
      const standing = applied ? now.allocations.findLast(({ takenBack }) => !takenBack) : undefined;
      if (standing) now = (await call("POST /allocations/{id}/reversal", { params: { id: standing.id }, query: { payment: now.id }, body: { reason: m.undo(), version: now.version } })).payment;
      for (const one of now.transfers?.filter(({ id, returned }) => !returned && parts.includes(id)) ?? []) now = await returned(now, one, m.undo());
      return now.status === "on-account" && payment.status !== "on-account" ? call("POST /payments/{id}/reopening", { params: { id: now.id }, body: { version: now.version } }) : now;
    }).then(() => toasts.say(m.payment_is_back({ name: nameOf(payment) })), () => undefined);
  }

  /** What another company was handed comes back from there. */
  returnTransfer(payment: Payment, transfer: Transfer, reason: string): void {
    void this.#deed(payment, {}, (now) => returned(now, transfer, reason)).then(() => toasts.say(m.payment_was_taken_back()), () => undefined);
  }

  confirm(payment: Payment, quiet = false): void {
    const order = orderOf(payment);
    if (order) this.apply(payment, order, quiet);
  }

  confirmAll(payments: readonly Payment[]): void {
    if (payments.length === 0) return;
    for (const one of payments) this.confirm(one, true);
    toasts.say(m.payments_were_applied({ n: payments.length, count: String(payments.length), name: nameOf(payments[0]!) }), { act: { label: m.undo(), run: () => payments.forEach((one) => this.undo(one)) } });
  }

  /** What was done to a payment last, back: an allocation is taken back, money on account and set aside come to the list. */
  undo(payment: Payment): void {
    const current = this.rows.find(({ id }) => id === payment.id) ?? payment;
    this.chosen = payment.id;
    void this.#deed(current, { status: payment.status, automatic: false }, async (now) => {
      const standing = now.allocations.findLast(({ takenBack }) => !takenBack);
      if (standing) return (await call("POST /allocations/{id}/reversal", { params: { id: standing.id }, query: { payment: now.id }, body: { reason: m.undo(), version: now.version } })).payment;
      return now.status === "set-aside" || now.status === "on-account" ? call("POST /payments/{id}/reopening", { params: { id: now.id }, body: { version: now.version } }) : now;
    }).then(() => toasts.say(m.payment_is_back({ name: nameOf(payment) })), () => undefined);
  }

  takeBack(payment: Payment, allocation: string, reason: string): void {
    void this.#deed(payment, {}, async (now) => (await call("POST /allocations/{id}/reversal", { params: { id: allocation }, query: { payment: now.id }, body: { reason, version: now.version } })).payment).then(() => toasts.say(m.payment_was_taken_back()), () => undefined);
  }

  setAside(payment: Payment, reason: string): void {
    this.#leave(payment);
    void this.#deed(payment, { status: "set-aside", setAside: { reason, at: "" } }, (now) => call("POST /payments/{id}/set-aside", { params: { id: payment.id }, body: { reason, version: now.version } })).catch(() => undefined);
    toasts.say(m.payment_was_set_aside(), { act: { label: m.undo(), run: () => this.undo(payment) } });
  }

  /** Somebody else's write-off above his limit: yes, or no with a reason. */
  approve(payment: Payment, decision: "approve" | "refuse", reason: string): void {
    this.#leave(payment);
    void this.#deed(payment, decision === "approve" ? { status: "applied", automatic: false } : { status: "proposed" }, (now) => call("POST /payments/{id}/approval", { params: { id: payment.id }, body: { decision, reason, version: now.version } })).then(() => toasts.say(decision === "approve" ? m.approval_given({ name: nameOf(payment) }) : m.approval_refused({ name: nameOf(payment) })), () => undefined);
  }

  withdraw(payment: Payment): void {
    void this.#deed(payment, {}, (now) => call("POST /payments/{id}/approval/withdrawal", { params: { id: payment.id }, body: { version: now.version } })).then(() => toasts.say(m.approval_withdrawn()), () => undefined);
  }

  reopen(payment: Payment): void {
    void this.#deed(payment, { status: "unmatched" }, (now) => call("POST /payments/{id}/reopening", { params: { id: payment.id }, body: { version: now.version } })).then(() => toasts.say(m.payment_was_reopened()), () => undefined);
  }

  followUp(payment: Payment, told: FollowUp, said: string): void {
    void this.#deed(payment, {}, (now) => call("POST /payments/{id}/follow-up", { params: { id: payment.id }, body: { ...told, version: now.version } })).then(() => toasts.say(said), () => undefined);
  }
}

type Transfer = NonNullable<Payment["transfers"]>[number];
const returned = async (now: Payment, { id, entityId }: Transfer, reason: string): Promise<Payment> =>
  (await call("POST /payments/{id}/transfers/{part}/return", { params: { id: now.id, part: id }, body: { entityId, reason, version: now.version } })).payment;

export const nameOf = ({ customerName, payerName, decision }: Payment): string => customerName ?? decision?.proposals[0]?.customerName ?? payerName ?? m.payer_unknown();

/** What confirming does: the first proposal as it stands. */
export function orderOf({ decision }: Payment): Order | undefined {
  const first = decision?.proposals[0];
  return first && { customerId: first.customerId, lines: first.lines.map(({ itemId, customerId, cleared }) => ({ itemId, customerId, cleared: cleared.amount })), adjustments: first.adjustments.map(({ type, amount }) => ({ type, amount: amount.amount })) };
}

/** What was taken back by hand keeps its proposal, and stands among the proposed again. */
export function groupOf({ status, automatic, decision, allocations }: Payment): Group {
  if (status === "proposed" || (status === "unmatched" && allocations.length > 0 && (decision?.proposals.length ?? 0) > 0)) return "proposed";
  if (status === "unmatched") return "open";
  if (status === "awaiting-approval") return "approval";
  if (status === "waiting") return "waiting";
  if (status === "set-aside") return "setAside";
  return automatic && status === "applied" ? "automatic" : "byPeople";
}

/** Proposals without doubt about their documents come first, payer by payer, so that one look serves several; the rest by size. */
function ordered(group: Group, rows: readonly Payment[]): readonly Payment[] {
  const size = (one: Payment): number => Number(one.amount.amount);
  if (group !== "proposed") return rows.toSorted((a, b) => size(b) - size(a) || (a.id < b.id ? -1 : 1));
  return rows.toSorted((a, b) => Number(undoubted(b)) - Number(undoubted(a)) || nameOf(a).localeCompare(nameOf(b)) || (payerOf(a) ?? "").localeCompare(payerOf(b) ?? "") || size(b) - size(a) || (a.id < b.id ? -1 : 1));
}
