// One port for every way to reach a customer. A channel hands a parcel to its provider and gives back the provider's name for it; later the provider
// says what became of it, and that is a receipt. "Handed over" is not "arrived": only a receipt moves the ladder.
export type ChannelName = "email" | "sms" | "letter" | "registered-letter" | "phone";

/** `key` is the message's id and never changes over attempts: providers that know idempotency keys are given it. */
export type Handed = { readonly provider: string; readonly reference: string };

/** Was it handed over? Asked when a worker died between the provider's yes and our note. `unknown` means: ask again later. */
export type Found = { readonly status: "handed-over"; readonly reference: string } | { readonly status: "never"; /** False: nothing was heard, which is less than a no. */ readonly certain: boolean } | { readonly status: "unknown" };

export type Channel<Parcel> = {
  readonly name: ChannelName;
  send(parcel: Parcel, key: string): Promise<Handed>;
  find(key: string, claimedAt: string, parcel: Parcel): Promise<Found>;
};

/** The provider's answer was a plain no (an address that cannot be, a refused sender): trying again is useless. */
export class Undeliverable extends Error {
  readonly detail: string;
  constructor(detail: string) {
    super(detail);
    this.detail = detail;
  }
}

/** What a provider says became of a message. `delayed` and `handed-over` change nothing yet; a complaint arrived, and asks for another way. */
export type Receipt = {
  readonly kind: "handed-over" | "delivered" | "bounced" | "complained" | "delayed";
  readonly messageId: string;
  readonly tenant: string;
  readonly provider: string;
  readonly reference: string;
  readonly recipients: readonly string[];
  /** A mailbox that is full may have room tomorrow; one that does not exist will not. */
  readonly permanent: boolean;
  readonly detail: string;
  readonly at: string;
  /** The same fact told twice is one fact. */
  readonly id: string;
};
