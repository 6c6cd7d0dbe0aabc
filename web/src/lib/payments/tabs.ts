// What "Payments" consists of, and who sees which part. A new screen there is one line here and a page below web/src/routes/payments.
import { allowed, type Part } from "#lib/components/parts.ts";
import { scoped } from "#lib/session/company.svelte.ts";
import * as m from "#lib/paraglide/messages.js";

const all: readonly Part[] = [
  { href: "/payments", label: m.tab_day, needs: "payment.read" },
  { href: "/payments/waiting", label: m.tab_waiting, needs: "payment.read" },
  { href: "/payments/advices", label: m.tab_advices, needs: "payment.read" },
  { href: "/payments/debits", label: m.tab_debits, needs: "payment.read" },
  { href: "/payments/export", label: m.tab_export, needs: "posting-export.read" },
  { href: "/payments/payers", label: m.tab_payers, needs: "payer-memory.read" },
  { href: "/payments/rules", label: m.tab_rules, needs: "matching-rules.read" },
  { href: "/payments/write-offs", label: m.tab_write_offs, needs: "payment.read" },
  { href: "/payments/closing", label: m.tab_closing, needs: "period.read" },
];
export const paymentsTabs = (): readonly Part[] => allowed(all);
export const within = (tab: Part): string => scoped(tab.href);
