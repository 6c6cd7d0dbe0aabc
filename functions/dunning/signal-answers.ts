// What happened around a customer, noted by a person or brought by a file. What came from outside changes who is written to, so it is dated, signed and
// audited, and the same told twice is one signal.
import { seesCustomer } from "#domain/access/scope.ts";
import type { DateText } from "#domain/date.ts";
import type { signalRoutes } from "#domain/dunning/signals/routes.ts";
import { endSignal, noteSignal } from "#domain/dunning/signals/signal.ts";
import { readSignals, type RejectedRow, type SignalRow } from "#domain/dunning/signals/signal-file.ts";
import type { RecordedSignal } from "#domain/dunning/schema.ts";
import { namedId } from "#domain/id.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { parseDecimal } from "#domain/money.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { signalEnded, signalNoted } from "#events/dunning.ts";
import { namesOf, type Books } from "#functions/dunning/books.ts";
import { waitingPayments } from "#functions/dunning/files.ts";
import { ledgerSignals } from "#functions/dunning/customer-file.ts";
import { amount } from "#functions/dunning/present.ts";
import { businessDay, by } from "#functions/dunning/promises.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { customerFacts } from "#functions/store/objects.ts";

export const signalAnswers = (booksOf: (tenant: string) => Books): Handlers<typeof signalRoutes> => ({
  "GET /dunning/signals": async ({ query, caller, now }) => {
    const books = booksOf(caller.tenant);
    const [{ signals }, items, waiting, names] = await Promise.all([books.dunning.customer(query.customer), books.ledger.items(query.customer), waitingPayments(books, now), namesOf(books)]);
    const derived = [...ledgerSignals(items), ...(waiting.get(query.customer) ?? [])];
    const told = derived.map(({ kind, on, amount: of }, n) => ({ id: `sig_ledger-${n + 1}` as const, customer: query.customer, kind, on, ...(of ? { amount: amount(of.minor, of.currency) } : {}), by: "ledger", at: `${on}T00:00:00Z`, derived: true }));
    return { items: [...told, ...signals.map((signal) => present(signal, names))].toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : a.id < b.id ? -1 : 1)) };
  },

  "POST /dunning/signals": async ({ body, caller, now, idempotencyKey }) => {
    const books = booksOf(caller.tenant);
    const { customer, amount: told, ...rest } = body;
    const of = told && parseDecimal(told.amount, told.currency);
    const id = namedId("sig", digest, caller.user.id, idempotencyKey ?? now, JSON.stringify(body));
    const signal: RecordedSignal = { id, customerId: customer, kind: rest.kind, on: rest.on, ...given(rest), ...(of ? { amount: of } : {}), by: caller.user.id, at: now };
    const noted = await keep(books, caller, signal, await businessDay(books, now), now);
    return isRefused(noted) ? noted : present(noted.signal, await namesOf(books));
  },

  "POST /dunning/signals/{id}/end": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const signal = (await books.dunning.customer(body.customer)).signals.find(({ id }) => id === params.id);
    if (!signal) return refused("signal.unknown");
    const ended = endSignal(signal, caller.user.id, await businessDay(books, now), body.note);
    if (isRefused(ended)) return ended;
    await books.dunning.putSignal(ended, [{ name: signalEnded.name, ...by(caller, now), data: { signalId: ended.id, customerId: ended.customerId, kind: ended.kind } }]);
    return present(ended, await namesOf(books));
  },

  "POST /dunning/signals/import": async ({ body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const { rows, rejected } = readSignals(body.csv);
    const [day, whose] = [await businessDay(books, now), await customersOf(books, caller, rows)];
    const refusals: RejectedRow[] = [...rejected];
    const done = { added: 0, known: 0 };
    for (const { line, customer, ...row } of rows) {
      const [one, another] = whose.get(customer) ?? [];
      if (!one || another) {
        refusals.push({ line, code: another ? "customer.ambiguous" : "customer.unknown", field: "customer" });
        continue;
      }
      const customerId = one.id;
      const id = namedId("sig", digest, customerId, row.kind, row.on, row.expectedOn ?? "", row.contact ?? "", row.note ?? "", String(row.amount?.minor ?? ""), row.amount?.currency ?? "");
      const noted = await keep(books, caller, { id, customerId, ...row, by: caller.user.id, at: now }, day, now);
      if (isRefused(noted)) refusals.push({ line, code: noted.code, field: columnOf[noted.code] ?? "kind" });
      else done[noted.saved ? "added" : "known"]++;
    }
    return { ...done, rejected: refusals.toSorted((a, b) => a.line - b.line) };
  },
});

const columnOf: Readonly<Record<string, string>> = { "signal.in-the-future": "on", "signal.expected-before": "expected_on", "signal.expected-too-far": "expected_on" };

/** Told again, it is known: an import that runs twice changes nothing, not even a signal that was ended meanwhile. */
async function keep({ dunning }: Books, caller: Caller, signal: RecordedSignal, day: DateText, now: string) {
  const noted = noteSignal(signal, day);
  if (isRefused(noted)) return noted;
  const saved = await dunning.addSignal(noted, [{ name: signalNoted.name, ...by(caller, now), data: { signalId: noted.id, customerId: noted.customerId, kind: noted.kind, on: noted.on } }]);
  return { signal: noted, saved: saved === "saved" };
}

/** By our id, or by the code of any of the code spaces that this tenant's files use; whoever the caller does not see is as if he were not there. */
async function customersOf({ ledger, ingestion }: Books, { scope }: Caller, rows: readonly SignalRow[]): Promise<ReadonlyMap<string, readonly Customer[]>> {
  const spaces = [...new Set((await ingestion.sources()).map(({ codeSpace }) => codeSpace))];
  const found = new Map<string, Customer[]>();
  for (const code of new Set(rows.map(({ customer }) => customer))) {
    const byId = code.startsWith("cus_") ? await ledger.customer(code) : undefined;
    const told = byId ? [byId] : (await Promise.all(spaces.map((space) => ledger.customersByCode(space, code)))).flat();
    const seen = await Promise.all(told.map(async (customer) => (seesCustomer(scope, await customerFacts(ledger, customer, scope)) ? [customer] : [])));
    found.set(code, [...new Map(seen.flat().map((customer) => [customer.id, customer])).values()]);
  }
  return found;
}

const given = ({ expectedOn, contact, note }: { expectedOn?: string | undefined; contact?: string | undefined; note?: string | undefined }) => ({ ...(expectedOn ? { expectedOn } : {}), ...(contact ? { contact } : {}), ...(note ? { note } : {}) });

const present = ({ customerId, amount: of, ended, ...signal }: RecordedSignal, names: ReadonlyMap<string, string>) => ({
  ...signal, customer: customerId, ...(of ? { amount: amount(of.minor, of.currency) } : {}), ...(names.has(signal.by) ? { byName: names.get(signal.by)! } : {}), ...(ended ? { endedOn: ended.on } : {}),
});
