// Every hour: whatever was posted and is in no batch yet goes out to the ERP, of each tenant and legal entity. Where there is nothing, no batch is made.
import { writeDocument } from "#functions/cash-application/export-files.ts";
import { makeBatch } from "#functions/cash-application/make-batch.ts";
import { now } from "#functions/runtime/clock.ts";
import { env } from "#functions/runtime/env.ts";
import { bookingStore } from "#functions/store/booking.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { everyTenant } from "#functions/store/tenants.ts";

const schedule = { type: "rule", id: "cash-application.export-postings", version: 1 } as const;

export async function exportAll(): Promise<void> {
  for (const tenant of await everyTenant()) {
    const write = (key: string, text: string) => writeDocument(env("DOCUMENTS_BUCKET"), key, text);
    const [bookings, ledger] = [bookingStore(tenant), ledgerStore(tenant)];
    for (const entity of await ledger.entities()) while (((await makeBatch({ bookings, ledger, write }, entity, { by: schedule, now: now() }))?.entries ?? 0) > 0);
  }
}
