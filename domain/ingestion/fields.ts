// The fields that a mapping profile can map a column to, by what the file is about. One list: the reader, the proposal of a mapping and the screens use it.
export const fields = {
  /** `address1` to `address3` are what stands above postcode and town on an envelope; without a street (and a postcode, where the post sorts by it) no letter goes. `terms` is what people write ("45 jours fin de mois"); `termsDays` and `termsEndOfMonth` win over it. With an e-mail, the row also makes a contact. `iban` may hold several; what is none is passed over. A discount for early payment needs its rate and its days. */
  customers: ["code", "name", "legalName", "registration", "vat", "iban", "country", "address1", "address2", "address3", "postcode", "city", "language", "segment", "terms", "termsDays", "termsEndOfMonth", "discountRate", "discountDays", "collector", "salesperson", "payer", "parent", "creditLimit", "creditCurrency", "contactName", "email", "phone"],
  contacts: ["customer", "name", "firstName", "role", "email", "phone", "language"],
  /**
   * One row a document, or one row an instalment (same number, another due date), or numbered columns: "dueOn.1", "amount.1", "dueOn.2", "amount.2".
   * `open` absent: nothing is settled. `settledOn` and `lettering` tell when and by which group what is no longer open was settled; without `settledOn`
   * it is the file's business date. `disputed` is an amount, or "yes" for all that is open.
   */
  items: ["number", "customer", "customerName", "entity", "kind", "issuedOn", "dueOn", "amount", "open", "sign", "currency", "entityAmount", "entityOpen", "reference", "label", "journal", "salesperson", "collector", "paymentMethod", "terms", "settledOn", "lettering", "disputed", "disputeReason", "account", "payer"],
  commitments: ["number", "customer", "customerName", "entity", "kind", "expectedOn", "amount", "currency"],
} as const;

export type About = keyof typeof fields;
export type Field<A extends About = About> = (typeof fields)[A][number];

/** Without these a row says nothing. */
export const required: { readonly [A in About]: readonly Field<A>[] } = {
  customers: ["code"],
  contacts: ["customer"],
  items: ["number", "customer", "issuedOn", "amount"],
  commitments: ["number", "customer", "amount"],
};

/** "dueOn.2" → the field and the instalment that it is of. */
export function instalmentOf(field: string): { field: string; n: number } | undefined {
  const match = /^(dueOn|amount|open)\.(\d{1,2})$/.exec(field);
  return match ? { field: match[1]!, n: Number(match[2]) } : undefined;
}
