import * as z from "zod";
import { moneySchema } from "#domain/ledger/schema.ts";
import { fact, type PendingFact } from "#events/envelope.ts";

const aboutPayment = z.object({ paymentId: z.string(), entityId: z.string(), amount: moneySchema });

/** A bank file was read: its receipts are kept, and those that nobody had told before wait to be matched. */
export const statementRead = fact("StatementRead", z.object({ runId: z.string(), sourceId: z.string(), entityIds: z.array(z.string()), payments: z.int(), known: z.int() }));
export const paymentReceived = fact("PaymentReceived", aboutPayment.extend({ bookedOn: z.string() }));
/** The engine has decided, and a person is asked. What it posts by itself is a PaymentApplied. */
export const paymentDecided = fact("PaymentDecided", aboutPayment.extend({ outcome: z.enum(["propose", "unmatched"]), confidence: z.number() }));
/** Booked to a customer's account, and (unless it stays on account) allocated to documents. `automatic`: no person had a hand in it. */
export const paymentApplied = fact("PaymentApplied", aboutPayment.extend({ customerId: z.string(), allocationId: z.string().optional(), documents: z.int(), automatic: z.boolean() }));
export const allocationTakenBack = fact("AllocationTakenBack", aboutPayment.extend({ customerId: z.string(), allocationId: z.string(), automatic: z.boolean(), reason: z.string() }));
export const paymentSetAside = fact("PaymentSetAside", aboutPayment.extend({ reason: z.string() }));
/** The bank took a receipt back (a direct debit or cheque that was returned, a charge-back): what it was applied to is open again. */
export const paymentReturned = fact("PaymentReturned", aboutPayment.extend({ debitId: z.string(), reason: z.string(), customerId: z.string().optional() }));
/** More is to be written off than who asked may allow alone: somebody else must say yes. Said, it is a PaymentApplied. */
export const writeOffRequested = fact("WriteOffRequested", aboutPayment.extend({ customerId: z.string(), codes: z.array(z.string()) }));
export const writeOffRefused = fact("WriteOffRefused", aboutPayment.extend({ outcome: z.enum(["refused", "withdrawn"]) }));
/** All or part of it is another company's money: there it is the payment `partId`. `returned`: it has come back from there. */
export const paymentTransferred = fact("PaymentTransferred", aboutPayment.extend({ otherEntityId: z.string(), partId: z.string(), part: moneySchema, returned: z.boolean() }));
/** Money that a person had put on an account, or set aside, is looked at anew. */
export const paymentReopened = fact("PaymentReopened", aboutPayment);

/** A payer says what a payment is for, before or after it arrives: what waits is looked at again. Without an entity it may be any company's. */
export const adviceReceived = fact("RemittanceAdviceReceived", z.object({ adviceId: z.string(), entityId: z.string().optional(), customerId: z.string().optional() }));
/** Somebody of ours wrote down that a customer has paid, or will: reminders wait some days for the bank. */
export const paymentAnnounced = fact("PaymentAnnounced", z.object({ adviceId: z.string(), customerId: z.string(), paidOn: z.string(), note: z.string() }));
export type AdviceFact = PendingFact<typeof adviceReceived | typeof paymentAnnounced>;

/** A batch of postings lies ready for the ERP. */
export const postingsExported = fact("PostingsExported", z.object({ exportId: z.string(), entityId: z.string(), number: z.int(), entries: z.int(), rows: z.int() }));
/** The ERP has refused an entry, or has said of it what does not fit together: a person must look. */
export const postingRejected = fact("PostingRejected", z.object({ bookingId: z.string(), exportId: z.string(), entityId: z.string(), paymentId: z.string(), code: z.string(), message: z.string() }));
export type ExportFact = PendingFact<typeof postingsExported | typeof postingRejected>;

/** Rules of automatic posting were drafted, or are to be measured again: nothing posts by them yet. */
export const matchingRulesDrafted = fact("MatchingRulesDrafted", z.object({ version: z.int() }));
export const matchingRulesPublished = fact("MatchingRulesPublished", z.object({ version: z.int() }));
export type RulesFact = PendingFact<typeof matchingRulesDrafted | typeof matchingRulesPublished>;

export type PaymentFact = PendingFact<typeof paymentReceived | typeof paymentDecided | typeof paymentApplied | typeof allocationTakenBack | typeof paymentSetAside | typeof paymentReopened | typeof paymentReturned | typeof paymentTransferred | typeof writeOffRequested | typeof writeOffRefused>;
