// Debtors for tests: Quillery Frères of Lyon owes one invoice of 1,000 euros, due on 2 March 2026, unless a case says otherwise.
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import { newAccount } from "#domain/dunning/account.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import { plan, type Plan } from "#domain/dunning/plan.ts";
import type { DunningAccount, Hold, Mark, PaymentPromise } from "#domain/dunning/schema.ts";
import type { OpenLine, Party, Reachable, Signal, Situation } from "#domain/dunning/situation.ts";
import { worldAt, type World, type WorldFacts } from "#domain/dunning/world.ts";

export const templates: ReadonlyMap<string, readonly string[]> = new Map(["courtesy", "reminder-1", "reminder-2", "reminder-3", "formal-notice"].map((key) => [key, ["fr", "en", "de", "es", "pt"]]));
export const standard = defaultPolicies[0]!;

export const world = (now: string, facts: Partial<WorldFacts> = {}): World => worldAt({ now, stale: [], pauses: [], templates, ...facts });

export const line = (own: Partial<OpenLine> = {}): OpenLine => {
  const number = own.number ?? "F-1";
  const minor = own.openMinor ?? own.minor ?? 100_000n;
  const itemId = own.itemId ?? `itm_${number}`;
  return { key: `${itemId}~${own.instalment ?? 1}`, itemId, instalment: 1, customerId: "cus_quillery", entityId: "ent_fr", kind: "invoice", number, issuedOn: "2026-01-31", dueOn: "2026-03-02", currency: "EUR", minor, openMinor: minor, disputedMinor: 0n, ...own };
};

export const contact = (own: Partial<Reachable> = {}): Reachable => ({ id: "con_ap", name: "Anne Perrin", role: "accounts-payable", email: "compta@quillery.example", phone: "+33 4 00 00 00 00", ...own });

export const party = (own: Partial<Party> = {}): Party => ({
  id: "cus_quillery", name: "Quillery Frères", country: "FR", language: "fr", timeZone: "Europe/Paris", flags: [], contacts: [contact()],
  team: { salesperson: { name: "Sam Vidal", role: "salesperson", email: "sam@us.example" }, collector: { name: "Camille Vasseur", role: "collector", email: "camille@us.example" }, manager: { name: "Hélène Roy", role: "manager", email: "helene@us.example" } },
  ...own,
});

export const account = (own: Partial<DunningAccount> = {}): DunningAccount => ({ ...newAccount("cus_quillery"), ...own });
export const mark = (step: string, countsFrom: string, own: Partial<Mark> = {}): Mark => ({
  key: "itm_F-1~1", policyId: standard.id, policyVersion: 1, step, level: standard.steps.find(({ id }) => id === step)?.level ?? 0, countsFrom, deliveredOn: countsFrom, ...own,
});
export const hold = (own: Partial<Hold> & Pick<Hold, "reason">): Hold => ({ id: "hld_1", scope: { of: "debtor", customerId: "cus_quillery" }, from: "2026-01-01", placedBy: "usr_camille", ...own });
export const promise = (own: Partial<PaymentPromise> = {}): PaymentPromise => ({
  id: "prm_1", customerId: "cus_quillery", lines: [{ key: "itm_F-1~1", minor: 100_000n }], promised: { minor: 100_000n, currency: "EUR" }, promisedOn: "2026-03-05", payOn: "2026-03-12", amountTolerance: 100, toleranceDays: 2, calendar: "FR", by: "usr_camille", ...own,
});
export const signal = (kind: Signal["kind"], on: string, own: Partial<Signal> = {}): Signal => ({ kind, on, ...own });

export type Case = Partial<Omit<Situation, "accounts">> & { readonly account?: DunningAccount; readonly accounts?: readonly DunningAccount[]; readonly policy?: Policy; readonly on: string; readonly at?: string; readonly facts?: Partial<WorldFacts> };

/** The plan of one debtor at six in the morning of a day in Paris, summer or winter. */
export function planOf({ on, at = "05:00", policy = standard, facts, ...own }: Case): Plan {
  return plan(situation(own), prepare(policy), world(`${on}T${at}:00Z`, facts));
}

export function situation({ account: one, accounts, ...own }: Omit<Case, "on" | "at" | "policy" | "facts"> = {}): Situation {
  const debtor = own.debtor ?? party();
  return { group: debtor.id, debtor, addressee: own.addressee ?? debtor, lines: [line()], holds: [], promises: [], signals: [], ...own, accounts: accounts ?? [one ?? account()] };
}
