// What "Payments" consists of, and who sees which part. A new screen there is one line here and a page below web/src/routes/payments.
import { scoped } from "#lib/session/company.svelte.ts";
import { may } from "#lib/session/session.svelte.ts";
import * as m from "#lib/paraglide/messages.js";

type PaymentsTab = { readonly href: string; readonly label: () => string; readonly needs: string };
const all: readonly PaymentsTab[] = [
  { href: "/payments", label: m.tab_day, needs: "payment.read" },
  { href: "/payments/waiting", label: m.tab_waiting, needs: "payment.read" },
  { href: "/payments/payers", label: m.tab_payers, needs: "payer-memory.read" },
  { href: "/payments/rules", label: m.tab_rules, needs: "matching-rules.read" },
];
export const paymentsTabs = (): readonly PaymentsTab[] => all.filter(({ needs }) => may(needs));
export const within = (tab: PaymentsTab): string => scoped(tab.href);
