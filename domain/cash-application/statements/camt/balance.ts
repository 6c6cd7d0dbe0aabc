// Balances of CAMT. Opening is what was booked before the first entry: OPBD, or PRCD (yesterday's closing, which some banks send alone), closing is CLBD.
// An interim report has neither: its ITBD is the balance of the moment, and closing of what it shows if it also tells an opening one.
import { minorUnits } from "#domain/cash-application/statements/amount.ts";
import { dateOf } from "#domain/cash-application/statements/camt/date.ts";
import { reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import type { Balance } from "#domain/cash-application/statements/statement.ts";
import { child, type Element, textAt } from "#domain/text/xml.ts";

export function readBalance(draft: StatementDraft, element: Element): void {
  const type = textAt(element, "Tp", "CdOrPrtry", "Cd") ?? textAt(element, "Tp", "Cd") ?? textAt(element, "Tp", "CdOrPrtry", "Prtry") ?? textAt(element, "Tp", "Prtry") ?? "";
  const currency = child(element, "Amt")?.attributes.Ccy ?? null;
  const text = textAt(element, "Amt") ?? "";
  const size = minorUnits(text, currency);
  const sign = textAt(element, "CdtDbtInd");
  const date = dateOf(child(element, "Dt"));
  if (size === null || (sign !== "CRDT" && sign !== "DBIT")) {
    return reject(draft, element.line, `Bal ${type}`, "balance.unreadable", `The balance ${type} says "${text}" ${currency ?? ""} ${sign ?? ""}: no amount with a side.`);
  }
  const balance: Balance = { type, amount: sign === "DBIT" ? -size : size, currency, date };
  if (type === "OPBD" || (type === "PRCD" && draft.opening === null)) {
    if (draft.opening) draft.balances.push(draft.opening);
    draft.opening = draft.opening?.type === "OPBD" ? earlier(draft.opening, balance) : balance;
  } else if (type === "CLBD") {
    if (draft.closing) draft.balances.push(draft.closing);
    draft.closing = draft.closing ? later(draft.closing, balance) : balance;
    draft.closingLine = element.line;
  } else draft.balances.push(balance);
}

/** A statement over several days may give a pair of balances for each. */
const earlier = (a: Balance, b: Balance): Balance => ((b.date ?? "9") < (a.date ?? "9") ? b : a);
const later = (a: Balance, b: Balance): Balance => ((b.date ?? "") > (a.date ?? "") ? b : a);
