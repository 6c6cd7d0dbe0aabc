// What every bank file becomes, whatever its format: statements of one account, with entries, balances and what could not be read.
//
// An entry is one movement as the bank booked it; a batch keeps its transactions as parts, each with its own amount. Everything that a file says and no
// field here takes stays in `raw` and `unread`: a reader drops nothing. A record that cannot become an entry becomes an error that carries the record,
// so records seen = entries + errors with a `raw`, always.
import type { DateText } from "#domain/date.ts";

export type Statement = {
  readonly file?: string;
  /** "camt.053.001.08", "mt940", "cfonb120", "bai2", "ofx", "csv" … */
  readonly format: string;
  /** The bank's own id of the statement, and its number (with its page). */
  readonly id: string | null;
  readonly number: string | null;
  /** The account as the file names it: an IBAN where it has one. `bank` is a BIC or a national bank and branch code. */
  readonly account: string | null;
  readonly bank: string | null;
  readonly currency: string | null;
  readonly opening: Balance | null;
  readonly closing: Balance | null;
  /** Other balances: available, forward, interim. */
  readonly balances: readonly Balance[];
  readonly entries: readonly Entry[];
  readonly errors: readonly StatementError[];
  /** Lines or elements that say something no field takes. */
  readonly unread: readonly Unread[];
  /** Entry records seen in the file. */
  readonly records: number;
};

export type Balance = { readonly type: string; readonly amount: bigint; readonly currency: string | null; readonly date: DateText | null };

export type EntryKind =
  | "credit-transfer" | "direct-debit" | "return" | "fee" | "interest" | "cheque" | "bill" | "card" | "cash" | "internal" | "payout" | "refund" | "dispute" | "other";

/** Booked entries move the balance; pending ones are announced, and `information` is neither. */
export type EntryStatus = "booked" | "pending" | "information";

/** Who paid, with which words: what an entry and each part of a batch can tell. */
export type Details = {
  readonly counterparty: string | null;
  /** On whose behalf, where the bank says so: a payment factory pays for its companies. */
  readonly ultimateCounterparty: string | null;
  readonly iban: string | null;
  /** The counterparty's account where it is no IBAN. */
  readonly counterpartyAccount: string | null;
  readonly bic: string | null;
  /** The words for the receiver, lines re-joined. `textLines` are the same words as the bank cut them. */
  readonly text: string;
  readonly textLines: readonly string[];
  readonly structuredReference: string | null;
  readonly endToEndId: string | null;
  readonly mandate: string | null;
  readonly creditorId: string | null;
  readonly purpose: string | null;
  readonly returnReason: string | null;
  /** Documents that a structured remittance names. */
  readonly documents: readonly PaidDocument[];
};

export type PaidDocument = { readonly number: string; readonly type: string | null; readonly date: DateText | null; readonly amount: bigint | null; readonly currency: string | null };

export type Charge = { readonly amount: bigint; readonly currency: string; readonly type: string | null };
/** The amount as the payer ordered it, in the payer's currency. */
export type OriginalAmount = { readonly amount: bigint; readonly currency: string; readonly rate: string | null };

/** A part without a currency has no amount in the account's currency: the bank tells it in another one (`original`) or not at all. */
export type Part = Details & { readonly amount: bigint; readonly currency: string | null; readonly reference: string | null; readonly charges: readonly Charge[]; readonly original: OriginalAmount | null };

export type Entry = Part & {
  /** Line of the file that the record begins on, from 1. */
  readonly line: number;
  readonly bookingDate: DateText | null;
  readonly valueDate: DateText | null;
  /** The payer's or our own reference where the format has one beside the bank's (`reference`). */
  readonly customerReference: string | null;
  /** As the bank codes it: "PMNT/RCDT/ESCT", "NTRF 166", CFONB "05", BAI "195". */
  readonly transactionCode: string | null;
  readonly kind: EntryKind;
  readonly status: EntryStatus;
  /** The entry takes back an earlier one. Its amount already has the sign of this entry. */
  readonly reversal: boolean;
  /** Id of the batch, and its transactions where the bank lists more than one. */
  readonly batch: string | null;
  readonly parts: readonly Part[];
  readonly raw: string;
  /** Stable over repeated and overlapping files: see identity.ts. */
  readonly identity: string;
};

export type StatementError = {
  readonly line: number;
  readonly field: string;
  readonly code: string;
  readonly message: string;
  /** The record that became no entry because of this. Absent: the entries are all there. */
  readonly raw?: string;
};

export type Unread = { readonly line: number; readonly text: string };

export const noDetails: Details = {
  counterparty: null, ultimateCounterparty: null, iban: null, counterpartyAccount: null, bic: null, text: "", textLines: [], structuredReference: null,
  endToEndId: null, mandate: null, creditorId: null, purpose: null, returnReason: null, documents: [],
};

/** An entry before it has its identity, with what most formats do not say left empty. */
export type EntryDraft = Omit<Entry, "identity">;
export const entryDraft = (line: number, raw: string): EntryDraft => ({
  ...noDetails, line, raw, bookingDate: null, valueDate: null, amount: 0n, currency: null, reference: null, customerReference: null, transactionCode: null,
  kind: "other", status: "booked", reversal: false, batch: null, parts: [], charges: [], original: null,
});
