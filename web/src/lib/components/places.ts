// Where one can go. The spine, the tabs of the phone and the palette show the same list: what exists, and what the person's rights allow.
// A new screen is one line here. `tab`: it has a place among the phone's tabs, five at most; the settings are behind the initials at the top. `scoped`: it can be narrowed to one entity.
// `to`: where it begins for this person, if not at its address.
import BellRing from "@lucide/svelte/icons/bell-ring";
import Building2 from "@lucide/svelte/icons/building-2";
import Database from "@lucide/svelte/icons/database";
import FileText from "@lucide/svelte/icons/file-text";
import House from "@lucide/svelte/icons/house";
import Landmark from "@lucide/svelte/icons/landmark";
import Settings2 from "@lucide/svelte/icons/settings-2";
import UsersRound from "@lucide/svelte/icons/users-round";
import { peopleTabs } from "#lib/people/tabs.ts";
import { reminderTabs } from "#lib/reminders/tabs.ts";
import { scoped } from "#lib/session/company.svelte.ts";
import { may } from "#lib/session/session.svelte.ts";
import * as m from "#lib/paraglide/messages.js";

export type Place = { readonly href: string; readonly label: () => string; readonly icon: typeof House; readonly needs?: string | (() => boolean); readonly tab?: true; readonly scoped?: true; readonly below?: true; readonly to?: () => string };

const all: readonly Place[] = [
  { href: "/", label: m.home, icon: House, needs: "aged-balance.read", tab: true, scoped: true },
  { href: "/customers", label: m.customers, icon: Building2, needs: "customer.read", tab: true, scoped: true },
  { href: "/invoices", label: m.invoices, icon: FileText, needs: "item.read", tab: true, scoped: true },
  { href: "/payments", label: m.payments_short, icon: Landmark, needs: "payment.read", tab: true, scoped: true },
  { href: "/reminders", label: m.reminders, icon: BellRing, needs: () => reminderTabs().length > 0, tab: true },
  { href: "/data", label: m.data, icon: Database, needs: "import.read" },
  { href: "/people", label: m.people_title, icon: UsersRound, needs: () => peopleTabs().length > 0, to: () => peopleTabs()[0]!.href },
  { href: "/settings", label: m.settings, icon: Settings2, below: true },
];

export const places = (): readonly Place[] => all.filter(({ needs }) => (typeof needs === "string" ? may(needs) : (needs?.() ?? true)));
export const linkTo = (place: Place): string => (place.scoped ? scoped(place.href) : (place.to?.() ?? place.href));
export const isHere = ({ href }: Place, path: string): boolean => (href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`));
