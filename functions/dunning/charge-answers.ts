// Interest and the fixed sum of one customer, as of today: what the law gives, and what we made of it.
import { allows } from "#domain/access/roles.ts";
import { seesEntity } from "#domain/access/scope.ts";
import { daysBetween, type DateText } from "#domain/date.ts";
import type { chargeRoutes } from "#domain/dunning/desk/routes.ts";
import { keysDecided, modesOf } from "#domain/dunning/interest/decisions.ts";
import { lateCharges, statutoryRate } from "#domain/dunning/interest/interest.ts";
import { packOf, type Pack } from "#domain/dunning/interest/packs.ts";
import type { Confirmation } from "#domain/dunning/interest/rates.ts";
import type { ChargeDecision } from "#domain/dunning/schema.ts";
import type { OpenLine } from "#domain/dunning/situation.ts";
import { namedId, type CustomerId } from "#domain/id.ts";
import type { Customer, LegalEntity } from "#domain/ledger/schema.ts";
import { money, plus, toJson, zero, type Money } from "#domain/money.ts";
import type { Reason } from "#domain/reason.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { chargesDecided } from "#events/dunning.ts";
import { namesOf, type Books } from "#functions/dunning/books.ts";
import { openLines } from "#functions/dunning/customer-file.ts";
import { by, businessDay } from "#functions/dunning/promises.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";

type Charged = { readonly line: OpenLine; readonly mode: ChargeDecision["mode"]; readonly interest: Money; readonly recovery?: Money };
type Account = { readonly customer: Customer; readonly today: DateText; readonly charged: readonly Charged[]; readonly decisions: readonly ChargeDecision[]; readonly packs: readonly Pack[]; readonly confirmations: readonly Confirmation[]; readonly unconfirmed: readonly Reason[] };

export const chargeAnswers = (booksOf: (tenant: string) => Books): Handlers<typeof chargeRoutes> => ({
  "GET /dunning/charges": async ({ query, caller, now }) => {
    const books = booksOf(caller.tenant);
    const account = await accountOf(books, caller, query.customer, now);
    return account ? shown(account, await namesOf(books)) : refused("customer.unknown");
  },

  "POST /dunning/charges": async ({ body, caller, now, idempotencyKey }) => {
    const books = booksOf(caller.tenant);
    const account = await accountOf(books, caller, body.customer, now);
    if (!account) return refused("customer.unknown");
    const keys = keysDecided(account.decisions, account.charged.map(({ line }) => line.key), body, { id: caller.user.id, mayWaive: allows(caller.role, "charge.waive") }, account.today);
    if (isRefused(keys)) return keys;
    const totals = totalsOf(account.charged.filter(({ line }) => keys.includes(line.key)));
    const decision: ChargeDecision = {
      id: namedId("chg", digest, body.customer, idempotencyKey ?? now, JSON.stringify(body)), customerId: body.customer, mode: body.mode, keys: [...keys], by: caller.user.id, at: now, on: account.today,
      ...(body.reason ? { reason: body.reason } : {}), ...(body.number ? { number: body.number } : {}),
      amounts: totals.map(({ principal, interest, recovery }) => ({ currency: principal.currency, principalMinor: principal.minor, interestMinor: interest.minor, recoveryMinor: recovery.minor })),
    };
    const amounts = totals.map(({ interest, recovery }) => toJson(plus(interest, recovery)));
    await books.dunning.putChargeDecision(decision, [{ name: chargesDecided.name, ...by(caller, now), data: { decisionId: decision.id, customerId: body.customer, mode: body.mode, amounts } }]);
    const modes = modesOf([...account.decisions, decision]);
    return shown({ ...account, decisions: [...account.decisions, decision], charged: account.charged.map((one) => ({ ...one, mode: modes.get(one.line.key)?.mode ?? one.mode })) }, await namesOf(books));
  },
});

/** Nothing without a law that we know; each invoice by the law of the company that is owed. */
async function accountOf(books: Books, caller: Caller, id: CustomerId, now: string): Promise<Account | undefined> {
  const [customer, items, entities, decisions, confirmations, today] = await Promise.all([books.ledger.customer(id), books.ledger.items(id), books.ledger.entities(), books.dunning.chargeDecisions(id), books.dunning.confirmations(), businessDay(books, now)]);
  if (!customer) return undefined;
  const late = items.flatMap(openLines).filter(({ openMinor, dueOn, entityId }) => openMinor > 0n && dueOn < today && seesEntity(caller.scope, entityId));
  const modes = modesOf(decisions);
  const unconfirmed = new Map<string, Reason>();
  const packs = new Map<string, Pack>();
  const charged = late.flatMap((line): Charged[] => {
    const pack = packFor(line, customer, entities);
    const charges = pack && lateCharges(pack, { principal: money(line.openMinor, line.currency), dueOn: line.dueOn, until: today }, confirmations);
    if (!pack || !charges) return [];
    packs.set(pack.name, pack);
    if (isRefused(charges)) {
      unconfirmed.set(charges.code, { code: charges.code });
      return [];
    }
    for (const reason of charges.unconfirmed) unconfirmed.set(JSON.stringify(reason), reason);
    return [{ line, mode: modes.get(line.key)?.mode ?? "displayed", interest: charges.interest, ...(charges.fixedSum ? { recovery: charges.fixedSum } : {}) }];
  });
  return { customer, today, charged, decisions, packs: [...packs.values()], confirmations, unconfirmed: [...unconfirmed.values()] };
}

const packFor = ({ entityId }: OpenLine, { segment }: Customer, entities: readonly LegalEntity[]): Pack | undefined => packOf(entities.find(({ id }) => id === entityId)?.country, segment === "public");

/** One sum per currency; the fixed sum may be in another than the debt. */
function totalsOf(charged: readonly Charged[]): { readonly principal: Money; readonly interest: Money; readonly recovery: Money }[] {
  const sums = new Map<string, { principal: Money; interest: Money; recovery: Money }>();
  const of = (currency: string) => {
    const sum = sums.get(currency) ?? { principal: zero(currency), interest: zero(currency), recovery: zero(currency) };
    sums.set(currency, sum);
    return sum;
  };
  for (const { line, interest, recovery } of charged) {
    const sum = of(line.currency);
    sum.principal = plus(sum.principal, money(line.openMinor, line.currency));
    sum.interest = plus(sum.interest, interest);
    if (recovery) of(recovery.currency).recovery = plus(of(recovery.currency).recovery, recovery);
  }
  return [...sums.values()];
}

function shown({ customer, today, charged, decisions, packs: [pack], confirmations, unconfirmed }: Account, names: ReadonlyMap<string, string>) {
  const rate = pack && statutoryRate(pack, today, confirmations);
  const said = ({ principal, interest, recovery }: ReturnType<typeof totalsOf>[number]) => ({ principal: toJson(principal), interest: toJson(interest), recovery: toJson(recovery) });
  return {
    customer: customer.id, ...(pack ? { law: pack.law } : {}), unconfirmed: [...unconfirmed],
    ...(rate ? { rate: { percent: `${Math.trunc(rate.hundredths / 100)}.${String(Math.abs(rate.hundredths % 100)).padStart(2, "0")}`, confirmed: unconfirmed.length === 0 && rate.standing === "confirmed" } } : {}),
    lines: charged.map(({ line, mode, interest, recovery }) => ({ key: line.key, number: line.number, dueOn: line.dueOn, daysLate: daysBetween(line.dueOn, today), mode, open: toJson(money(line.openMinor, line.currency)), interest: toJson(interest), ...(recovery ? { recovery: toJson(recovery) } : {}) })),
    totals: [...Map.groupBy(charged, ({ mode }) => mode)].flatMap(([mode, of]) => totalsOf(of).map((total) => ({ mode, ...said(total) }))),
    decisions: decisions.toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(({ id, mode, keys, number, reason, by: who, at, amounts }) => ({
      id, mode, keys, ...(number ? { number } : {}), ...(reason ? { reason } : {}), by: who, ...(names.has(who) ? { byName: names.get(who)! } : {}), at,
      amounts: amounts.map(({ currency, principalMinor, interestMinor, recoveryMinor }) => said({ principal: money(principalMinor, currency), interest: money(interestMinor, currency), recovery: money(recoveryMinor, currency) })),
    })),
  };
}
