// The reference that a customer is asked to pay with, and the code that carries it to his bank. A payment that brings it back is recognised
// without reading any text. ISO 11649: "RF", two check digits, at most 21 letters and digits of ours; EPC069-12: the lines inside a SEPA QR code.
import { toDecimal, type Money } from "#domain/money.ts";
import type { Bank } from "#domain/dunning/messages/content.ts";

const MAX_OURS = 21;
const MAX_EPC_CENTS = 99_999_999_999n;
const MAX_EPC_BYTES = 331;

/** The customer's code as a creditor reference. What cannot stand in one is left out; nothing left means no reference. */
export function creditorReference(own: string): string | undefined {
  const body = own.normalize("NFD").toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, MAX_OURS);
  if (body === "") return undefined;
  return `RF${String(98 - modulo97(`${body}RF00`)).padStart(2, "0")}${body}`;
}

/** True for a reference whose check digits hold; spaces are for print, small letters are the same letters. */
export function isCreditorReference(text: string): boolean {
  const bare = text.replaceAll(" ", "").toUpperCase();
  return /^RF\d{2}[A-Z0-9]{1,21}$/.test(bare) && modulo97(bare.slice(4) + bare.slice(0, 4)) === 1;
}

/** In groups of four, as it is printed. */
export const printed = (reference: string): string => reference.replaceAll(" ", "").replace(/(.{4})(?=.)/g, "$1 ");

export type Transfer = { readonly to: Bank; readonly amount?: Money; readonly reference?: string; readonly text?: string };

/** The text inside the QR code; undefined where the standard has no room for the payment (another currency, nothing to pay, too large). */
export function epcPayload({ to, amount, reference, text }: Transfer): string | undefined {
  const name = to.holder.replace(/\s+/g, " ").trim();
  const iban = to.iban.replaceAll(" ", "");
  if (!isIban(iban) || name === "" || name.length > 70 || (reference !== undefined && text !== undefined)) return undefined;
  if (amount && (amount.currency !== "EUR" || amount.minor <= 0n || amount.minor > MAX_EPC_CENTS)) return undefined;
  if (reference !== undefined && !isCreditorReference(reference)) return undefined;
  const lines = ["BCD", "002", "1", "SCT", to.bic ?? "", name, iban, amount ? `EUR${toDecimal(amount)}` : "", "", reference?.replaceAll(" ", "").toUpperCase() ?? "", text?.slice(0, 140) ?? ""];
  while (lines.at(-1) === "") lines.pop();
  const payload = lines.join("\n");
  return new TextEncoder().encode(payload).length > MAX_EPC_BYTES ? undefined : payload;
}

export function isIban(text: string): boolean {
  const bare = text.replaceAll(" ", "").toUpperCase();
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(bare) && modulo97(bare.slice(4) + bare.slice(0, 4)) === 1;
}

/** A = 10 … Z = 35, digit by digit, so that no number grows past what is exact. */
function modulo97(text: string): number {
  let rest = 0;
  for (const char of text) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
