import { existsSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";
import { money, parseDecimal } from "#domain/money.ts";
import { creditorReference, epcPayload, isCreditorReference, isIban, printed } from "#domain/dunning/messages/reference.ts";
import { paymentCodePng } from "#functions/dunning/documents/payment-code.ts";

const to = { holder: "Exemple SARL", iban: "FR1420041010050500013M02606" };

test("a customer's code becomes a creditor reference whose check digits hold", () => {
  expect(creditorReference("INV0042")).toBe("RF97INV0042");
  expect(creditorReference("C-10442")).toBe("RF86C10442");
  expect(creditorReference("Ä é/1")).toBe(creditorReference("AE1"));
  expect(creditorReference("···")).toBeUndefined();
  for (const code of ["1", "A".repeat(40), "C-10442", "zz9"]) expect(isCreditorReference(creditorReference(code)!)).toBe(true);
  expect(printed("RF18539007547034")).toBe("RF18 5390 0754 7034");
});

test("a swapped digit, a wrong letter or a lost character is noticed", () => {
  expect(["RF18539007547034", "rf18 5390 0754 7034", "RF741"].map(isCreditorReference)).toEqual([true, true, true]);
  expect(["RF18539007547043", "RF97INV0O42", "RF1853900754703", "RFX8539007547034", "RF18 5390-0754-7034"].map(isCreditorReference)).toEqual([false, false, false, false, false]);
  expect(["DE89370400440532013000", "DE89370400440532013001", "DE98370400440532013000"].map(isIban)).toEqual([true, false, false]);
});

test("the payment code holds the standard's lines, and nothing after the last one used", () => {
  expect(epcPayload({ to, amount: money(123_456n, "EUR"), reference: "RF69FA20260001234" })).toBe("BCD\n002\n1\nSCT\n\nExemple SARL\nFR1420041010050500013M02606\nEUR1234.56\n\nRF69FA20260001234");
  expect(epcPayload({ to, amount: money(9_990n, "EUR"), text: "Facture F2026-000123" })).toBe("BCD\n002\n1\nSCT\n\nExemple SARL\nFR1420041010050500013M02606\nEUR99.90\n\n\nFacture F2026-000123");
});

test("what a SEPA transfer cannot carry gets no code: dollars, nothing, a false account, a reference and a text at once", () => {
  const amount = money(100n, "EUR");
  expect(epcPayload({ to, amount: money(100n, "USD") })).toBeUndefined();
  expect(epcPayload({ to, amount: money(0n, "EUR") })).toBeUndefined();
  expect(epcPayload({ to: { ...to, iban: "FR1420041010050500013M02607" }, amount })).toBeUndefined();
  expect(epcPayload({ to: { ...to, holder: "x".repeat(71) }, amount })).toBeUndefined();
  expect(epcPayload({ to, amount, reference: "RF69FA20260001234", text: "both" })).toBeUndefined();
  expect(epcPayload({ to, amount: money(99_999_999_999n, "EUR") })).toContain("EUR999999999.99");
  expect(epcPayload({ to, amount: money(100_000_000_000n, "EUR") })).toBeUndefined();
});

test("a telephone that reads the picture finds the payment in it, accents and all", () => {
  const payload = epcPayload({ to: { ...to, holder: "Société Générale d'Exemple" }, amount: money(1n, "EUR"), reference: "RF97INV0042" })!;
  expect(decodeQR(pixels(paymentCodePng(payload)))).toBe(payload);
});

const vectors = new URL("../../../../../shared/vectors/references.json", import.meta.url);
test.runIf(existsSync(vectors))("the published test values of creditor references and payment codes agree", () => {
  type Scheme = { scheme: string; valid: string[]; invalid: { value: string }[]; vectors: { input: Record<string, string>; expected: { payload: string } }[] };
  const { schemes } = JSON.parse(readFileSync(vectors, "utf8")) as { schemes: Scheme[] };
  const of = (name: string) => schemes.find(({ scheme }) => scheme === name)!;
  expect(of("iso11649").valid.filter((value) => !isCreditorReference(value))).toEqual([]);
  expect(of("iso11649").invalid.filter(({ value }) => isCreditorReference(value))).toEqual([]);
  for (const { input, expected } of of("epc_qr").vectors.filter(({ input }) => input["ver"] === undefined)) {
    const amount = input["amount"] === undefined ? undefined : parseDecimal(input["amount"], "EUR")!;
    expect(epcPayload({ to: { holder: input["name"]!, iban: input["iban"]! }, ...(amount ? { amount } : {}), ...(input["ref"] ? { reference: input["ref"] } : {}), ...(input["text"] ? { text: input["text"] } : {}) })).toBe(expected.payload);
  }
});

/** One bit per dot back to the four bytes that a reader's camera gives. */
function pixels(png: Buffer): { width: number; height: number; data: Uint8Array } {
  const width = png.readUInt32BE(16);
  const length = png.readUInt32BE(33);
  const bits = inflateSync(png.subarray(41, 41 + length));
  const stride = 1 + Math.ceil(width / 8);
  const data = new Uint8Array(width * width * 4);
  for (let y = 0; y < width; y++) for (let x = 0; x < width; x++) data.fill(bits[y * stride + 1 + (x >> 3)]! & (0x80 >> (x & 7)) ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 4);
  return { width, height: width, data };
}
