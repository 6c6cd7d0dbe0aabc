// What the bank took, in words: of which kind it is, why it came back, and what to do next. A code that has no words yet is shown as the bank writes it.
import type { Answer } from "#lib/api/client.ts";
import * as m from "#lib/paraglide/messages.js";

export type Debit = Answer<"GET /bank-debits">["items"][number];
export type DebitState = Debit["state"];

const kinds: Readonly<Record<string, () => string>> = {
  "credit-transfer": m.debit_kind_credit_transfer, "direct-debit": m.debit_kind_direct_debit, return: m.debit_kind_return, fee: m.debit_kind_fee, interest: m.debit_kind_interest, cheque: m.debit_kind_cheque, bill: m.debit_kind_bill,
  card: m.debit_kind_card, cash: m.debit_kind_cash, internal: m.debit_kind_internal, payout: m.debit_kind_payout, refund: m.debit_kind_refund, dispute: m.debit_kind_dispute, other: m.debit_kind_other,
};
export const debitKind = (kind: string): string => kinds[kind]?.() ?? m.debit_kind_other();

/** ISO 20022's reasons of a return, and NACHA's of the United States. */
const byWords: readonly (readonly [() => string, string])[] = [
  [m.debit_code_no_money, "AM04 R01 R09 NSF"], [m.debit_code_account_wrong, "AC01 AC02 AC03 BE01 R03 R04"], [m.debit_code_account_closed, "AC04 AC05 AC07 R02"], [m.debit_code_account_blocked, "AC06 R16"], [m.debit_code_no_debits, "AG01 AG02 AC13 R20"],
  [m.debit_code_mandate, "MD01 MD02 R07 R10 R29"], [m.debit_code_refund_asked, "MD06"], [m.debit_code_refused, "MS02 SL01 SL11 SL12 R23"], [m.debit_code_dead, "MD07 R14 R15"], [m.debit_code_twice, "AM05 DUPL"], [m.debit_code_no_reason, "MS03 NARR"],
  [m.debit_code_bank, "RC01 BE05 CNOR DNOR R13"], [m.debit_code_rules, "RR01 RR02 RR03 RR04"], [m.debit_code_cancelled, "FOCR CUST R06"], [m.debit_code_fraud, "FRAD FF10"], [m.debit_code_technical, "TECH FF05 TM01 ED05"], [m.debit_code_stopped, "R08 CHQS"],
];
const codes: ReadonlyMap<string, () => string> = new Map(byWords.flatMap(([words, all]) => all.split(" ").map((code) => [code, words] as const)));
export function returnReason(code: string | undefined): string {
  const words = codes.get((code ?? "").trim().toUpperCase());
  return words ? m.debit_code_known({ words: words(), code: code! }) : (code ?? "");
}

export const whoOf = ({ counterparty, text }: Pick<Debit, "counterparty" | "text">): string => counterparty ?? text;

export function nextWords({ state, next, setAside, returnReason: code, text }: Debit): string {
  if (state === "set-aside") return m.debit_next_aside_reason({ reason: asideReason(setAside?.reason ?? "") });
  if (state === "returned") return code ? returnReason(code) : text;
  return { "link-payment": m.debit_next_link, "set-aside": m.debit_next_aside, "look-closer": m.debit_next_look }[next]();
}

/** What a machine laid aside carries its kind as the reason. */
export const asideReason = (reason: string): string => kinds[reason]?.() ?? reason;
