// One Ntry: the sign is CdtDbtInd's, also on a reversal (RvslInd says what the entry takes back, not which way it goes).
//
// With one TxDtls its details are the entry's. With several it is a batch: each becomes a part with its own amount in the account's currency where the bank
// tells it. The parts need not add up (fees are often taken from the total), but when they could and do not, it is said.
import { decimalText, minorUnits } from "#domain/cash-application/statements/amount.ts";
import { dateIn, dateOf } from "#domain/cash-application/statements/camt/date.ts";
import { chargesOf, detailsOf, originalOf, partAmount, referenceOf } from "#domain/cash-application/statements/camt/details.ts";
import { codeOf, kindOf } from "#domain/cash-application/statements/camt/kind.ts";
import { reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { type EntryDraft, type EntryStatus, type Part, entryDraft } from "#domain/cash-application/statements/statement.ts";
import { child, childrenOf, type Element, textAt } from "#domain/text/xml.ts";

const statuses: Readonly<Record<string, EntryStatus>> = { BOOK: "booked", PDNG: "pending", FUTR: "pending", INFO: "information" };

export function readEntry(draft: StatementDraft, element: Element, raw: string): void {
  draft.records++;
  const lost = (field: string, code: string, message: string): void => reject(draft, element.line, field, code, message, raw);
  const currency = child(element, "Amt")?.attributes.Ccy ?? draft.currency;
  const written = textAt(element, "Amt");
  const size = minorUnits(written ?? "", currency);
  const side = textAt(element, "CdtDbtInd");
  if (size === null) return lost("Amt", "amount.unreadable", `"${written ?? ""}" ${currency ?? ""} is no amount of that currency.`);
  if (side !== "CRDT" && side !== "DBIT") return lost("CdtDbtInd", "sign.unreadable", `The side of the entry is "${side ?? ""}", neither CRDT nor DBIT.`);
  const dates = readDates(element);
  if (dates.wrong) return lost(dates.wrong.field, "date.unreadable", `"${dates.wrong.text}" is no date.`);
  draft.entries.push(entryOf(draft, element, raw, side === "DBIT" ? -size : size, currency, dates));
}

type Dates = { booking: string | null; value: string | null; wrong?: { field: string; text: string } };

function entryOf(draft: StatementDraft, element: Element, raw: string, amount: bigint, currency: string | null, dates: Dates): EntryDraft {
  const transactions = childrenOf(element, "NtryDtls").flatMap((details) => childrenOf(details, "TxDtls"));
  const reversal = textAt(element, "RvslInd") === "true" || textAt(element, "RvslInd") === "1";
  const returned = reversal || child(element, "RtrInf") !== undefined;
  const only = transactions.length === 1 ? transactions[0] : undefined;
  const context = { account: draft.account, amount, reversal: returned };
  const details = only ? detailsOf(only, context, element) : detailsOf(element, context, element);
  const code = codeOf(element) ?? (only ? codeOf(only) : null);
  const entry: EntryDraft = {
    ...entryDraft(element.line, raw),
    ...details,
    bookingDate: dates.booking ?? (only ? dateIn(textAt(only, "RltdDts", "TxDtTm")) ?? dateIn(textAt(only, "RltdDts", "IntrBkSttlmDt")) : null) ?? dates.value,
    valueDate: dates.value,
    amount,
    currency,
    reference: textAt(element, "AcctSvcrRef") ?? transactions.map((one) => referenceOf(one)).find(Boolean) ?? null,
    customerReference: textAt(element, "NtryRef"),
    transactionCode: code,
    kind: kindOf(code, amount, returned || details.returnReason !== null),
    status: statuses[textAt(element, "Sts", "Cd") ?? textAt(element, "Sts") ?? "BOOK"] ?? "booked",
    reversal,
    batch: batchOf(element, only),
    charges: [...chargesOf(element), ...(only ? chargesOf(only) : [])],
    original: originalOf(only ?? element, currency),
    parts: [],
  };
  return transactions.length > 1 ? withParts(draft, entry, transactions, context) : entry;
}

function readDates(element: Element): Dates {
  const booking = child(element, "BookgDt");
  const value = child(element, "ValDt");
  const dates: Dates = { booking: dateOf(booking), value: dateOf(value) };
  const text = (choice: Element | undefined): string => textAt(choice, "Dt") ?? textAt(choice, "DtTm") ?? textAt(choice) ?? "";
  if (dates.booking === null && text(booking) !== "") dates.wrong = { field: "BookgDt", text: text(booking) };
  else if (dates.value === null && text(value) !== "") dates.wrong = { field: "ValDt", text: text(value) };
  return dates;
}

function withParts(draft: StatementDraft, entry: EntryDraft, transactions: readonly Element[], context: { account: string | null; amount: bigint; reversal: boolean }): EntryDraft {
  const parts = transactions.map((one): Part => {
    const amount = partAmount(one, entry);
    return {
      ...detailsOf(one, { ...context, amount: amount ?? context.amount }, undefined),
      amount: amount ?? 0n,
      currency: amount === null ? null : entry.currency,
      reference: referenceOf(one),
      charges: chargesOf(one),
      original: originalOf(one, entry.currency),
    };
  });
  const sum = parts.reduce((total, part) => total + part.amount, 0n);
  const fees = entry.charges.reduce((total, charge) => total + charge.amount, 0n);
  const told = parts.filter((part) => part.currency !== null).length;
  const explained = [sum, sum - fees, sum + fees].includes(entry.amount);
  if (told > 0 && (told < parts.length || !explained)) {
    const size = decimalText(entry.amount, entry.currency);
    const message = told === parts.length ? `The ${told} transactions of the batch add up to ${decimalText(sum, entry.currency)}, the entry is ${size}.` : `Of the ${parts.length} transactions of the batch of ${size}, ${told} have an amount in ${entry.currency ?? "its currency"}.`;
    reject(draft, entry.line, "TxDtls", told === parts.length ? "batch.sum" : "batch.amounts", message);
  }
  const firstWords = parts.slice(0, 20).map((part) => part.text).filter(Boolean);
  return { ...entry, parts, text: entry.text || firstWords.join(" "), textLines: entry.textLines.length > 0 ? entry.textLines : firstWords };
}

const batchOf = (element: Element, only: Element | undefined): string | null =>
  textAt(element, "NtryDtls", "Btch", "PmtInfId") ?? textAt(element, "NtryDtls", "Btch", "MsgId") ?? textAt(element, "Btch", "PmtInfId") ?? textAt(only, "Refs", "PmtInfId") ?? textAt(element, "Btch", "MsgId");
