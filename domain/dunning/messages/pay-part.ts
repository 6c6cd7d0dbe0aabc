// How to pay: a link whose amount is that of the moment it is opened, the bank account, the reference that brings the payment home by itself, and
// the code that fills in a transfer on a telephone. The code exists for euros only; other currencies are paid by the text beside it.
import { isPositive, type Money } from "#domain/money.ts";
import { askedAmounts, totalsOf } from "#domain/dunning/messages/content.ts";
import { listed } from "#domain/dunning/messages/format.ts";
import type { Drawing } from "#domain/dunning/messages/items-part.ts";
import { toldClaim } from "#domain/dunning/messages/late-claim.ts";
import { epcPayload, printed } from "#domain/dunning/messages/reference.ts";
import type { PayPart, SheetPart, SumTable } from "#domain/dunning/messages/sheet.ts";

export function payPart(drawing: Drawing): PayPart | undefined {
  const { content, formats, words } = drawing;
  const { bank } = content.creditor;
  const amounts = toPay(drawing);
  if (amounts.length === 0) return undefined;
  const { links, reference } = content;
  const euros = amounts.find(({ currency }) => currency === "EUR");
  const payload = bank && euros ? epcPayload({ to: bank, amount: euros, ...(reference ? { reference } : { text: content.debtor.code }) }) : undefined;
  const rows = bank
    ? [
        { label: words.toPay, value: listed(amounts.map((amount) => formats.amount(amount)), words.and) ?? "" },
        { label: words.holder, value: bank.holder },
        { label: "IBAN", value: printed(bank.iban) },
        ...(bank.bic ? [{ label: "BIC", value: bank.bic }] : []),
        { label: words.reference, value: reference ? printed(reference) : content.debtor.code },
      ]
    : [];
  return {
    part: "pay",
    amounts: amounts.map((amount) => formats.amount(amount)),
    ...(links.pay ? { button: { label: words.pay, href: links.pay, hint: words.payOnline } } : {}),
    ...(rows.length > 0 ? { transfer: { title: words.payByTransfer, rows, hint: words.quoteReference } } : {}),
    ...(payload ? { code: { payload, hint: amounts.length > 1 ? words.scan.replace(/\.$/, ` (${formats.amount(euros!)}).`) : words.scan } } : {}),
  };
}

/** With interest and costs where they are claimed, without where they are only told of. A statement lists what is not due yet, and asks for the rest. */
function toPay({ content, totals }: Drawing): Money[] {
  if (content.kind === "statement") return askedAmounts(totalsOf({ ...content, lines: content.lines.filter(({ daysLate }) => daysLate > 0) }));
  const claim = toldClaim(content.claim);
  return claim?.claimed ? claim.amounts.map(({ total }) => total).filter(isPositive) : askedAmounts(totals);
}

export function claimPart({ content, formats, words }: Drawing): SheetPart | undefined {
  const claim = toldClaim(content.claim);
  if (!claim) return undefined;
  const sums = claim.amounts.map(({ principal, interest, recovery, total }): SumTable => ({
    currency: principal.currency,
    rows: [
      { label: words.principal, amount: formats.amount(principal), kind: "plain" },
      { label: words.interest(formats.percent(claim.percent)), amount: formats.amount(interest), kind: "plain" },
      ...(isPositive(recovery) ? [{ label: words.recovery, amount: formats.amount(recovery), kind: "plain" as const }] : []),
      { label: words.totalClaim, amount: formats.amount(total), kind: "total" },
    ],
  }));
  return { part: "claim", sums };
}
