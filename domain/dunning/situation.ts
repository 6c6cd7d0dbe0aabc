// What is known about one debtor when a reminder is decided: his open instalments, what stands against a reminder, what he has been sent, and whom to
// write to. Everything that the decision reads is in here or in the world (world.ts), so the same situation always gives the same answer.
import type { DateText } from "#domain/date.ts";
import type { RecipientRole, SignalKind } from "#domain/dunning/policy/schema.ts";
import type { DunningAccount, Hold, PaymentPromise, Recipient } from "#domain/dunning/schema.ts";
import type { ContactId, CustomerId, EntityId, ItemId } from "#domain/id.ts";
import type { AddressGap } from "#domain/ledger/address.ts";
import type { Customer, ItemKind } from "#domain/ledger/schema.ts";
import type { Reason } from "#domain/reason.ts";

/** One instalment that is open. Amounts are signed from our side: a credit note or an unapplied payment is negative. */
export type OpenLine = {
  readonly key: string;
  readonly itemId: ItemId;
  readonly instalment: number;
  readonly customerId: CustomerId;
  readonly entityId: EntityId;
  readonly kind: ItemKind;
  readonly number: string;
  readonly reference?: string;
  readonly issuedOn: DateText;
  readonly dueOn: DateText;
  readonly currency: string;
  readonly minor: bigint;
  readonly openMinor: bigint;
  readonly disputedMinor: bigint;
  /** The money is on its way by itself: a direct debit, a bill of exchange, a card on file, with the day if it is known. */
  readonly collection?: { readonly by: "direct-debit" | "bill-in-progress"; readonly on?: DateText };
  /** What the buyer's platform says of the invoice. Only an accepted invoice (or one that knows no such state) is reminded of. */
  readonly acceptance?: "not-available" | "suspended" | "refused" | "rejected" | "payment-announced";
};

export type Reachable = {
  readonly id: ContactId;
  readonly name: string;
  readonly role: RecipientRole;
  readonly email?: string;
  readonly phone?: string;
  readonly language?: Customer["language"];
  /** Why the address is not to be used, by channel: it bounced, complained, or its owner is away. */
  readonly unusable?: { readonly email?: string; readonly phone?: string };
  /** The last day of an absence that he told of: his mail is read by nobody until then. */
  readonly awayUntil?: DateText;
};

export type Party = {
  readonly id: CustomerId;
  readonly name: string;
  readonly country?: string;
  readonly region?: string;
  readonly language?: Customer["language"];
  readonly segment?: string;
  readonly timeZone: string;
  /** What a letter would miss; undefined: it can go. */
  readonly addressGap?: AddressGap;
  readonly flags: readonly ("insolvency" | "intercompany" | "vip" | "legal-hand-off")[];
  readonly contacts: readonly Reachable[];
  readonly team: { readonly salesperson?: Recipient; readonly collector?: Recipient; readonly manager?: Recipient };
};

/** Something that happened lately; the policy says what it changes. `expectedOn`: the day of an announced payment, or of somebody's return; the rule's days count from it. */
export type Signal = { readonly kind: SignalKind; readonly on: DateText; readonly expectedOn?: DateText; readonly amount?: { readonly minor: bigint; readonly currency: string } };

export type Situation = {
  /** Who gets one message: a customer ("cus_1"), or a part of one ("cus_1|PO-7"). */
  readonly group: string;
  readonly debtor: Party;
  /** The debtor, or its payer or parent if the policy writes to those. */
  readonly addressee: Party;
  readonly lines: readonly OpenLine[];
  readonly holds: readonly Hold[];
  readonly promises: readonly PaymentPromise[];
  readonly signals: readonly Signal[];
  /** Of every customer whose lines these are. */
  readonly accounts: readonly DunningAccount[];
};

/** What became of one instalment, and why: of those that are in a message as of those that are not. */
export type LineVerdict = {
  readonly key: string;
  readonly number: string;
  readonly verdict: "advances" | "listed" | "waits" | "excluded" | "not-due" | "credit";
  readonly level: number;
  readonly step?: string;
  /** When its next step comes, as far as can be told today. */
  readonly nextOn?: DateText;
  readonly reasons: readonly Reason[];
};
