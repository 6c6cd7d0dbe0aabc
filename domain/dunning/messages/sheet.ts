// The finished message before it has a form: every word chosen, every amount written, nothing left to decide. HTML, plain text and the printed letter
// are three drawings of the same sheet, so they cannot disagree.
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import type { MessageLanguage } from "#domain/dunning/messages/words.ts";

export type Run = { readonly text: string; readonly strong: boolean };

/** One document in the table. Its second lines hold what a narrow screen has no column for. */
export type ItemRow = {
  readonly number: string;
  readonly href?: string;
  readonly about: readonly string[];
  readonly due: string;
  readonly late: string;
  /** 0 not due … 5 over 120 days: the ramp of ageing colours. */
  readonly age: number;
  readonly level: string;
  readonly open: string;
  readonly notes: readonly string[];
  readonly credit: boolean;
};

/** One line of a sum. `total` carries the double rule: it was computed from what stands above it. */
export type SumRow = { readonly label: string; readonly amount: string; readonly kind: "plain" | "less" | "credit" | "total" };
export type SumTable = { readonly currency: string; readonly rows: readonly SumRow[] };

export type PayPart = {
  readonly part: "pay";
  readonly amounts: readonly string[];
  readonly button?: { readonly label: string; readonly href: string; readonly hint: string };
  readonly transfer?: { readonly title: string; readonly rows: readonly { readonly label: string; readonly value: string }[]; readonly hint: string };
  readonly code?: { readonly payload: string; readonly hint: string };
};

export type SheetPart =
  | { readonly part: "paragraph"; readonly runs: readonly Run[] }
  | { readonly part: "parties"; readonly columns: readonly { readonly label: string; readonly lines: readonly string[] }[] }
  | {
      readonly part: "items";
      readonly heads: { readonly document: string; readonly due: string; readonly open: string };
      readonly rows: readonly ItemRow[];
      /** Said when the table is only the beginning of a longer list. */
      readonly more?: string;
      readonly sums: readonly SumTable[];
      readonly notDue?: { readonly title: string; readonly rows: readonly ItemRow[]; readonly more?: string };
    }
  | { readonly part: "claim"; readonly sums: readonly SumTable[] }
  | PayPart
  | { readonly part: "legal"; readonly paragraphs: readonly string[] }
  | { readonly part: "answers"; readonly links: readonly { readonly label: string; readonly href: string }[] }
  | { readonly part: "signature"; readonly name: string; readonly lines: readonly string[] };

export type Sheet = {
  readonly id: string;
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly creditor: string;
  readonly date: string;
  readonly account: string;
  readonly parts: readonly SheetPart[];
  readonly footer: readonly string[];
  readonly wrongContact?: { readonly label: string; readonly href: string };
};
