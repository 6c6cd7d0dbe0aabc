// What the palette finds and offers: customers and items from the API, then what can be done, then where one can go.
import Building2 from "@lucide/svelte/icons/building-2";
import CornerDownLeft from "@lucide/svelte/icons/corner-down-left";
import FileText from "@lucide/svelte/icons/file-text";
import LogOut from "@lucide/svelte/icons/log-out";
import Moon from "@lucide/svelte/icons/moon";
import Upload from "@lucide/svelte/icons/upload";
import { call } from "#lib/api/client.ts";
import { linkTo, places } from "#lib/components/places.ts";
import { isNothing, type MoneyJson } from "#lib/format/format.ts";
import { kindWord } from "#lib/format/kind.ts";
import { reminderTabs } from "#lib/reminders/tabs.ts";
import { company, scoped } from "#lib/session/company.svelte.ts";
import { may, signOut } from "#lib/session/session.svelte.ts";
import { setTheme } from "#lib/session/theme.ts";
import * as m from "#lib/paraglide/messages.js";

export type Found = {
  readonly key: string; readonly section: string; readonly label: string; readonly icon: typeof Building2;
  readonly href?: string; readonly act?: () => void;
  readonly detail?: string; readonly code?: true; readonly mono?: true; readonly money?: MoneyJson; readonly says?: string; readonly days?: number;
};

export async function find(q: string, signal: AbortSignal): Promise<readonly Found[]> {
  const [customers, invoices] = await Promise.all([call("GET /customers", { query: { q, limit: 5, sort: "-open" } }, signal), call("GET /invoices", { query: { ...(amountIn(q) ?? { q }), status: "all", limit: 5, sort: "-due" } }, signal)]);
  return [
    ...customers.items.map(({ id, name, code, balances, oldestDays }): Found => {
      const overdue = balances.find((balance) => !isNothing(balance.overdue))?.overdue;
      return { key: id, section: m.customers(), label: name, detail: code, code: true, href: `/customers/${id}`, icon: Building2, ...(overdue ? { money: overdue, says: m.overdue().toLowerCase(), days: oldestDays ?? 0 } : { says: m.nothing_overdue() }) };
    }),
    ...invoices.items.map(({ id, customerId, customerName, number, kind, open }): Found => ({
      key: id, section: m.invoices(), label: number, mono: true, detail: customerName, href: `/customers/${customerId}?item=${id}${isNothing(open) ? "&tab=all" : ""}`, icon: FileText, ...(isNothing(open) ? { says: m.settled() } : { money: open, says: kindWord(kind).toLowerCase() }),
    })),
  ];
}

/** 69944,30 and €69,944.30 are amounts; 10377 may be a part of a number as well. */
function amountIn(text: string): { amount: string } | undefined {
  const bare = text.replace(/[\s\u00a0\u202f€$£]/g, "").replace("\u2212", "-");
  const read = /^-?\d{1,3}(?:[.,]?\d{3})*[.,]\d{2}$/.test(bare) || /^-?\d+[.,]\d{1,2}$/.test(bare);
  return read ? { amount: `${bare.slice(0, bare.search(/[.,]\d{1,2}$/)).replace(/[.,]/g, "")}.${/\d{1,2}$/.exec(bare)![0]}` } : undefined;
}

/** What fits the typed words, by any part of its label. */
export function acts(wanted: string): readonly Found[] {
  const dark = document.documentElement.dataset.theme === "dark";
  const offered: Found[] = [
    ...(may("import.run") ? [{ key: "upload", section: m.palette_act(), label: m.first_act(), href: "/data", icon: Upload }] : []),
    { key: "overdue", section: m.palette_act(), label: m.all_overdue(), href: scoped("/customers?overdue=true&sort=-overdue"), icon: Building2 },
    ...(company.entities ?? []).filter(() => (company.entities?.length ?? 0) > 1 && wanted.length >= 2).map(({ id, name }) => ({ key: id, section: m.palette_act(), label: m.show_entity({ name }), href: `/?entity=${id}`, icon: Building2 })),
    { key: "theme", section: m.palette_act(), label: dark ? m.go_light() : m.go_dark(), act: () => setTheme(dark ? "light" : "dark"), icon: Moon },
    { key: "out", section: m.palette_act(), label: m.sign_out(), act: () => void signOut(), icon: LogOut },
    ...places().map((place) => ({ key: place.href, section: m.palette_go(), label: place.label(), href: linkTo(place), icon: CornerDownLeft })),
    // The screens of a place are asked for by their own names; unasked, the list stays short.
    ...(wanted.length >= 2 ? reminderTabs().filter(({ href }) => href !== "/reminders").map(({ href, label }) => ({ key: href, section: m.palette_go(), label: `${m.reminders()}, ${label().toLowerCase()}`, href, icon: CornerDownLeft })) : []),
  ];
  const sought = wanted.toLowerCase();
  return offered.filter(({ label }) => label.toLowerCase().includes(sought));
}
