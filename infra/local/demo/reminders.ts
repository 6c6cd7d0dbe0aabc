// Ardelane's reminders are set up as on a first day: Claire drafts two ladders, Nadia publishes them (nobody publishes his own draft) and confirms the rates
// that may stand in a letter. From then on they go out by themselves, each morning of the local clock.
import type { Correspondence } from "#domain/dunning/correspondence/schema.ts";
import { accounts } from "#infra/local/demo/bank.ts";
import { entities } from "#infra/local/demo/company.ts";

export type Ask = (as: string, method: string, path: string, body?: object) => Promise<unknown>;
const CLAIRE = "claire.vasseur@ardelane.example";
const NADIA = "admin@ardelane.example";

const [sa, uk, inc] = entities;
export const correspondence: Correspondence = {
  from: { name: "Ardelane", address: "comptes-clients@ardelane.example" }, phone: "+33 4 72 00 00 00", smsFrom: "Ardelane", linkDays: 45, version: 0,
  letterheads: [
    { entityId: sa.id, address: ["14 quai Rambaud", "69002 Lyon", "France"], registration: "RCS Lyon 900 100 200", email: "comptes-clients@ardelane.example", phone: "+33 4 72 00 00 00", bank: { holder: "Ardelane SA", iban: accounts.FR, bic: "CRSNFRP1XXX" } },
    { entityId: uk.id, address: ["14 Quay Street", "Bristol BS1 5DB", "United Kingdom"], registration: "Company no. 99000001", email: "accounts@ardelane.example", phone: "+44 117 496 0000", bank: { holder: "Ardelane UK Ltd", iban: accounts.GB, bic: "BUKBGB22XXX" } },
    { entityId: inc.id, address: ["22 Pine Avenue", "Albany, NY 12207", "United States"], registration: "EIN 00-0000001", email: "accounts@ardelane.example", phone: "+1 518 555 0100" },
  ],
};

/** By the segments that Ardelane's ERPs know. */
const ladders: readonly { readonly id: string; readonly segments: readonly string[] }[] = [{ id: "pol_standard-fr", segments: [] }, { id: "pol_gentle", segments: ["key account"] }];

type Amount = { readonly amount: string; readonly currency: string };
type Kept = { readonly policy: { readonly id: string; readonly appliesTo: object; readonly minimumItem: readonly Amount[]; readonly minimumTotal: readonly Amount[]; readonly maximumTotal: readonly Amount[] }; readonly revision: number };
type Rate = { readonly reference: string; readonly halfYear: string; readonly hundredths: number; readonly standing: string };

/** A ladder comes with limits in euros; without one of its own, every message in another currency would wait for a person. */
const inAll = (limits: readonly Amount[]): readonly Amount[] => limits.flatMap(({ amount }) => ["EUR", "GBP", "USD"].map((currency) => ({ amount, currency })));

export async function setUpReminders(ask: Ask, today: string): Promise<void> {
  const { items } = (await ask(CLAIRE, "GET", "/dunning/policies")) as { items: readonly Kept[] };
  for (const { id, segments } of ladders) {
    const policy = items.find((kept) => kept.policy.id === id)?.policy;
    if (!policy) throw new Error(`the ladder ${id} does not come with Quittance any more`);
    const { revision } = (await ask(CLAIRE, "PUT", `/dunning/policies/${id}`, { policy: { ...policy, appliesTo: { ...policy.appliesTo, segments }, minimumItem: inAll(policy.minimumItem), minimumTotal: inAll(policy.minimumTotal), maximumTotal: inAll(policy.maximumTotal) }, revision: 0 })) as Kept;
    await ask(NADIA, "POST", `/dunning/policies/${id}/publication`, { revision });
  }
  const rates = (await ask(NADIA, "GET", "/dunning/rates")) as { items: readonly Rate[] };
  const used = rates.items.filter(({ reference, halfYear, standing }) => ["ecb", "boe"].includes(reference) && halfYear >= `${Number(today.slice(0, 4)) - 2}-07-01` && standing !== "confirmed");
  for (const { reference, halfYear, hundredths } of used) await ask(NADIA, "PUT", "/dunning/rates", { reference, halfYear, hundredths });
}
