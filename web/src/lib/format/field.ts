// The fields of a mapping in people's words. One that has none yet is shown by its own name; "dueOn.2" is the second instalment's.
import * as m from "#lib/paraglide/messages.js";

const names: Readonly<Record<string, () => string>> = {
  number: m.field_number,
  customer: m.field_customer,
  customerName: m.field_customer_name,
  entity: m.field_entity,
  kind: m.field_kind,
  issuedOn: m.field_issued_on,
  dueOn: m.field_due_on,
  amount: m.field_amount,
  open: m.field_open,
  sign: m.field_sign,
  currency: m.field_currency,
  reference: m.field_reference,
  label: m.field_label,
  journal: m.field_journal,
  salesperson: m.field_salesperson,
  collector: m.field_collector,
  paymentMethod: m.field_payment_method,
  terms: m.field_terms,
  termsDays: m.field_terms_days,
  termsEndOfMonth: m.field_terms_end_of_month,
  settledOn: m.field_settled_on,
  lettering: m.field_lettering,
  disputed: m.field_disputed,
  disputeReason: m.field_dispute_reason,
  account: m.field_account,
  payer: m.field_payer,
  parent: m.field_parent,
  code: m.field_code,
  name: m.field_name,
  legalName: m.field_legal_name,
  registration: m.field_registration,
  country: m.field_country,
  address1: m.field_address1,
  address2: m.field_address2,
  address3: m.field_address3,
  postcode: m.field_postcode,
  city: m.field_city,
  language: m.field_language,
  segment: m.field_segment,
  creditLimit: m.field_credit_limit,
  email: m.field_email,
  phone: m.field_phone,
  contactName: m.field_contact_name,
  expectedOn: m.field_expected_on,
  entityAmount: m.field_entity_amount,
  entityOpen: m.field_entity_open,
};

export function fieldName(field: string): string {
  const [name = "", instalment] = field.split(".");
  const word = names[name]?.() ?? name;
  return instalment ? `${word} ${instalment}` : word;
}
