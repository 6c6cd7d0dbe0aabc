// From what the engine decided to what a message says: its lines and credits as they are shown, the day that it gives, the charges that it mentions.
// The engine's amounts are signed from our side, a message's credits are positive in the customer's favour.
import { addDays, type DateText } from "#domain/date.ts";
import { money } from "#domain/money.ts";
import type { PlannedMessage } from "#domain/dunning/schema.ts";
import { type Credit, type Line, type MessageContent, type MessageKind, messageKinds } from "#domain/dunning/messages/content.ts";
import type { LateClaim } from "#domain/dunning/messages/late-claim.ts";

export type Surroundings = Pick<MessageContent, "creditor" | "debtor" | "sender" | "links"> &
  Partial<Pick<MessageContent, "contact" | "previousOn" | "promise" | "payment" | "dispute" | "call" | "reference">> & {
    readonly id: string;
    readonly today: DateText;
    /** Of a template of the tenant's own, whose name does not say it. */
    readonly kind?: MessageKind;
    /** Interest and recovery sums, computed and with the mark whether the rate was confirmed. */
    readonly claim?: LateClaim;
    /** Where an item's PDF is for a while, if it was found. */
    readonly pdfOf: (itemId: string) => string | undefined;
  };

type Planned = Pick<PlannedMessage, "lines" | "template" | "charges" | "daysToPay">;

/** Undefined when the plan names no template of ours: a template's name is the kind of message that it writes. */
export function contentOf(planned: Planned, { pdfOf, claim, kind: of, ...around }: Surroundings): MessageContent | undefined {
  const kind = of ?? templateKind(planned.template);
  if (!kind) return undefined;
  const shown = planned.lines.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.number < b.number ? -1 : 1));
  const asked = shown.filter(({ part }) => part === "advances" || part === "listed").map((line) => lineOf(line, pdfOf(line.itemId)));
  const notDue = shown.filter(({ part }) => part === "not-due").map((line) => lineOf(line, pdfOf(line.itemId)));
  const credits = shown.filter(({ part }) => part === "credit").map(creditOf);
  const deadline = planned.daysToPay === undefined ? undefined : addDays(around.today, planned.daysToPay);
  return {
    ...around, kind, lines: asked, ...(notDue.length > 0 ? { notDue } : {}), ...(credits.length > 0 ? { credits } : {}),
    ...(deadline ? { deadline } : {}), ...(claim && planned.charges !== "none" ? { claim: mentioned(claim, planned.charges) } : {}),
  };
}

export const templateKind = (template: string | undefined): MessageKind | undefined => messageKinds.find((kind) => kind === template);

type PlannedLine = PlannedMessage["lines"][number];

const lineOf = ({ number, reference, issuedOn, dueOn, daysLate, level, currency, minor, openMinor, disputedMinor, claimedMinor }: PlannedLine, pdf: string | undefined): Line => ({
  number, issuedOn, dueOn, daysLate, level, amount: money(minor, currency), open: money(openMinor, currency), asked: money(claimedMinor, currency),
  ...(reference ? { po: reference } : {}), ...(disputedMinor > 0n ? { disputed: money(disputedMinor, currency) } : {}), ...(pdf ? { pdf } : {}),
});

const creditOf = ({ kind, number, issuedOn, currency, openMinor }: PlannedLine): Credit => ({ kind: kind === "payment" ? "payment" : "credit-note", number, on: issuedOn, open: money(-openMinor, currency) });

/** A step may say less than the account allows, never more: what was waived or invoiced stays so. */
const mentioned = (claim: LateClaim, charges: "displayed" | "claimed"): LateClaim => (claim.mode === "claimed" && charges === "displayed" ? { ...claim, mode: "displayed" } : claim);
