// The bank's words with the evidence in them, numbered as a clerk reads: who pays, what for, from where. The same number stands in the text, beside the
// document that it leads to, and in the list that says what was made of it.
import type { Payment } from "#lib/payments/desk.svelte.ts";
import * as m from "#lib/paraglide/messages.js";

type Clue = NonNullable<Payment["decision"]>["evidence"][number];
type Field = NonNullable<Clue["field"]>;
export type NumberedClue = Clue & { readonly n: number; readonly field: Field };
export type Piece = { readonly text: string; readonly n?: number };
export type Said = { readonly field: Field | "reference"; readonly label: string; readonly pieces: readonly Piece[] };

const rank: Readonly<Record<Field, number>> = { name: 0, text: 1, structured: 2, endToEnd: 3, iban: 4 };

/** One number per place: what two clues say about the same words is told once, the documents before the payer. */
export function numberedClues({ decision }: Payment): NumberedClue[] {
  const kept: Clue[] = [];
  for (const clue of (decision?.evidence ?? []).toSorted((a, b) => Number(b.items !== undefined) - Number(a.items !== undefined))) {
    const overlaps = kept.some((one) => (one.field ?? "text") === (clue.field ?? "text") && one.from < clue.to && clue.from < one.to);
    if (!overlaps) kept.push(clue);
  }
  return kept.toSorted((a, b) => rank[a.field ?? "text"] - rank[b.field ?? "text"] || a.from - b.from).map((clue, n) => ({ ...clue, field: clue.field ?? "text", n: n + 1 }));
}

/** Everything that the bank said, field by field, cut at the evidence. An account shows its ends only. */
export function whatWasSaid(payment: Payment, clues: readonly NumberedClue[]): Said[] {
  const told: (readonly [Said["field"], string, string | undefined])[] = [
    ["name", m.said_from(), payment.payerName], ["text", m.said_text(), payment.text], ["structured", m.said_structured(), payment.structuredReference],
    ["endToEnd", m.said_end_to_end(), payment.endToEndId === "NOTPROVIDED" ? undefined : payment.endToEndId], ["reference", m.said_reference(), payment.reference], ["iban", m.said_iban(), payment.payerIban],
  ];
  return told.flatMap(([field, label, words]) => (words?.trim() ? [{ field, label, pieces: field === "iban" ? maskedPieces(words, clues) : cut(words, clues.filter((clue) => clue.field === field)) }] : []));
}

function cut(words: string, clues: readonly NumberedClue[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const clue of clues) {
    pieces.push({ text: words.slice(from, clue.from) }, { text: words.slice(clue.from, clue.to), n: clue.n });
    from = clue.to;
  }
  return [...pieces, { text: words.slice(from) }].filter(({ text }) => text !== "");
}

function maskedPieces(iban: string, clues: readonly NumberedClue[]): Piece[] {
  const clue = clues.find(({ field }) => field === "iban");
  return [{ text: masked(iban), ...(clue ? { n: clue.n } : {}) }];
}
export const masked = (account: string): string => (account.length > 10 ? `${account.slice(0, 4)} •••• •••• ${account.slice(-4)}` : account);

const means: Readonly<Record<string, (values: { said: string; document: string }) => string>> = {
  "names.structured": ({ document }) => m.clue_structured({ document }), "names.number": ({ document }) => m.clue_number({ document }), "names.digits": ({ document }) => m.clue_digits({ document }),
  "names.order": ({ document }) => m.clue_order({ document }), "names.list": ({ document }) => m.clue_list({ document }), "names.tail": ({ document }) => m.clue_tail({ document }), "names.slip": ({ document }) => m.clue_slip({ document }),
  "payer.nameExact": () => m.clue_name_exact(), "payer.nameAlike": () => m.clue_name_alike(), "payer.nameLearned": () => m.clue_name_learned(), "payer.ibanLearned": () => m.clue_iban_learned(),
  "payer.ibanMaster": () => m.clue_iban_master(), "payer.code": () => m.clue_code(), "payer.vat": () => m.clue_vat(), "payer.city": () => m.clue_city(),
};

/** What a clue was taken for: a heading and a sentence. */
export function clueWords(clue: NumberedClue, payment: Payment): { readonly what: string; readonly said: string } {
  const numbers = new Map((payment.decision?.proposals ?? []).flatMap(({ lines }) => lines.map(({ itemId, number }) => [itemId as string, number] as const)));
  const document = (clue.items ?? []).map((id) => numbers.get(id) ?? "").filter(Boolean).join(", ");
  const what = clue.items ? m.clue_document() : clue.field === "iban" ? m.clue_account() : m.clue_payer();
  return { what, said: means[clue.means]?.({ said: "", document }) ?? document };
}
