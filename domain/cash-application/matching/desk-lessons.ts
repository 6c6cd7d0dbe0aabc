// What a payment teaches, read from the payment as it stands: nothing is remembered of how it came to stand so. Whoever reads it again, twice or late, by
// any event, reads the same lessons; the newer state of the payment wins.
//
// One clearing (all parts of one act) is one lesson. A person's teaches; what the engine posted alone only renews what people and the ERP taught; what was
// taken back teaches nothing any more. Beside the lesson stand the facts that the next decisions need: what was written off for a debtor this year, the
// payment's amount (a second one like it is a suspect), and whether a class of match was right.
import type { Matcher } from "#domain/cash-application/matching/engine.ts";
import type { Lesson } from "#domain/cash-application/matching/memory.ts";
import { senderKey } from "#domain/cash-application/matching/name.ts";
import type { Allocation, Payment } from "#domain/cash-application/payment.ts";
import { epochDay } from "#domain/date.ts";

export type LessonState = "taught" | "renews" | "withdrawn";
export type DeskLesson = {
  readonly id: `les_${string}`;
  readonly entityId: string;
  readonly paymentId: string;
  /** Of the payment that it was read from: a newer one replaces it. */
  readonly version: number;
  readonly state: LessonState;
  readonly lesson: Lesson;
  readonly booked: number;
  readonly amount: number;
  readonly currency: string;
  /** The name as the bank wrote it. */
  readonly written?: string;
  readonly by?: { readonly id: string; readonly name: string };
  readonly writtenOff: readonly (readonly [customer: string, type: string, amount: number])[];
  /** The class of an automatic posting. */
  readonly track?: string;
};

export function lessonsOfPayment(payment: Payment): DeskLesson[] {
  const acts = [...Map.groupBy(payment.allocations, ({ at, by }) => `${at} ${by.type} ${by.id}`).values()].map((parts) => clearing(payment, parts));
  // Put on an account by a person, without documents: perhaps now, perhaps once. The usual payment, decided and applied, never was.
  const perhaps = payment.status === "on-account" || payment.version > (acts.length === 0 ? 1 : 2);
  return perhaps ? [...acts, accounted(payment)] : acts;
}

const suffix = (id: string): string => id.slice(id.indexOf("_") + 1);

function clearing(payment: Payment, parts: readonly Allocation[]): DeskLesson {
  const [first] = parts as readonly [Allocation];
  // What the bank took back was matched rightly: who pays for whom stays learned.
  const stands = parts.every(({ takenBack }) => !takenBack || takenBack.reason === payment.returned?.reason);
  const automatic = first.by.type === "rule";
  const customers = [...new Set(parts.flatMap(({ lines }) => lines.map(({ customerId }) => customerId)))].toSorted();
  const told = toldBy(payment, parts);
  const written = parts.flatMap(({ adjustments }) => adjustments).filter(({ minor }) => minor > 0n);
  const fee = written.find(({ type }) => type === "bankFee");
  return {
    ...about(payment), id: `les_${suffix(first.id)}`, state: !stands ? "withdrawn" : automatic ? "renews" : "taught",
    ...(automatic ? {} : { by: { id: first.by.id, name: "name" in first.by ? first.by.name : first.by.id } }),
    lesson: {
      ...sender(payment), receipt: `les_${suffix(first.id)}`, on: epochDay(first.on), at: first.at, payer: first.customerId, customers, kind: told.kind, difference: told.difference,
      residue: fee ? `fee:${fee.minor}` : told.difference === "late" ? "late" : "", ...(automatic ? { renews: true as const } : {}),
    },
    writtenOff: stands ? written.map(({ type, minor }) => [customers[0] ?? first.customerId, type, Number(minor)] as const) : [],
    ...(automatic && told.track ? { track: told.track } : {}),
  };
}

function accounted(payment: Payment): DeskLesson {
  const id = `les_account-${suffix(payment.id)}` as const;
  const stands = payment.status === "on-account" && payment.allocations.length === 0;
  const customer = payment.customerId ?? "";
  return {
    ...about(payment), id, state: stands ? "taught" : "withdrawn", writtenOff: [],
    lesson: { ...sender(payment), receipt: id, on: epochDay(payment.bookedOn), at: `${payment.bookedOn}T23:59:59.999Z`, payer: customer, customers: customer ? [customer] : [], kind: "", difference: "", residue: "" },
  };
}

const about = ({ id, entityId, version, bookedOn, minor, currency, payerName }: Payment) => ({ entityId, paymentId: id, version, booked: epochDay(bookedOn), amount: Number(minor), currency, ...(payerName ? { written: payerName } : {}) });
const sender = ({ payerIban, payerName, text }: Payment): Pick<Lesson, "iban" | "name"> => ({ iban: payerIban ?? "", name: senderKey(payerName ?? "", text) });

/** The reading that was cleared, if it is one that the engine had found. */
function toldBy({ decision }: Payment, parts: readonly Allocation[]): { kind: string; difference: string; track: string } {
  const cleared = textOf(parts.flatMap(({ lines }) => lines));
  const found = decision?.proposals.find(({ lines }) => textOf(lines) === cleared);
  const code = (prefix: string): string => found?.reasons.find(({ code: one }) => one.startsWith(prefix))?.code.slice(prefix.length) ?? "";
  return { kind: code("kind."), difference: code("difference."), track: found?.track ?? "" };
}

const textOf = (lines: Allocation["lines"]): string => lines.map(({ itemId, cleared }) => `${itemId}=${cleared}`).toSorted().join();

/** What else the past tells the next decisions: amounts that came lately, what a debtor was forgiven this year, which classes of match were taken back. */
export function recall({ recent, writtenOff, records }: Pick<Matcher, "recent" | "writtenOff" | "records">, lessons: Iterable<DeskLesson>): void {
  for (const { state, lesson, booked, amount, writtenOff: written, track } of lessons) {
    if (track) {
      const record = records.get(track) ?? { right: 0, wrong: 0 };
      records.set(track, state === "withdrawn" ? { ...record, wrong: record.wrong + 1 } : { ...record, right: record.right + 1 });
    }
    if (state === "withdrawn") continue;
    const key = `${lesson.iban || lesson.name}|${amount}`;
    recent.set(key, Math.max(recent.get(key) ?? 0, booked));
    for (const [customer, type, minor] of written) {
      const spent = `${customer}|${type}|${Math.floor(lesson.on / 365)}`;
      writtenOff.set(spent, (writtenOff.get(spent) ?? 0) + minor);
    }
  }
}
