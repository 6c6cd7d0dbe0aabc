// Reason codes in words. The codes come from the domain; what has no words yet is shown as its code, never hidden.
import { isDate } from "#domain/date.ts";
import { fieldName } from "#lib/format/field.ts";
import { amountText, count, day, signedPercent } from "#lib/format/format.ts";
import type { Run } from "#lib/format/run.ts";
import { formatWord } from "#lib/payments/advices.ts";
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

/** What a run says about itself. The values come with the code; a code without words is shown as it is. */
const reasons: Readonly<Record<string, (values: Record<string, unknown>) => string>> = {
  "snapshot.balance-moved": (v) => m.reason_balance_moved({ from: amountOf(v.from, v.currency), to: amountOf(v.to, v.currency) }),
  "snapshot.empty": (v) => m.reason_snapshot_empty({ records: text(v.records) }),
  "snapshot.older-than-last": (v) => m.reason_older({ asOf: dayOf(v.asOf), last: dayOf(v.last) }),
  "file.same-as-last": m.reason_duplicate,
  "file.empty": m.reason_file_empty,
  "file.cut-off": (v) => m.reason_cut_off({ rows: text(v.rows) }),
  "file.not-there": m.reason_not_there,
  "file.columns-missing": (v) => m.reason_columns_missing({ fields: String(v.fields ?? "").split(", ").map(fieldName).join(", ") }),
  "fec.columns-missing": (v) => m.reason_columns_missing({ fields: text(v.columns) }),
  "file.too-many-rejects": (v) => m.reason_too_many_rejects({ rejected: text(v.rejected), rows: text(v.rows) }),
  "gone.withheld": (v) => m.reason_gone_withheld({ n: Number(v.documents), count: text(v.documents) }),
  "quarantine.released": (v) => m.reason_released({ by: text(v.by) }),
  "quotes.plain-letters": m.reason_quotes,
  "delimiter.not-as-configured": (v) => m.reason_delimiter({ found: text(v.found) }),
  "source.unknown-folder": (v) => m.reason_unknown_folder({ folder: text(v.folder) }),
  "source.profile-missing": m.reason_no_mapping,
  "opening.restated": m.reason_opening_restated,
  "opening.difference": m.reason_opening_difference,
  "lettering.unbalanced": m.reason_lettering_unbalanced,
  "lettering.one-sided": m.reason_lettering_one_sided,
  "lettering.balanced": (v) => m.reason_lettering_balanced({ n: Number(v.count ?? 1), count: text(v.count ?? 1) }),
  "fec.entry-unbalanced": m.reason_entry_unbalanced,
  "fec.header-missing": m.reason_header_missing,
  "advice.format": (v) => m.reason_advice_format({ format: formatWord(text(v.format)) }),
  "advice.nothing-read": m.reason_advice_nothing,
  "statement.format": (v) => m.reason_statement_format({ format: text(v.format) }),
  "statement.account-unknown": (v) => m.reason_account_unknown({ account: text(v.account) }),
};
const text = (value: unknown): string => (typeof value === "number" ? count(value) : String(value ?? ""));
const amountOf = (amount: unknown, currency: unknown): string => amountText({ amount: text(amount), currency: text(currency) });
const dayOf = (value: unknown): string => (typeof value === "string" && isDate(value) ? day(value) : text(value));

export function reasonWords(reason: Reason): string {
  const { code, ...values } = reason as Reason & Record<string, unknown>;
  if (code.startsWith("encoding.")) return m.reason_encoding({ encoding: text(values.encoding) });
  return reasons[code]?.(values) ?? m.reason_other({ code, values: Object.entries(values).map(([name, value]) => `${name} ${text(value)}`).join(", ") });
}

const controls: Readonly<Record<string, () => string>> = { "rows.counted": m.control_rows, "debit.credit": m.control_debit_credit, "balance.moved": m.control_balance_moved, "closing.date": m.control_closing, "footer.rows": m.control_footer_rows, "footer.total": m.control_footer_total, "fec.debit-equals-credit": m.control_debit_credit, "statement.opening-plus-movements": m.control_movements };

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
