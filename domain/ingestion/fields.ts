// The fields that a mapping profile can map a column to, by what the file is about. One list: the reader, the proposal of a mapping and the screens use it.
export const fields = {
  customers: ["code", "name", "legalName", "registration", "country", "city", "language", "segment", "termsDays", "termsEndOfMonth", "collector", "salesperson", "payer", "parent", "creditLimit", "creditCurrency", "contactName", "email", "phone"],
  contacts: ["customer", "name", "role", "email", "phone", "language"],
  /**
   * One row a document, or one row an instalment. `open` absent: nothing is settled. `settledOn` and `lettering` tell when and by which group what is no
   * longer open was settled; without `settledOn` it is the file's business date. `disputed` is an amount, or "yes" for all that is open.
   */
  items: ["number", "customer", "customerName", "entity", "kind", "issuedOn", "dueOn", "amount", "open", "sign", "currency", "entityAmount", "entityOpen", "reference", "label", "journal", "salesperson", "collector", "paymentMethod", "settledOn", "lettering", "disputed", "disputeReason"],
  commitments: ["number", "customer", "entity", "kind", "expectedOn", "amount", "currency"],
} as const;

export type About = keyof typeof fields;
export type Field<A extends About = About> = (typeof fields)[A][number];

/** Without these a row says nothing. */
export const required: { readonly [A in About]: readonly Field<A>[] } = {
  customers: ["code"],
  contacts: ["customer", "email"],
  items: ["number", "customer", "issuedOn", "amount"],
  commitments: ["number", "customer", "kind", "amount"],
};
