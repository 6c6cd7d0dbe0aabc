// Decimals as people type and read them: with a comma in French, with a point in English; the API has points.
import * as m from "#lib/paraglide/messages.js";

/** As the reader writes it. */
export const writtenDecimal = (amount: string): string => amount.replace(".", m.decimal_mark());

/** As the API takes it; undefined: it is no amount. Blanks group thousands. */
export function plainDecimal(text: string): string | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^\d{1,15}(\.\d+)?$/.test(plain) ? plain : undefined;
}
