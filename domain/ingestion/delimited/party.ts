// Rows about customers, contacts and orders in progress → records.
import { type ReadContext, entityOf } from "#domain/ingestion/delimited/context.ts";
import { present } from "#domain/ingestion/delimited/item.ts";
import { fieldText, type Layout } from "#domain/ingestion/delimited/layout.ts";
import { type KeptRow, type Mapped, must } from "#domain/ingestion/delimited/outcome.ts";
import { contactIdOf, customerIdOf } from "#domain/ingestion/identity.ts";
import type { CommitmentRecord, ContactRecord, CustomerRecord } from "#domain/ingestion/schema.ts";
import { readIban } from "#domain/iban.ts";
import { readTerms } from "#domain/ingestion/terms.ts";
import { readAmount, readCurrency, readDate } from "#domain/text/values.ts";
import type { Contact, Customer } from "#domain/ledger/schema.ts";

export function mapCustomer(row: KeptRow, layout: Layout, context: ReadContext): Mapped {
  const text = (field: string) => fieldText(layout, row, field);
  const optional = (field: keyof CustomerRecord & string) => (text(field) === "" ? {} : { [field]: text(field) });
  const link = (field: "payer" | "parent") => (text(field) === "" || text(field) === code ? {} : { [`${field}Id`]: customerIdOf(context.digest, context.codeSpace, text(field)) });
  const code = must(present(text("code"), "code"), "code", "");
  const id = customerIdOf(context.digest, context.codeSpace, code);
  const language = languageOf(text("language"));
  const country = text("country").toUpperCase();
  const customer: CustomerRecord = {
    type: "customer", id, code, codeSpace: context.codeSpace, name: text("name") || text("legalName") || code,
    ...optional("legalName"), ...optional("registration"), ...optional("vat"), ...accountsOf(text("iban")), ...(country ? { country } : {}), ...addressOf(text), ...optional("postcode"), ...optional("city"), ...optional("segment"), ...optional("collector"), ...optional("salesperson"),
    ...(language ? { language } : {}), ...termsOf(layout, row), ...discountOf(text("discountRate"), text("discountDays")), ...link("payer"), ...link("parent"), ...limitOf(layout, row, context), source: context.source, sequence: context.sequence,
  };
  const [email, phone] = [text("email"), text("phone")];
  const contact = email === "" && phone === "" ? [] : [contactOf(id, text("contactName") || customer.name, { email, phone, language }, context)];
  return { records: [customer, ...contact], customer: { id, code, codeSpace: context.codeSpace, name: customer.name } };
}

/** What an ERP exports as up to three columns are the lines above postcode and town. A file without them says nothing of the address. */
function addressOf(text: (field: string) => string): Pick<Customer, "addressLines"> {
  const addressLines = ["address1", "address2", "address3"].map((field) => text(field).slice(0, 80)).filter((line) => line !== "");
  return addressLines.length > 0 ? { addressLines } : {};
}

/** One or several in a cell; a masked or mistyped account recognises nobody. */
function accountsOf(text: string): Pick<Customer, "ibans"> {
  const ibans = text.split(/[,;|\s/]{1,3}(?=[A-Za-z]{2}\d{2})/).map(readIban).filter((iban) => iban !== null);
  return ibans.length > 0 ? { ibans: [...new Set(ibans)].toSorted().slice(0, 20) } : {};
}

/** "2", "2,00 %" and "10": hundredths of a percent, days from the invoice. A rate without days, or none, is no agreement. */
function discountOf(rate: string, days: string): Pick<Customer, "discount"> {
  if (rate === "" || days === "") return {};
  const [, whole, part = ""] = /^(\d{1,2})(?:[.,](\d{1,2})0*)?\s*%?$/.exec(rate) ?? must<never>({ ok: false, code: "terms.unreadable" }, "discountRate", rate);
  if (!/^\d{1,3}$/.test(days) || Number(days) > 365) must({ ok: false, code: "terms.unreadable" }, "discountDays", days);
  const hundredths = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  return hundredths > 0 && hundredths <= 5_000 ? { discount: { rate: hundredths, days: Number(days) } } : {};
}

export function mapContact(row: KeptRow, layout: Layout, context: ReadContext): Mapped {
  const text = (field: string) => fieldText(layout, row, field);
  const code = must(present(text("customer"), "customer"), "customer", "");
  const customerId = customerIdOf(context.digest, context.codeSpace, code);
  const name = [text("firstName"), text("name")].filter(Boolean).join(" ") || text("email");
  const contact = contactOf(customerId, must(present(name, "name"), "name", ""), { email: text("email"), phone: text("phone"), language: languageOf(text("language")), role: text("role") }, context);
  return { records: [contact], customer: { id: customerId, code, codeSpace: context.codeSpace, name: code } };
}

export function mapCommitment(id: `cmt_${string}`, row: KeptRow, layout: Layout, context: ReadContext): Mapped {
  const text = (field: string) => fieldText(layout, row, field);
  const number = must(present(text("number"), "number"), "number", "");
  const code = must(present(text("customer"), "customer"), "customer", "");
  const entity = entityOf(context, text("entity"));
  if (!entity) return must<Mapped>({ ok: false, code: text("entity") === "" ? "entity.missing" : "entity.unknown" }, "entity", text("entity"));
  const currency = text("currency") === "" ? entity.currency : must(readCurrency(text("currency")), "currency", text("currency"));
  const minor = must(readAmount(text("amount"), layout.profile.decimal, currency), "amount", text("amount"));
  const expected = text("expectedOn");
  const customerId = customerIdOf(context.digest, context.codeSpace, code);
  const commitment: CommitmentRecord = {
    type: "commitment", id, customerId, entityId: entity.id, kind: /deliver|livr|^bl/i.test(text("kind")) ? "delivery" : "order", number, minor, currency, source: context.source, sequence: context.sequence,
    ...(expected ? { expectedOn: must(readDate(expected, layout.profile.dates), "expectedOn", expected) } : {}),
  };
  return { records: [commitment], customer: { id: customerId, code, codeSpace: context.codeSpace, name: text("customerName") || code } };
}

type Reach = { readonly email: string; readonly phone: string; readonly language?: Contact["language"]; readonly role?: string };
function contactOf(customerId: Contact["customerId"], name: string, { email, phone, language, role = "" }: Reach, { digest, source, sequence }: ReadContext): ContactRecord {
  return {
    type: "contact", id: contactIdOf(digest, customerId, email || name), customerId, name, role: roleOf(role), owner: "erp", source, sequence,
    ...(email ? { email } : {}), ...(phone ? { phone } : {}), ...(language ? { language } : {}),
  };
}

function roleOf(text: string): Contact["role"] {
  if (/compta|account|payable|factur|invoice|tresor|finance|ap\b/i.test(text)) return "accounts-payable";
  if (/achat|buy|purchas|approv/i.test(text)) return "buyer";
  if (/direct|gerant|gérant|dirigeant|manag|ceo|cfo|president|président/i.test(text)) return "management";
  if (/jurid|legal|contentieux/i.test(text)) return "legal";
  return text === "" ? "accounts-payable" : "other";
}

function languageOf(text: string): Customer["language"] {
  const code = text.slice(0, 2).toLowerCase();
  const codes: Readonly<Record<string, Customer["language"]>> = { fr: "fr", en: "en", an: "en", gb: "en", de: "de", al: "de", es: "es", it: "it", nl: "nl", pt: "pt" };
  return codes[code];
}

function termsOf(layout: Layout, row: KeptRow): Pick<Customer, "terms"> {
  const [days, endOfMonth] = [fieldText(layout, row, "termsDays"), /^(o|oui|y|yes|1|x|true|fdm|eom|f)$/i.test(fieldText(layout, row, "termsEndOfMonth"))];
  const told = readTerms(days || fieldText(layout, row, "terms"));
  if (days !== "" && !told) must({ ok: false, code: "terms.unreadable" }, "termsDays", days);
  return told ? { terms: { days: told.days, endOfMonth: told.endOfMonth || endOfMonth } } : {};
}

function limitOf(layout: Layout, row: KeptRow, context: ReadContext): Pick<Customer, "creditLimit"> {
  const text = fieldText(layout, row, "creditLimit");
  if (text === "") return {};
  const told = fieldText(layout, row, "creditCurrency");
  const currency = told === "" ? (context.entity?.currency ?? "") : must(readCurrency(told), "creditCurrency", told);
  if (currency === "") must({ ok: false, code: "currency.missing" }, "creditCurrency", "");
  return { creditLimit: { minor: must(readAmount(text, layout.profile.decimal, currency), "creditLimit", text), currency } };
}
