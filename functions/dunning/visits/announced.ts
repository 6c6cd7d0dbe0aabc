// A payment that was announced, by a click on "I have paid" or by the payment service, is believed for some days: the bank needs them to tell us. Each
// message holds reminders back once; a customer who clicks on every reminder still gets the next.
import { addBusinessDays } from "#domain/calendar/business-days.ts";
import { localTime } from "#domain/calendar/local-time.ts";
import { placeHold } from "#domain/dunning/hold.ts";
import type { Hold } from "#domain/dunning/schema.ts";
import { namedId, type CustomerId } from "#domain/id.ts";
import type { Actor } from "#domain/actor.ts";
import { isRefused } from "#domain/refusal.ts";
import { holdPlaced } from "#events/dunning.ts";
import { houseOf, type Books } from "#functions/dunning/books.ts";
import { digest } from "#functions/runtime/digest.ts";

/** A SEPA transfer takes a day, a foreign one four, and statements come the next morning. */
export const ANNOUNCED_DAYS = 5;

export type Announcement = { readonly customerId: CustomerId; /** What makes it one and the same: the message, or the payment. */ readonly of: string; readonly note: string; readonly by: Actor; /** What made us announce it, where another desk heard of it first. */ readonly causedBy?: string };

/** The last day of the hold. Announced again it is the same hold, with the same end. */
export async function announcePayment(books: Books, { customerId, of, note, by, causedBy }: Announcement, now: string): Promise<string> {
  const [{ entities }, { holds }] = await Promise.all([houseOf(books), books.dunning.customer(customerId)]);
  const [entity] = entities;
  const id = namedId("hld", digest, "announced", customerId, of);
  const known = holds.find((hold) => hold.id === id);
  if (known?.until) return known.until;
  const from = localTime(now, entity?.timeZone ?? "UTC").date;
  const until = addBusinessDays(from, ANNOUNCED_DAYS, entity?.calendar ?? "TARGET");
  const asked: Hold = { id, reason: "announced-payment", scope: { of: "debtor", customerId }, from, until, note, placedBy: "id" in by ? by.id : "customer" };
  const hold = placeHold(asked, { id: asked.placedBy, mayReleaseLegal: false, maySwitch: false });
  if (isRefused(hold)) throw new Error(`an announced payment cannot hold: ${hold.code}`);
  await books.dunning.putHold(customerId, hold, [{ name: holdPlaced.name, occurredAt: now, actor: by, ...(causedBy ? { causedBy } : {}), data: { holdId: id, reason: hold.reason, of: hold.scope.of, customerId } }]);
  return until;
}
