// What the ERP is told and what it answers, in words.
import { call, type Answer } from "#lib/api/client.ts";
import { toasts } from "#lib/components/toasts.svelte.ts";
import { whyFailed } from "#lib/format/failure.ts";
import { sumOf } from "#lib/payments/glance.ts";
import * as m from "#lib/paraglide/messages.js";

export type Batch = Answer<"GET /postings-exports">["items"][number];
export type Entry = Answer<"GET /postings-exports/entries">["items"][number];
export type EntryState = Entry["state"];

export const entryState: Readonly<Record<EntryState, () => string>> = { pending: m.erp_state_pending, exported: m.erp_state_exported, accepted: m.erp_state_accepted, rejected: m.erp_state_rejected, dismissed: m.erp_state_dismissed };
export const entryTone = { pending: "line", exported: "hold", accepted: "good", rejected: "bad", dismissed: "off" } as const;

const own: Readonly<Record<string, () => string>> = { "ack.contradicts": m.erp_contradicts, "ack.booked-twice": m.erp_twice };
/** What we found ourselves has words of ours; what the ERP said is told as it said it. */
export function problemWords({ problem }: Pick<Entry, "problem">): string {
  if (!problem) return "";
  const ours = own[problem.code]?.();
  return [ours ?? problem.message, !ours && problem.code !== "ack.rejected" && problem.code].filter(Boolean).join(" · ");
}

/** The money that an entry moves: its receipt, or what it clears where the receipt is the ERP's own. */
export function amountOf({ rows }: Pick<Entry, "rows">) {
  const receipts = rows.filter(({ itemKind }) => itemKind === "payment");
  const told = (receipts.length > 0 ? receipts : rows).map(({ amount }) => (amount.amount.startsWith("-") ? { ...amount, amount: amount.amount.slice(1) } : amount));
  return sumOf(told, rows[0]!.amount.currency);
}

export async function download(id: Batch["id"]): Promise<void> {
  try {
    const { url } = await call("GET /postings-exports/{id}/file", { params: { id } });
    const link = Object.assign(document.createElement("a"), { href: url, download: "" });
    document.body.append(link);
    link.click();
    link.remove();
  } catch (error) {
    toasts.say(whyFailed(error), { bad: true });
  }
}
