// ANSI X12 820 for the offline matcher, through the reader that the desk uses. Without a CUR segment it names no currency and goes with any payment.
import { readEdi820 } from "#domain/cash-application/advices/edi820.ts";
import type { Advice } from "#domain/cash-application/matching/model.ts";
import { adviceDraft, closed } from "#domain/cash-application/matching/offline/advice-fields.ts";
import { epochDay } from "#domain/date.ts";

export function adviceFromEdi(id: string, text: string): Advice[] {
  return readEdi820(text).flatMap((advice, n) =>
    closed(`${id}#${n}`, {
      ...adviceDraft(), payer: advice.payer ?? "", reference: advice.paymentReference ?? "", paidOn: advice.paidOn === null ? null : epochDay(advice.paidOn), currency: /\bCUR\W/.test(text) ? (advice.currency ?? "") : "", total: cents(advice.total),
      lines: advice.lines.filter(({ document }) => document !== "").map(({ document, gross, discount, paid }) => ({ reference: document, gross: cents(gross), discount: cents(discount) ?? 0, net: cents(paid) })),
    }),
  );
}

const cents = (minor: bigint | null): number | null => (minor === null ? null : Number(minor));
