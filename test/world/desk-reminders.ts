// What reminders and the export to the ERP keep of one customer: a message that waits for approval and one for its morning, a call, a hold, a promise, a day of the run's log; an
// entry and its batch. As everywhere at the desk, ids say whose they are.
import type { Booking } from "#domain/cash-application/export/booking.ts";
import type { PreviewRow } from "#domain/dunning/preview.ts";
import type { Message, MessageLine } from "#domain/dunning/schema.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { runLog } from "#functions/dunning/run-log.ts";
import { bookingEntity, bookingRow, bookingStore } from "#functions/store/booking.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { tenantTable } from "#functions/store/table.ts";
import { messageOf } from "#test/world/sending.ts";

export type Kept = { readonly name: string; readonly customerId: `cus_${string}`; readonly entityIds: readonly `ent_${string}`[]; readonly itemId: `itm_${string}` };
export const RUN_DAY = "2026-03-31";

const lineOf = ({ name, customerId, itemId }: Kept, entityId: `ent_${string}`): MessageLine => ({
  key: `${itemId}~1`, itemId, instalment: 1, customerId, entityId, kind: "invoice", number: `FA-${name}`, issuedOn: "2026-01-31", dueOn: "2026-03-01", daysLate: 30, currency: "EUR",
  minor: 1200_00n, openMinor: 1200_00n, disputedMinor: 0n, claimedMinor: 1200_00n, level: 1, part: "advances",
});
const waitingMessage = (kept: Kept, more: Partial<Message>): Message =>
  messageOf({ id: `msg_${kept.name}`, group: kept.customerId, debtorId: kept.customerId, addresseeId: kept.customerId, lines: kept.entityIds.map((entityId) => lineOf(kept, entityId)), sendOn: RUN_DAY, notBefore: `${RUN_DAY}T07:30:00.000Z`, notAfter: `${RUN_DAY}T10:30:00.000Z`, createdAt: `${RUN_DAY}T05:00:00.000Z`, ...more });

export async function keepReminders(tenant: string, kept: Kept): Promise<void> {
  const { name, customerId, itemId } = kept;
  const dunning = dunningStore(tenant);
  await dunning.plan({ message: waitingMessage(kept, { approvals: [{ code: "above-limit" }], state: { status: "awaiting-approval" } }), accounts: [] }, []);
  await dunning.plan({ message: waitingMessage(kept, { id: `msg_call-${name}`, kind: "task", channels: ["phone"], step: "call" }), accounts: [] }, []);
  await dunning.plan({ message: waitingMessage(kept, { id: `msg_planned-${name}`, step: "r0" }), accounts: [] }, []);
  await dunning.putHold(customerId, { id: `hld_${name}`, reason: "vip", scope: { of: "debtor", customerId }, from: "2026-03-01", owner: "usr_administrator", placedBy: "usr_administrator" });
  await dunning.saveHandOff({ id: `hof_${name}`, customerId, to: { kind: "lawyer", name: "Maître Roche" }, delivery: "download", claim: [], items: 1, by: "usr_administrator", at: "2026-03-20T09:00:00Z", state: { status: "proposed" }, version: 0 }, []);
  await dunning.putSignal({ id: `sig_${name}`, customerId, kind: "complaint", on: "2026-03-20", by: "usr_administrator", at: "2026-03-20T09:00:00Z" }, []);
  await dunning.putPromise({ id: `prm_${name}`, customerId, lines: [{ key: `${itemId}~1`, minor: 1200_00n }], promised: { minor: 1200_00n, currency: "EUR" }, promisedOn: "2026-03-20", payOn: "2099-01-01", amountTolerance: 0, toleranceDays: 2, calendar: "FR", by: "usr_administrator" });
  const row: PreviewRow = { group: customerId, debtorId: customerId, name: `Customer ${name}`, items: 1, overdue: [{ currency: "EUR", minor: 1200_00n }], level: 1, outcome: "held", messages: [], notices: [], reasons: [{ code: "vip" }], left: [], lines: [] };
  await runLog(evidenceInBucket(process.env["DOCUMENTS_BUCKET"]!), tenant).keep(RUN_DAY, `Europe.${name}`, [{ row, policyId: "pol_1", policyVersion: 1, entities: kept.entityIds, messages: [`msg_${name}`] }]);
}

/** One entry that the ERP refused, and the batch that it went out in. */
export async function keepExport(tenant: string, { name, customerId, entityIds: [entityId] }: Kept): Promise<void> {
  const by = { type: "rule", id: "matching", version: 1 } as const;
  const booking: Booking = {
    id: `bok_${name}`, entityId: entityId!, paymentId: `pay_${name}`, customerId, at: "2026-03-01T08:00:00.000Z", by, currency: "EUR", entityCurrency: "EUR", account: "FR76", valueOn: "2026-03-01", rows: [],
    state: "rejected", batch: `exp_${name}`, attempt: 1, problem: { code: "unknown", message: "unknown account" }, version: 1,
  };
  await bookingEntity(tenantTable(tenant)).put(bookingRow(tenant, booking)).go();
  await bookingStore(tenant).createBatch({ id: `exp_${name}`, entityId: entityId!, number: 1, state: "ready", madeAt: "2026-03-01T09:00:00.000Z", by, bookings: [`bok_${name}`], entries: 1, rows: 0, key: `${tenant}/exports/${name}.csv`, version: 1 });
}
