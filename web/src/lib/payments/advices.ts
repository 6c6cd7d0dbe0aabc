// Advices and announced payments, in words.
import type { Answer } from "#lib/api/client.ts";
import { day, moment } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

export type Advice = Answer<"GET /remittance-advices">["items"][number];
export type AdviceState = Advice["state"];

/** As FORMAT words where we know them: what a machine calls itself is shown as it is. */
const formats: Readonly<Record<string, () => string>> = { text: m.advice_format_text, table: m.advice_format_table, announced: m.advice_format_announced, "x12.820": () => "EDI 820" };
export const formatWord = (format: string): string => formats[format]?.() ?? format;

export const payerOf = ({ customerName, payer }: Pick<Advice, "customerName" | "payer">): string => customerName ?? payer ?? m.payer_unknown();
export const adviceTitle = (advice: Pick<Advice, "customerName" | "payer" | "from">): string => (advice.from.kind === "announced" ? m.advice_announced_by({ name: payerOf(advice) }) : m.advice_of({ name: payerOf(advice) }));

/** Where it came from and when, and for when it says that it was paid. */
export function adviceWhence({ from, format, receivedAt, paidOn, reference, number }: Advice): string {
  const by = (from as { by?: { name?: string } }).by?.name;
  const whence = from.kind === "file" ? String((from as { fileName?: string }).fileName ?? "") : by;
  return [formatWord(format), whence, moment(receivedAt), paidOn && m.advice_paid_on({ date: day(paidOn) }), reference && m.advice_reference({ reference }), number && number !== reference && m.advice_number({ number })].filter(Boolean).join(" · ");
}

export const stateWord: Readonly<Record<AdviceState, () => string>> = { waiting: m.advice_waiting, linked: m.advice_linked, used: m.advice_used, dismissed: m.advice_dismissed };
