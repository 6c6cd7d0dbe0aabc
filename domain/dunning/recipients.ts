// Who receives a step, on which channels, in which language. A channel without anyone to reach gives way to the next one that the step allows; no
// language is ever guessed: a message that cannot be written in the recipient's language is not sent in ours.
import type { Channel, Step } from "#domain/dunning/policy/schema.ts";
import type { Recipient } from "#domain/dunning/schema.ts";
import type { Party, Reachable } from "#domain/dunning/situation.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import type { Reason } from "#domain/reason.ts";

type Language = NonNullable<Customer["language"]>;
export type Delivery = { readonly channels: readonly Channel[]; readonly to: readonly Recipient[]; readonly copyTo: readonly Recipient[]; readonly language: Language; readonly reasons: readonly Reason[] };
export type Undeliverable = { readonly undeliverable: Reason };

export function deliveryOf(step: Step, debtor: Party, addressee: Party, languages: readonly string[] | undefined): Delivery | Undeliverable {
  const reasons: Reason[] = [];
  const reached = step.channels.map((channel) => ({ channel, to: reach(channel, step, addressee) }));
  for (const { channel, to } of reached) if (!to) reasons.push({ code: "no-usable-contact", channel, ...whyNot(channel, addressee) });
  const usable = reached.filter(({ to }) => to !== undefined);
  if (usable.length === 0) {
    const channel = step.fallbacks.find((fallback) => reach(fallback, step, addressee) !== undefined);
    if (channel) usable.push({ channel, to: reach(channel, step, addressee) });
    if (channel) reasons.push({ code: "channel-replaced", by: channel });
  }
  if (usable.length === 0) return { undeliverable: reasons[0]! };
  const to = unique(usable.flatMap((one) => one.to ?? []));
  const language = to.find((contact) => contact.language)?.language ?? addressee.language ?? languageOfCountry(addressee.country);
  if (step.kind === "message" && (!language || !languages?.includes(language))) return { undeliverable: { code: "no-template-language", template: step.template ?? "", language: language ?? "" } };
  return { channels: usable.map((one) => one.channel), to: to.map(recipient), copyTo: copies(step, debtor, addressee, to), language: language ?? "en", reasons };
}

/** Undefined: nobody can be reached that way. A letter goes to the address, also when no person is known. */
function reach(channel: Channel, step: Step, party: Party): Reachable[] | undefined {
  if (channel === "hand-off") return [];
  const usable = (contact: Reachable): boolean => (channel === "email" ? Boolean(contact.email) && !contact.unusable?.email : Boolean(contact.phone) && !contact.unusable?.phone);
  const byPost = channel === "letter" || channel === "registered-letter";
  if (byPost) return party.hasPostalAddress ? ofRoles(party, step, () => true) : undefined;
  const found = ofRoles(party, step, usable);
  return found.length > 0 ? found : undefined;
}

function ofRoles({ contacts }: Party, { to, escalateTo }: Step, usable: (contact: Reachable) => boolean): Reachable[] {
  const wanted = contacts.filter((contact) => to.includes(contact.role) && usable(contact));
  if (wanted.length > 0) return wanted;
  for (const role of escalateTo) {
    const instead = contacts.filter((contact) => contact.role === role && usable(contact));
    if (instead.length > 0) return instead;
  }
  return [];
}

function whyNot(channel: Channel, { contacts }: Party): { why: string } {
  const reasons = contacts.flatMap(({ unusable }) => (channel === "email" ? (unusable?.email ?? []) : channel === "phone" || channel === "sms" ? (unusable?.phone ?? []) : []));
  return { why: reasons[0] ?? "none-known" };
}

function copies({ copyTo }: Step, debtor: Party, addressee: Party, to: readonly Reachable[]): Recipient[] {
  const already = new Set(to.map(({ id }) => id));
  return copyTo.flatMap((role): Recipient[] => {
    if (role === "salesperson" || role === "collector" || role === "manager") return debtor.team[role] ? [debtor.team[role]] : [];
    return addressee.contacts.filter((contact) => contact.role === role && contact.email && !contact.unusable?.email && !already.has(contact.id)).map(recipient);
  });
}

const recipient = ({ id, name, role, email, phone }: Reachable): Recipient => ({ contactId: id, name, role, ...(email ? { email } : {}), ...(phone ? { phone } : {}) });
const unique = (contacts: readonly Reachable[]): Reachable[] => [...new Map(contacts.map((contact) => [contact.id, contact])).values()];

/** Only where a country writes business letters in one language. */
const languages: Readonly<Record<string, Language>> = { FR: "fr", MC: "fr", DE: "de", AT: "de", ES: "es", MX: "es", PT: "pt", BR: "pt", IT: "it", NL: "nl", GB: "en", IE: "en", US: "en", AU: "en", NZ: "en" };
export const languageOfCountry = (country: string | undefined): Language | undefined => (country ? languages[country] : undefined);
