// An advice as people type it into a mail: lines with a number and one, two or three amounts (paid; gross and paid; gross, discount and paid), among
// lines that say who, when and how much.
import type { Advice, AdviceLine } from "#domain/cash-application/matching/model.ts";
import { adviceDraft, closed } from "#domain/cash-application/matching/offline/advice-fields.ts";
import { readHead } from "#domain/cash-application/matching/offline/advice-table.ts";
import { centsOf, dayOf } from "#domain/cash-application/matching/offline/fields.ts";

const amounts = /[-(]?\d{1,3}(?:[ .,'\u00a0]\d{3})+[.,]\d{2}\b\)?-?|[-(]?\d+[.,]\d{2}\b(?![./]\d)\)?-?/g;
const dates = /\b\d{1,2}[./-]\d{1,2}[./-](?:20)?\d{2}\b|\b20\d{2}-\d{2}-\d{2}\b/g;

export function adviceFromText(id: string, text: string, currency: string): Advice[] {
  const draft = adviceDraft();
  draft.currency = currency;
  for (const line of text.split(/\r?\n/)) {
    const found = [...line.replace(dates, (date) => " ".repeat(date.length)).matchAll(amounts)];
    const values = found.map((match) => centsOf(match[0], currency)).filter((value) => value !== null);
    if (/^\W*(grand )?(total|sum|summe|gesamt|somme|montant (total|du)|importe total|amount paid|zahlbetrag|payment amount)/i.test(line) && values.length > 0) {
      draft.total ??= values.at(-1)!;
      continue;
    }
    const before = line.slice(0, found[0]?.index ?? line.length).replace(dates, " ");
    const reference = [...before.matchAll(/[A-Za-z0-9][A-Za-z0-9./_-]*\d[A-Za-z0-9./_-]*/g)].map((match) => match[0]).filter((word) => word.replace(/\D/g, "").length >= 3).toSorted((a, b) => b.length - a.length)[0];
    if (values.length > 0 && reference) draft.lines.push(lineOf(reference, values, /avoir|credit|gutschrift|abono/i.test(line)));
    else {
      const date = dates.exec(line);
      dates.lastIndex = 0;
      if (date) draft.paidOn ??= dayOf(date[0]);
      readHead([line], draft);
    }
  }
  return closed(id, draft);
}

function lineOf(reference: string, values: readonly number[], credit: boolean): AdviceLine {
  const [a = 0, b, c] = credit ? values.map((value) => -Math.abs(value)) : values;
  if (c !== undefined && b !== undefined && a - b === c) return { reference, gross: a, discount: b, net: c };
  if (b !== undefined && Math.abs(b) <= Math.abs(a) && Math.abs(b) * 2 > Math.abs(a)) return { reference, gross: a, discount: a - b, net: b };
  if (b !== undefined && Math.abs(b) * 2 <= Math.abs(a)) return { reference, gross: a, discount: b, net: a - b };
  return { reference, gross: null, discount: 0, net: a };
}
