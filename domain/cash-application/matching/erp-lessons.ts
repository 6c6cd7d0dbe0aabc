// What the ERP's own lettering teaches the desk. A payment that still waits here, and that the ERP's people have booked and lettered in their books, has been
// cleared by somebody: who paid (account and name as our bank tells them) and for whom is then known, as if a clerk of ours had said it.
//
// Only what never was posted here counts: a lettering that comes back after our export is the echo of our own posting, and an automatic posting alone teaches
// nothing. The ERP's item must be the payment (the same amount to the cent, within ten days, or naming the bank's reference), alone, and lettered with documents.
import type { DeskLesson } from "#domain/cash-application/matching/desk-lessons.ts";
import { senderKey } from "#domain/cash-application/matching/name.ts";
import { kept, type Payment } from "#domain/cash-application/payment.ts";
import { epochDay } from "#domain/date.ts";
import { letteringsOf } from "#domain/ledger/allocate.ts";
import type { Item } from "#domain/ledger/schema.ts";

const DAYS_APART = 10;

/** `accounts`: those of the customers whom the payment is taken for, whole. */
export function erpLesson(payment: Payment, accounts: readonly Item[]): DeskLesson | undefined {
  if (payment.allocations.length > 0 || payment.customerId !== undefined || payment.doubtful) return undefined;
  const theirs = accounts.filter((item) => isIt(item, payment));
  const named = theirs.filter((item) => names(item, payment));
  const [it, another] = named.length > 0 ? named : theirs;
  if (!it || another) return undefined;
  const letterings = new Set(letteringsOf(it));
  const documents = accounts.filter((item) => item.id !== it.id && item.minor > 0n && letteringsOf(item).some((one) => letterings.has(one)));
  if (documents.length === 0) return undefined;
  const customers = [...new Set(documents.map(({ customerId }) => customerId))].toSorted();
  const id = `les_erp-${payment.id.slice(4)}` as const;
  return {
    id, entityId: payment.entityId, paymentId: it.id, version: payment.version, state: "taught", booked: epochDay(payment.bookedOn), amount: Number(kept(payment)), currency: payment.currency, ...(payment.payerName ? { written: payment.payerName } : {}), writtenOff: [],
    lesson: {
      receipt: id, on: epochDay(payment.bookedOn), at: `${payment.bookedOn}T23:59:59.999Z`, iban: payment.payerIban ?? "", name: senderKey(payment.payerName ?? "", payment.text), payer: it.customerId, customers, kind: "", difference: "", residue: "",
    },
  };
}

const isIt = (item: Item, payment: Payment): boolean =>
  item.kind === "payment" && item.source !== "src_quittance" && item.entityId === payment.entityId && item.currency === payment.currency && item.minor === -kept(payment) && Math.abs(epochDay(item.issuedOn) - epochDay(payment.bookedOn)) <= DAYS_APART;

function names(item: Item, { reference, endToEndId }: Payment): boolean {
  const said = [item.number, item.reference ?? "", item.label ?? ""].map(plain);
  return [reference, endToEndId].map((name) => plain(name ?? "")).some((name) => name.length >= 6 && /\d/.test(name) && said.some((text) => text.includes(name)));
}
const plain = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
