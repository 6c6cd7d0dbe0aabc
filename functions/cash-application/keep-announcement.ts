// A customer told the collectors that he has paid, by a click on "I have paid", on the telephone, or through the payment service: his reminders are held
// already, and here his word is kept until the money comes. What was announced at this desk comes back as a hold, and is known.
import { announcedPayment } from "#domain/cash-application/advices/kept.ts";
import type { CustomerId } from "#domain/id.ts";
import { adviceReceived } from "#events/cash-application.ts";
import type { holdPlaced } from "#events/dunning.ts";
import type { Fact } from "#functions/runtime/consumer.ts";
import { digest } from "#functions/runtime/digest.ts";
import { adviceStore } from "#functions/store/advice.ts";
import { ledgerStore } from "#functions/store/ledger.ts";

export async function keepAnnouncement({ tenant, id, actor, occurredAt, causedBy, data: { holdId, reason, customerId } }: Fact<typeof holdPlaced>): Promise<void> {
  if (reason !== "announced-payment" || !customerId || causedBy?.startsWith("adv_")) return;
  const customer = await ledgerStore(tenant).customer(customerId);
  if (!customer) return;
  const advice = announcedPayment({ customerId: customerId as CustomerId, payer: customer.name, paidOn: occurredAt.slice(0, 10), references: [] }, { by: actor, at: occurredAt, of: holdId }, digest);
  await adviceStore(tenant).create(advice, [{ name: adviceReceived.name, occurredAt, actor, causedBy: id, data: { adviceId: advice.id, customerId } }]);
}
