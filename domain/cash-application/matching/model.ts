// The words of matching. Amounts are safe integers of minor units: this is the one hot kernel where bigint would cost half the speed, every
// amount entering it is checked against 2^53, and nothing but sums and differences is done with it. Days are epoch days.
// Amounts are signed from our side: an invoice is positive, a credit note negative.

export type Day = number;
export type Cents = number;

/** A customer account, as the master file knows it. */
export type Party = {
  readonly code: string;
  readonly name: string;
  readonly entity: string;
  readonly country: string;
  readonly city: string;
  readonly vat: string;
  readonly parent: string;
  readonly ibans: readonly string[];
};

/** A document on a customer's account. `open` moves as it is cleared. */
export type Item = {
  readonly document: string;
  readonly kind: "INV" | "CN";
  readonly entity: string;
  readonly customer: string;
  readonly issued: Day;
  readonly due: Day;
  readonly currency: string;
  readonly amount: Cents;
  open: Cents;
  readonly po: string;
  readonly origin: string;
  /** Agreed early-payment discount in hundredths of a percent, and the last day that earns it. */
  readonly discountRate: number;
  readonly discountUntil: Day;
  /** Why no machine may clear it: a dispute, a legal or a compliance hold. */
  readonly hold?: string;
};

/** Money that reached one of our accounts: one credit of a bank statement. */
export type Receipt = {
  readonly id: string;
  /** The bank's own reference of the entry. Banks reuse them, so it is no id. */
  readonly reference: string;
  readonly entity: string;
  readonly currency: string;
  readonly booked: Day;
  readonly value: Day;
  readonly amount: Cents;
  /** Who sent it, and on whose behalf, in the bank's spelling. */
  readonly name: string;
  readonly ultimate: string;
  readonly iban: string;
  readonly endToEnd: string;
  /** Structured creditor references that the bank carried in a field of their own. */
  readonly structured: readonly string[];
  readonly text: string;
  /** Charges that the bank took from the amount, as the statement shows them. */
  readonly charges: Cents;
  /** A returned debit, a cancelled transfer of ours, a reversal: money that comes back is no customer's payment. */
  readonly returned: boolean;
};

export type AdviceLine = { readonly reference: string; readonly gross: Cents | null; readonly discount: Cents; readonly net: Cents | null };

/** What a payer says that a payment is made of; it may come before or after the money. */
export type Advice = {
  readonly id: string;
  readonly payer: string;
  readonly iban: string;
  readonly reference: string;
  readonly paidOn: Day | null;
  readonly currency: string;
  readonly total: Cents | null;
  readonly lines: readonly AdviceLine[];
};

export type Allocation = { readonly item: Item; readonly amount: Cents };
export type AdjustmentType = "cents" | "discount" | "bankFee" | "other";
/** Positive: written off. Negative: stays on the customer's account. */
export type Adjustment = { readonly type: AdjustmentType; readonly amount: Cents };

/** A word of the bank text that spoke for the decision. `field` and offsets let a screen highlight it. */
export type Evidence = { readonly code: string; readonly field: "text" | "name" | "ultimate" | "iban" | "endToEnd" | "structured" | "advice" | "memory" | "ledger"; readonly start: number; readonly end: number; readonly value: string; /** The documents of the explanation that a name in the text leads to. */ readonly documents?: readonly string[]; /** The customer whom a clue about the payer speaks for. */ readonly customer?: string };

export type Reason = { readonly code: string; readonly values: Readonly<Record<string, string | number>> };

export type Proposal = {
  readonly kind: string;
  readonly difference: string;
  /** Its class, under which is counted how often such a reading was right. */
  readonly track: string;
  readonly allocations: readonly Allocation[];
  readonly adjustments: readonly Adjustment[];
  readonly equation: string;
  readonly score: number;
  readonly evidence: readonly Evidence[];
};

export type Decision = {
  readonly receipt: Receipt;
  readonly decision: "auto" | "propose" | "unmatched";
  readonly payer: string;
  readonly probability: number;
  /** Ranked; the first is what is posted or proposed. */
  readonly proposals: readonly Proposal[];
  readonly reasons: readonly Reason[];
  /** Why no machine may post it: empty when it did. */
  readonly against: readonly Reason[];
  /** The remittance advice that tells of this payment, also where its lines explain nothing. */
  readonly advice?: string;
};

/** What a clerk (or the ERP) confirmed that a receipt paid. No allocations: it was kept on account. */
export type Clearing = {
  readonly receipt: string;
  readonly on: Day;
  readonly payer: string;
  readonly allocations: readonly { readonly document: string; readonly entity: string; readonly amount: Cents }[];
  readonly adjustments: readonly Adjustment[];
  /** Posted without a person, and not confirmed by anybody since: what it teaches counts only beside what others have taught. */
  readonly renews?: true;
};
