// What people do for one customer: holds, and promises to pay.
import { addDays } from "#domain/date.ts";
import { placeHold, releaseHold } from "#domain/dunning/hold.ts";
import type { dunningRoutes } from "#domain/dunning/routes.ts";
import type { Hold, PaymentPromise } from "#domain/dunning/schema.ts";
import { namedId } from "#domain/id.ts";
import { parseDecimal } from "#domain/money.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { holdPlaced, holdReleased, promiseEnded } from "#events/dunning.ts";
import { allows } from "#domain/access/roles.ts";
import { namesOf, type Books } from "#functions/dunning/books.ts";
import { presentHold, presentPromise } from "#functions/dunning/present.ts";
import { by, businessDay, notePromise, receiptsFor } from "#functions/dunning/promises.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";

type Routes = "GET /dunning/holds" | "POST /dunning/holds" | "POST /dunning/holds/{id}/end" | "GET /promises" | "POST /promises" | "POST /promises/{id}/end";

export const customerAnswers = (booksOf: (tenant: string) => Books): Pick<Handlers<typeof dunningRoutes>, Routes> => ({
  "GET /dunning/holds": async ({ query, caller }) => {
    const books = booksOf(caller.tenant);
    if (!query.customer) return { items: await heldBy(books, await books.dunning.wideHolds()) };
    return { items: await heldBy(books, (await books.dunning.customer(query.customer)).holds) };
  },

  "POST /dunning/holds": async ({ body, caller, now, idempotencyKey }) => {
    const books = booksOf(caller.tenant);
    const { scope: asked, from = await businessDay(books, now), ...rest } = body;
    const customerId = "customerId" in asked ? asked.customerId : undefined;
    const scope: Hold["scope"] = asked.of === "amount" ? { of: "amount", key: asked.key, minor: parseDecimal(asked.amount.amount, asked.amount.currency)?.minor ?? 0n } : asked.of === "line" ? { of: "line", key: asked.key } : asked;
    const id = namedId("hld", digest, caller.user.id, idempotencyKey ?? now, JSON.stringify(body));
    const hold = placeHold({ id, ...given(rest), reason: body.reason, scope, from, placedBy: caller.user.id }, holder(caller));
    if (isRefused(hold)) return hold;
    const facts = [{ name: holdPlaced.name, ...by(caller, now), data: { holdId: hold.id, reason: hold.reason, of: hold.scope.of, ...(customerId ? { customerId } : {}) } }];
    if (customerId) await books.dunning.putHold(customerId, hold, facts);
    else await books.dunning.putWideHold(hold, facts);
    return presentHold(hold, await namesOf(books));
  },

  "POST /dunning/holds/{id}/end": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const holds = body.customer ? (await books.dunning.customer(body.customer)).holds : await books.dunning.wideHolds();
    const hold = holds.find(({ id }) => id === params.id);
    if (!hold) return refused("hold.unknown");
    const day = await businessDay(books, now);
    const over = releaseHold(hold, holder(caller), day, addDays(day, -1));
    if (isRefused(over)) return over;
    const facts = [{ name: holdReleased.name, ...by(caller, now), data: { holdId: over.id, reason: over.reason, of: over.scope.of, ...(body.customer ? { customerId: body.customer } : {}) } }];
    if (body.customer) await books.dunning.putHold(body.customer, over, facts);
    else await books.dunning.putWideHold(over, facts);
    return presentHold(over, await namesOf(books));
  },

  "GET /promises": async ({ query, caller, now }) => {
    const books = booksOf(caller.tenant);
    const [{ promises }, items, day, names] = await Promise.all([books.dunning.customer(query.customer), books.ledger.items(query.customer), businessDay(books, now), namesOf(books)]);
    return { items: promises.map((promise) => presentPromise(promise, receiptsFor(promise, items), day, names)).toSorted((a, b) => (a.payOn < b.payOn ? 1 : -1)) };
  },

  "POST /promises": async ({ body, caller, now, idempotencyKey }) => {
    const books = booksOf(caller.tenant);
    const noted = await notePromise(books, caller, { ...body, key: idempotencyKey ?? now }, now);
    if (isRefused(noted)) return noted;
    return presentPromise(noted.promise, noted.receipts, noted.promise.promisedOn, await namesOf(books));
  },

  "POST /promises/{id}/end": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const [{ promises }, items, day] = await Promise.all([books.dunning.customer(body.customer), books.ledger.items(body.customer), businessDay(books, now)]);
    const promise = promises.find(({ id }) => id === params.id);
    if (!promise) return refused("promise.unknown");
    if (promise.ended) return refused("promise.ended", { as: promise.ended.as });
    const ended: PaymentPromise = { ...promise, ended: { as: "cancelled", on: day, why: body.reason } };
    await books.dunning.putPromise(ended, [{ name: promiseEnded.name, ...by(caller, now), data: { promiseId: ended.id, customerId: ended.customerId, as: "cancelled" } }]);
    return presentPromise(ended, receiptsFor(ended, items), day, await namesOf(books));
  },
});

async function heldBy(books: Books, holds: readonly Hold[]) {
  const names = await namesOf(books);
  return holds.map((hold) => presentHold(hold, names));
}

const holder = ({ user, role }: Caller) => ({ id: user.id, mayReleaseLegal: allows(role, "hold.switch"), maySwitch: allows(role, "hold.switch") });
const given = ({ until, owner, note }: { until?: string | undefined; owner?: string | undefined; note?: string | undefined }) => ({ ...(until ? { until } : {}), ...(owner ? { owner } : {}), ...(note ? { note } : {}) });
