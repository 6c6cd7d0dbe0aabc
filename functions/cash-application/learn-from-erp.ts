// After each import: payments that wait here and that the ERP has lettered itself teach who pays for whom (domain/cash-application/matching/erp-lessons.ts). A
// lesson is kept under an id of its payment's, so the next import brings it again without harm.
import { erpLesson } from "#domain/cash-application/matching/erp-lessons.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import type { CustomerId } from "#domain/id.ts";
import type { Item } from "#domain/ledger/schema.ts";
import type { Stores } from "#functions/cash-application/order.ts";
import type { PayerMemoryStore } from "#functions/store/payer-memory.ts";

/** A reading further down is seldom the payer. */
const READINGS = 3;

export async function learnFromErp({ payments, ledger }: Pick<Stores, "payments" | "ledger">, memory: Pick<PayerMemoryStore, "saveLesson">, entityId: string, at: string): Promise<number> {
  const accounts = new Map<string, Promise<Item[]>>();
  const accountOf = (id: CustomerId): Promise<Item[]> => accounts.get(id) ?? accounts.set(id, ledger.items(id)).get(id)!;
  let taught = 0;
  for (const status of ["waiting", "proposed", "unmatched"] as const) {
    let cursor: string | undefined;
    do {
      const page = await payments.withStatus(entityId, status, { cursor });
      for (const payment of page.items) {
        const lesson = erpLesson(payment, (await Promise.all(takenFor(payment).map(accountOf))).flat());
        if (lesson && (await memory.saveLesson(lesson, at)) === "saved") taught++;
      }
      cursor = page.nextCursor;
    } while (cursor);
  }
  return taught;
}

const takenFor = ({ decision }: Payment): CustomerId[] => [...new Set((decision?.proposals ?? []).slice(0, READINGS).flatMap(({ customerId, lines }) => [customerId, ...lines.map((line) => line.customerId)]))];
