// Reason codes in words. The codes come from the domain; what has no words yet is shown as its code, never hidden.
import { amountText, count, signedPercent } from "#lib/format/format.ts";
import type { Run } from "#lib/format/run.ts";
import * as m from "#lib/paraglide/messages.js";

type Reason = Run["reasons"][number];
type Control = Run["controls"][number];
type Rejected = { readonly code: string; readonly value: string };

const rejects: Readonly<Record<string, () => string>> = {
  "date.not-in-calendar": m.reject_date_not_in_calendar, "date.missing": m.reject_date_missing, "date.unreadable": m.reject_date_unreadable,
  "amount.missing": m.reject_amount_missing, "amount.unreadable": m.reject_amount_unreadable, "amount.too-many-decimals": m.reject_amount_too_many_decimals,
  "currency.unknown": m.reject_currency_unknown, "currency.missing": m.reject_currency_missing, "customer.missing": m.reject_customer_missing, "row.too-short": m.reject_row_too_short,
  "kind.unknown": m.reject_kind_unknown, "open.exceeds-amount": m.reject_open_exceeds_amount, "sign.missing": m.reject_sign_missing, "sign.unreadable": m.reject_sign_unreadable,
  "entity.unknown": m.reject_entity_unknown, "entity.missing": m.reject_entity_missing, "terms.unreadable": m.reject_terms_unreadable, "document.incomplete": m.reject_document_incomplete, "rate.missing": m.reject_rate_missing,
};
export const rejectWords = ({ code }: Rejected): string => rejects[code]?.() ?? m.reject_other({ code });

const text = (value: unknown): string => (typeof value === "number" ? count(value) : String(value ?? ""));

export function reasonWords(reason: Reason): string {
  const { code, ...values } = reason as Reason & Record<string, unknown>;
  switch (code) {
    case "snapshot.balance-moved":
      return m.reason_balance_moved({ from: text(values.from), to: text(values.to), currency: text(values.currency) });
    case "snapshot.empty":
      return m.reason_snapshot_empty({ records: text(values.records) });
    case "file.duplicate":
      return m.reason_duplicate();
    case "source.unknown-folder":
      return m.reason_unknown_folder({ folder: text(values.folder) });
    case "opening.restated":
      return m.reason_opening_restated();
    case "opening.difference":
      return m.reason_opening_difference();
    case "lettering.unbalanced":
      return m.reason_lettering_unbalanced();
    case "fec.entry-unbalanced":
      return m.reason_entry_unbalanced();
    default:
      return m.reason_other({ code, values: Object.entries(values).map(([name, value]) => `${name} ${text(value)}`).join(", ") });
  }
}

const controls: Readonly<Record<string, () => string>> = { "rows.counted": m.control_rows, "debit.credit": m.control_debit_credit, "balance.moved": m.control_balance_moved, "closing.date": m.control_closing, "footer.rows": m.control_footer_rows, "footer.total": m.control_footer_total, "fec.debit-equals-credit": m.control_debit_credit };

export function controlWord({ code, currency }: Control): string {
  const name = controls[code]?.() ?? m.control_other({ code });
  return currency ? `${name}, ${currency}` : name;
}

/** What was found, then what it is held against. A movement since the last file is a share; anything else is equal, or it is not. */
export function controlFigures({ code, currency, expected, found, ok }: Control): readonly [found: string, against: string] {
  const written = (value: string) => (currency ? amountText({ amount: value, currency }) : /^-?\d+$/.test(value) ? count(Number(value)) : value);
  if (code === "balance.moved" && Number(expected) !== 0) return [signedPercent(Number(found) / Number(expected) - 1), `${written(expected)} → ${written(found)}`];
  return [written(found), `${ok ? "=" : "≠"} ${written(expected)}`];
}
