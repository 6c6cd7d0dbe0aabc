// Calls to make, and how they ended. A call ends its task and nothing else: no level rises by it. What was said on the telephone is made true at once: a
// promise, a hold, a number that is not called again. The list is read from the account of today, so who has paid meanwhile is not on it.
import { seesMessage } from "#domain/access/scope.ts";
import { daysBetween, type DateText } from "#domain/date.ts";
import { afterCall, holdsAfter, rankCalls, type AfterCall, type Call, type CallOutcome } from "#domain/dunning/call.ts";
import type { callOutcomeJson, callRoutes } from "#domain/dunning/desk/routes.ts";
import type { CustomerFile } from "#domain/dunning/group.ts";
import { delivered, entitiesOf } from "#domain/dunning/message.ts";
import { promiseAt } from "#domain/dunning/promise.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { OpenLine } from "#domain/dunning/situation.ts";
import { placeOf } from "#domain/dunning/world.ts";
import { namedId } from "#domain/id.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import type { Rate } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { callMade, holdPlaced } from "#events/dunning.ts";
import { houseOf, namesOf, type Books } from "#functions/dunning/books.ts";
import { filesOf } from "#functions/dunning/files.ts";
import { amount, presentPromise } from "#functions/dunning/present.ts";
import { businessDay, by, notePromise, receiptsFor } from "#functions/dunning/promises.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import type * as z from "zod";

type Result = z.infer<typeof callOutcomeJson>;
type Listed = Call & { readonly message: Message; readonly customer: Customer; readonly file: CustomerFile; readonly lines: readonly OpenLine[] };
type Desk = { readonly currency: string; readonly rates: readonly Rate[] };

const deskOf = async (tenant: string): Promise<Desk> => {
  const access = accessStore(tenant);
  const [known, rates] = await Promise.all([access.tenant(), access.rates()]);
  return { currency: known?.currency ?? "EUR", rates };
};

export const callAnswers = (booksOf: (tenant: string) => Books, desk = deskOf): Handlers<typeof callRoutes> => ({
  "GET /dunning/calls": async ({ query, caller, now }) => {
    const books = booksOf(caller.tenant);
    const [measure, names, today] = await Promise.all([desk(caller.tenant), namesOf(books), businessDay(books, now)]);
    const ranked = rankCalls(await listed(books, caller, query.on ?? today), { ...measure, today: query.on ?? today });
    return { items: ranked.map((one) => shown(one, query.on ?? today, names)), total: ranked.length };
  },

  "POST /dunning/calls/{id}/outcome": async ({ params, body, caller, now, idempotencyKey }) => {
    const books = booksOf(caller.tenant);
    const message = await books.dunning.message(params.id);
    if (!message) return refused("message.unknown");
    if (message.kind !== "task" || message.state.status !== "planned") return refused("call.not-open", { status: message.state.status });
    const today = await businessDay(books, now);
    const [customer, { currency: _c }] = await Promise.all([books.ledger.customer(message.debtorId), desk(caller.tenant)]);
    const place = placeOf(customer?.country ?? "", undefined);
    const outcome = outcomeOf(body.result);
    const after = afterCall({ tries: triesOf(message) }, outcome, today, place);
    if (isRefused(after)) return after;
    const promise = await promisedIn(books, caller, message, body.result, { now, key: idempotencyKey ?? now });
    if (isRefused(promise)) return promise;
    const noted = { at: now, by: caller.user.id, outcome: outcome.outcome, ...(body.note ? { note: body.note } : {}), ...("on" in outcome ? { on: outcome.on } : {}) };
    if ((await end({ ...message, calls: [...(message.calls ?? []), noted] }, after, { books, caller, now, today })) !== "saved") return refused("message.changed-meanwhile");
    const holds = await hold(books, caller, message, { outcome, keys: keysOf(body.result, message), today, place, now });
    if (outcome.outcome === "wrong-number") await flagNumbers(books, message, now);
    return {
      id: message.id, done: after.next.done, ...(after.next.done ? {} : { nextOn: after.next.on }), also: [...after.also], holds,
      ...(promise ? { promise: presentPromise(promise.promise, promise.receipts, today, await namesOf(books)) } : {}),
    };
  },
});

/** Of what waits, what the caller may see and what is still late. */
async function listed(books: Books, caller: Caller, today: DateText): Promise<Listed[]> {
  const open = (await books.dunning.openCalls()).filter(({ state, sendOn }) => state.status === "planned" && sendOn <= today);
  const ids = [...new Set(open.map(({ debtorId }) => debtorId))];
  const known = new Map((await books.ledger.customers(ids)).map((customer) => [customer.id, customer]));
  const mine = open.filter((message) => known.has(message.debtorId) && seesMessage(caller.scope, entitiesOf(message), known.get(message.debtorId)!));
  const { files } = await filesOf(books, [...new Set(mine.map(({ debtorId }) => debtorId))], await houseOf(books), today);
  const byCustomer = new Map(files.map((file) => [file.party.id, file]));
  const calls = await Promise.all(mine.map((message) => callOf(message, known.get(message.debtorId), byCustomer.get(message.debtorId), { books, today })));
  return calls.flat();
}

type Listing = { readonly books: Books; readonly today: DateText };

async function callOf(message: Message, customer: Customer | undefined, file: CustomerFile | undefined, { books, today }: Listing): Promise<Listed[]> {
  if (!customer || !file) return [];
  const keys = new Set(message.lines.map(({ key }) => key));
  const lines = file.lines.filter(({ key, openMinor, dueOn }) => keys.has(key) && openMinor > 0n && dueOn < today);
  if (lines.length === 0) return [];
  const items = file.promises.length > 0 ? await books.ledger.items(customer.id) : [];
  const broken = file.promises.filter((promise) => promise.lines.some(({ key }) => keys.has(key)) && promiseAt(promise, receiptsFor(promise, items), today).status === "broken");
  const owed = lines.map(({ currency, openMinor, dueOn }) => ({ currency, minor: openMinor, days: daysBetween(dueOn, today) }));
  return [{ messageId: message.id, level: message.level, owed, brokenPromises: broken.length, dueOn: message.sendOn, tries: triesOf(message), message, customer, file, lines }];
}

function shown({ call, rank, reasons }: ReturnType<typeof rankCalls<Listed>>[number], today: DateText, names: ReadonlyMap<string, string>) {
  const { message, customer, file, lines, level, brokenPromises, tries, owed } = call;
  const sums = new Map<string, bigint>();
  for (const { currency, minor } of owed) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  return {
    id: message.id, rank, customer: { id: customer.id, name: customer.name, ...(customer.collector ? { collector: customer.collector } : {}) }, stepName: message.stepName, level, dueOn: message.sendOn,
    daysLate: Math.max(...owed.map(({ days }) => days)), overdue: [...sums].map(([currency, minor]) => amount(minor, currency)), items: lines.length, brokenPromises, tries, reasons: [...reasons],
    contacts: file.party.contacts.filter(({ unusable }) => !unusable?.phone).map(({ name, role, phone, email }) => ({ name, role, ...(phone ? { phone } : {}), ...(email ? { email } : {}) })),
    lines: lines.map(({ key, number, dueOn, currency, openMinor }) => ({ key, number, dueOn, daysLate: daysBetween(dueOn, today), open: amount(openMinor, currency) })),
    notes: (message.calls ?? []).map((note) => ({ ...note, ...(names.has(note.by) ? { byName: names.get(note.by)! } : {}) })),
  };
}

const triesOf = ({ calls = [] }: Message): number => calls.filter(({ outcome }) => outcome === "no-answer" || outcome === "left-message").length;

function outcomeOf(result: Result): CallOutcome {
  if (result.outcome === "promised") return { outcome: "promised" };
  if (result.outcome === "disputed") return { outcome: "disputed", what: result.what };
  return result.outcome === "payment-announced" ? { outcome: "payment-announced", on: result.on } : result;
}

const keysOf = (result: Result, { lines }: Message): string[] => {
  const all = lines.map(({ key }) => key);
  const asked = "keys" in result ? result.keys : undefined;
  return asked && asked.length > 0 ? all.filter((key) => asked.includes(key)) : all;
};

type Moment = { readonly now: string; readonly key: string };

/** Without a word of how much, all that the call was about is promised, in its first currency. */
async function promisedIn(books: Books, caller: Caller, message: Message, result: Result, { now, key }: Moment): Promise<Exclude<Awaited<ReturnType<typeof notePromise>>, Refused> | Refused | undefined> {
  if (result.outcome !== "promised") return undefined;
  const currency = message.lines[0]?.currency;
  const open = new Map((await books.ledger.itemsByIds(message.debtorId, message.lines.map(({ itemId }) => itemId))).map((item) => [item.id, item.openMinor] as const));
  const all = message.lines.filter((line) => line.currency === currency && (open.get(line.itemId) ?? 0n) > 0n).map((line) => ({ key: line.key, amount: amount(line.claimedMinor, line.currency) }));
  const lines = result.lines && result.lines.length > 0 ? result.lines : all;
  return lines.length === 0 ? refused("promise.line-unknown") : notePromise(books, caller, { customer: message.debtorId, lines, payOn: result.payOn, key }, now);
}

type Ending = { readonly books: Books; readonly caller: Caller; readonly now: string; readonly today: DateText };

async function end(message: Message, { next }: AfterCall, { books, caller, now, today }: Ending): Promise<"saved" | "conflict"> {
  const last = message.calls!.at(-1)!;
  const fact = { name: callMade.name, ...by(caller, now), data: { messageId: message.id, customerId: message.debtorId, outcome: last.outcome, done: next.done, ...(next.done ? {} : { nextOn: next.on }) } };
  if (!next.done) return books.dunning.move({ message: { ...message, sendOn: next.on }, accounts: [] }, [fact]);
  const accounts = await Promise.all([...new Set(message.lines.map(({ customerId }) => customerId))].map((id) => books.dunning.account(id)));
  return books.dunning.move(delivered(message, accounts, now, today), [fact]);
}

type Said = { readonly outcome: CallOutcome; readonly keys: readonly string[]; readonly today: DateText; readonly place: string; readonly now: string };

async function hold(books: Books, caller: Caller, message: Message, { outcome, keys, today, place, now }: Said): Promise<`hld_${string}`[]> {
  const ids: `hld_${string}`[] = [];
  for (const held of holdsAfter(outcome, keys, caller.user.id, today, place)) {
    const id = namedId("hld", digest, message.id, now, JSON.stringify(held.scope));
    await books.dunning.putHold(message.debtorId, { ...held, id }, [{ name: holdPlaced.name, ...by(caller, now), data: { holdId: id, reason: held.reason, of: held.scope.of, customerId: message.debtorId } }]);
    ids.push(id);
  }
  return ids;
}

/** The numbers that were to be called are not called again until somebody has looked. */
async function flagNumbers(books: Books, { to, debtorId }: Message, at: string): Promise<void> {
  for (const { phone } of to) if (phone) await books.dunning.flagContact(debtorId, digest(phone.toLowerCase()).slice(0, 24), { address: phone, why: "bounced", at });
}

