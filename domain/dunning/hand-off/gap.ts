// What the file of a case lacks: the document of an invoice, or the proof of a reminder, counted as the file counts them. It is kept as codes and said in
// the reader's language, for the desk and the lawyer do not always share one.
export type Gap = { readonly code: "invoice"; readonly number: string } | { readonly code: "evidence"; /** Only files of before do not say which. */ readonly n?: number | undefined };

/** Cases of before kept a text for each: `invoice F-12`, `evidence of reminder 2`, `evidence of msg_…`. Without the prefix nothing was ever written. */
export function gapOf(kept: Gap | string): Gap {
  if (typeof kept !== "string") return kept;
  if (kept.startsWith(INVOICE)) return { code: "invoice", number: kept.slice(INVOICE.length) };
  const n = Number(/^evidence of reminder (\d+)$/.exec(kept)?.[1] ?? Number.NaN);
  return Number.isNaN(n) ? { code: "evidence" } : { code: "evidence", n };
}

const INVOICE = "invoice ";
