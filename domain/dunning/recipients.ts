// Who receives a step, on which channels, in which language. A channel without anyone to reach gives way to the next one that the step allows; no
// language is ever guessed: a message that cannot be written in the recipient's language is not sent in ours.
//
// Whoever is away is not replaced by a letter: if nobody else of those who may receive it is there, the step waits for his return.
import type { DateText } from "#domain/date.ts";
import type { Channel, Step } from "#domain/dunning/policy/schema.ts";
import type { Recipient } from "#domain/dunning/schema.ts";
import type { Party, Reachable } from "#domain/dunning/situation.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import type { Reason } from "#domain/reason.ts";

type Language = NonNullable<Customer["language"]>;
export type Delivery = { readonly channels: readonly Channel[]; readonly to: readonly Recipient[]; readonly copyTo: readonly Recipient[]; readonly language: Language; readonly reasons: readonly Reason[] };
/** Everything that was tried and why it could not be. `waits`: it will be possible by itself. `contacts`: somebody has to find whom to write to, and where. */
export type Undeliverable = { readonly undeliverable: readonly Reason[]; readonly kind: "waits" | "contacts" | "text" };

export function deliveryOf(step: Step, debtor: Party, addressee: Party, languages: readonly string[] | undefined, today: DateText): Delivery | Undeliverable {
  const reasons: Reason[] = [];
  const reached = step.channels.map((channel) => ({ channel, to: reach(channel, step, addressee, today) }));
  for (const { channel, to } of reached) if (!to) reasons.push(whyNot(channel, step, addressee, today));
  const usable = reached.filter(({ to }) => to !== undefined);
  const away = reasons.filter(({ code }) => code === "contact-away");
  if (usable.length === 0 && away.length > 0) return { undeliverable: away, kind: "waits" };
  if (usable.length === 0) {
    const channel = step.fallbacks.find((fallback) => reach(fallback, step, addressee, today) !== undefined);
    if (channel) usable.push({ channel, to: reach(channel, step, addressee, today) });
    if (channel) reasons.push({ code: "channel-replaced", by: channel });
  }
  if (usable.length === 0) return { undeliverable: [...reasons, ...step.fallbacks.filter((channel) => !step.channels.includes(channel)).map((channel) => whyNot(channel, step, addressee, today))], kind: "contacts" };
  const to = unique(usable.flatMap((one) => one.to ?? []));
  const language = to.find((contact) => contact.language)?.language ?? addressee.language ?? languageOfCountry(addressee.country);
  if (step.kind === "message" && (!language || !languages?.includes(language))) return { undeliverable: [{ code: "no-template-language", template: step.template ?? "", language: language ?? "" }], kind: "text" };
  return { channels: usable.map((one) => one.channel), to: to.map(recipient), copyTo: copies(step, debtor, addressee, to), language: language ?? "en", reasons };
}

const byPost = (channel: Channel): boolean => channel === "letter" || channel === "registered-letter";

/** Undefined: nobody can be reached that way. A letter goes to the address, also when no person is known. */
function reach(channel: Channel, step: Step, party: Party, today: DateText): Reachable[] | undefined {
  if (channel === "hand-off") return [];
  if (byPost(channel)) return party.addressGap === undefined ? ofRoles(party, step, () => true) : undefined;
  const found = ofRoles(party, step, (contact) => (channel === "email" ? writable(contact) && !isAway(contact, today) : Boolean(contact.phone) && !contact.unusable?.phone));
  return found.length > 0 ? found : undefined;
}

const writable = ({ email, unusable }: Reachable): boolean => Boolean(email) && !unusable?.email;
const isAway = ({ awayUntil }: Reachable, today: DateText): boolean => awayUntil !== undefined && today <= awayUntil;

function ofRoles({ contacts }: Party, { to, escalateTo }: Step, usable: (contact: Reachable) => boolean): Reachable[] {
  const wanted = contacts.filter((contact) => to.includes(contact.role) && usable(contact));
  if (wanted.length > 0) return wanted;
  for (const role of escalateTo) {
    const instead = contacts.filter((contact) => contact.role === role && usable(contact));
    if (instead.length > 0) return instead;
  }
  return [];
}

function whyNot(channel: Channel, { to, escalateTo }: Step, { contacts, addressGap }: Party, today: DateText): Reason {
  if (byPost(channel)) return { code: "no-postal-address", channel, missing: addressGap ?? "street" };
  const back = contacts.filter((contact) => channel === "email" && [...to, ...escalateTo].includes(contact.role) && writable(contact) && isAway(contact, today)).map(({ awayUntil }) => awayUntil!).toSorted()[0];
  if (back) return { code: "contact-away", channel, until: back };
  const reasons = contacts.flatMap(({ unusable }) => (channel === "email" ? (unusable?.email ?? []) : channel === "phone" || channel === "sms" ? (unusable?.phone ?? []) : []));
  return { code: "no-usable-contact", channel, why: reasons[0] ?? "none-known" };
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
