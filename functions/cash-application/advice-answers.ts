// Advices and announced payments for people and programs: listed, looked at with the documents that they name, pasted, announced, dismissed.
import type * as z from "zod";
import { readAdviceLetters } from "#domain/cash-application/advices/read.ts";
import { announcedPayment, dismissedAdvice, keptAdvice, type KeptAdvice } from "#domain/cash-application/advices/kept.ts";
import type { adviceRoutes } from "#domain/cash-application/advices/routes.ts";
import type { adviceJson } from "#domain/cash-application/advices/schema.ts";
import { keyOf } from "#domain/cash-application/matching/spelling.ts";
import { seesEntity, seesSource } from "#domain/access/scope.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { money, parseDecimal, toJson } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { adviceReceived, paymentAnnounced, type AdviceFact } from "#events/cash-application.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { adviceStore, type AdviceStore } from "#functions/store/advice.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";

type Stores = { readonly advices: AdviceStore; readonly ledger: LedgerStore };
const storesOf = (tenant: string): Stores => ({ advices: adviceStore(tenant), ledger: ledgerStore(tenant) });
type Announcement = NonNullable<z.output<(typeof adviceRoutes)["POST /remittance-advices"]["body"]>["announced"]>;
/** What a screen shows of a long advice; the matcher reads all of it. */
const LINES_LOOKED_UP = 60;

export const adviceAnswers = (of: (tenant: string) => Stores = storesOf): Handlers<typeof adviceRoutes> => ({
  "GET /remittance-advices": async ({ query, caller }) => {
    const stores = of(caller.tenant);
    const { items, nextCursor } = await stores.advices.withState(query.state, query);
    return { items: await shown(stores, items.filter((one) => seesSource(caller.scope, one.entityId))), ...(nextCursor ? { nextCursor } : {}) };
  },

  "POST /remittance-advices": async ({ body, caller, now }) => {
    const stores = of(caller.tenant);
    if (!seesSource(caller.scope, body.entity) || (body.entity && !(await stores.ledger.entity(body.entity)))) return refused("entity.unknown");
    const made = body.announced ? await announced(stores, body.announced, body.entity, caller, now) : pasted(body.text ?? "", body.entity, caller, now);
    if (isRefused(made)) return made;
    const kept: KeptAdvice[] = [];
    for (const advice of made) {
      await stores.advices.create(advice, factsOf(advice, body.announced, caller, now));
      kept.push((await stores.advices.advice(advice.id)) ?? advice);
    }
    return { items: await shown(stores, kept) };
  },

  "GET /remittance-advices/{id}": async ({ params, caller }) => {
    const stores = of(caller.tenant);
    const advice = await stores.advices.advice(params.id);
    if (!advice) return refused("advice.unknown");
    const numbers = [...new Set(advice.lines.slice(0, LINES_LOOKED_UP).map(({ document }) => document))];
    const found = (await Promise.all(numbers.map((number) => stores.ledger.itemsByNumber(number)))).flat().filter(({ entityId }) => seesEntity(caller.scope, entityId) && (advice.entityId ?? entityId) === entityId);
    return (await shown(stores, [advice], Map.groupBy(found, ({ number }) => keyOf(number))))[0]!;
  },

  "POST /remittance-advices/{id}/dismissal": async ({ params, body, caller, now }) => {
    const stores = of(caller.tenant);
    const advice = await stores.advices.advice(params.id);
    if (!advice) return refused("advice.unknown");
    if (advice.version !== body.version) return refused("advice.changed-meanwhile", { version: advice.version });
    const next = dismissedAdvice(advice, { type: "user", id: caller.user.id, name: caller.user.name }, now, body.reason);
    if (isRefused(next)) return next;
    return (await stores.advices.save(next, advice)) === "saved" ? (await shown(stores, [next]))[0]! : refused("advice.changed-meanwhile");
  },
});

function pasted(text: string, entity: KeptAdvice["entityId"], { user }: Caller, now: string): KeptAdvice[] | Refused {
  const read = readAdviceLetters(text).filter(({ lines, total }) => lines.length > 0 || total !== null);
  if (read.length === 0) return refused("advice.nothing-read");
  return read.map((one) => keptAdvice(one, { from: { kind: "pasted", by: { type: "user", id: user.id, name: user.name } }, receivedAt: now, ...(entity ? { entityId: entity } : {}) }, digest));
}

async function announced({ ledger }: Stores, { customerId, amount, currency, hold: _hold, words, ...told }: Announcement, entity: KeptAdvice["entityId"], { user }: Caller, now: string): Promise<KeptAdvice[] | Refused> {
  const customer = await ledger.customer(customerId);
  if (!customer) return refused("customer.unknown");
  const minor = amount === undefined ? undefined : currency && parseDecimal(amount, currency)?.minor;
  if (amount !== undefined && !minor) return refused("advice.amount-unreadable");
  const announcement = { customerId, payer: customer.name, ...told, ...(words ? { words } : {}), ...(entity ? { entityId: entity } : {}), ...(minor && currency ? { amount: { minor, currency } } : {}) };
  return [announcedPayment(announcement, { by: { type: "user", id: user.id, name: user.name }, at: now, of: JSON.stringify([amount, currency, told]) }, digest)];
}

function factsOf(advice: KeptAdvice, asked: Announcement | undefined, { user }: Caller, now: string): AdviceFact[] {
  const envelope = { occurredAt: now, actor: { type: "user", id: user.id, name: user.name }, causedBy: `act_${user.id}` } as const;
  const { id: adviceId, entityId, customerId } = advice;
  const facts: AdviceFact[] = [{ name: adviceReceived.name, ...envelope, data: { adviceId, ...(entityId ? { entityId } : {}), ...(customerId ? { customerId } : {}) } }];
  if (asked?.hold) facts.push({ name: paymentAnnounced.name, ...envelope, data: { adviceId, customerId: asked.customerId, paidOn: asked.paidOn, note: asked.words ?? "" } });
  return facts;
}

/** Amounts of an advice that tells no currency are shown in the house's own. */
async function shown({ ledger }: Stores, advices: readonly KeptAdvice[], documents: ReadonlyMap<string, readonly Item[]> = new Map()): Promise<z.input<typeof adviceJson>[]> {
  const names = new Map((await ledger.customers([...new Set(advices.flatMap(({ customerId }) => customerId ?? []))])).map(({ id, name }) => [id as string, name]));
  const house = advices.every(({ currency }) => currency) ? "EUR" : ((await ledger.entities())[0]?.currency ?? "EUR");
  return advices.map(({ lines, total, currency, from, dismissed, problems, ...plain }) => {
    const amount = <K extends string>(key: K, minor: bigint | undefined) => (minor === undefined ? {} : ({ [key]: toJson(money(minor, currency ?? house)) } as { [P in K]: { amount: string; currency: string } }));
    return {
      ...plain, from: { ...from }, problems: [...problems], ...(currency ? { currency } : {}), ...amount("total", total), ...(plain.customerId && names.has(plain.customerId) ? { customerName: names.get(plain.customerId)! } : {}),
      ...(dismissed ? { dismissed: { at: dismissed.at, reason: dismissed.reason } } : {}),
      lines: lines.map(({ gross, discount, paid, ...line }) => {
        const [item, second] = documents.get(keyOf(line.document)) ?? [];
        return { ...line, ...amount("gross", gross), ...amount("discount", discount), ...amount("paid", paid), ...(item && !second ? { item: { itemId: item.id, customerId: item.customerId, open: toJson(money(item.openMinor, item.currency)) } } : {}) };
      }),
    };
  });
}
