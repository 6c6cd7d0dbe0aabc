// What "People" consists of, and who sees which part. A new screen there is one line here and a page below web/src/routes/people.
import { allowed, type Part } from "#lib/components/parts.ts";
import * as m from "#lib/paraglide/messages.js";

const all: readonly Part[] = [
  { href: "/people", label: m.people_tab, needs: "user.read" },
  { href: "/people/roles", label: m.roles_tab, needs: "user.read" },
  { href: "/people/why", label: m.why_tab, needs: "access.explain" },
  { href: "/people/clients", label: m.clients_tab, needs: "client.read" },
  { href: "/people/portfolios", label: m.pf_tab, needs: "portfolio.read" },
  { href: "/people/cover", label: m.cover_tab, needs: "absence.read" },
  { href: "/people/audit", label: m.au_tab, needs: "audit.read" },
];

export const peopleTabs = (): readonly Part[] => allowed(all);
