import { expect, test } from "vitest";
import { letterSheet } from "#domain/dunning/messages/compose.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import { defaultTemplate } from "#domain/dunning/messages/defaults.ts";
import type { MessageLanguage } from "#domain/dunning/messages/words.ts";
import { addressSide } from "#functions/dunning/documents/address-side.ts";
import { money } from "#domain/money.ts";
import { letterPdf } from "#functions/dunning/documents/letter.ts";
import { faces } from "#functions/dunning/documents/pdf/faces.ts";
import { wrap } from "#functions/dunning/documents/wrap.ts";
import { widthOf } from "#functions/dunning/documents/pdf/file.ts";
import { pagesOf } from "#test/functions/dunning/pdf-text.ts";
import { contentOf, manyLines } from "#test/world/messages.ts";

const AT = "2026-11-24T08:30:00Z";
const letter = (content: MessageContent, language: MessageLanguage, at = AT): Buffer =>
  letterPdf({ sheet: letterSheet(content, defaultTemplate(content.kind, language)), from: content.creditor, to: content.debtor, registered: content.kind === "formal-notice", at });

test("a formal notice on paper names both parties, the sum, the day, the law and the account to pay to", () => {
  const text = pagesOf(letter(contentOf("formal-notice"), "fr")).join("\n").replaceAll("\u00a0", " ");
  for (const said of ["Lettre recommandée avec avis de réception", "Océlia Frais SARL", "33000 Bordeaux", "Mise en demeure de payer : 26 554,60 €", "article 1344 du Code civil", "D. 441-5", "27 438,95 €", "FR14 2004 1010 0505 0001 3M02 606", "Inès Marchal", "Page 1 sur 2"]) expect(text).toContain(said);
});

test("the same letter is the same file to the last byte; another instant is another file", () => {
  const content = contentOf("formal-notice");
  expect(letter(content, "de").equals(letter(structuredClone(content), "de"))).toBe(true);
  expect(letter(content, "de").equals(letter(content, "de", "2026-11-25T08:30:00Z"))).toBe(false);
});

test("a long account runs over pages: every line is there once, and every page has the head of the table and its number", () => {
  const pages = pagesOf(letter(contentOf("reminder-3", { lines: manyLines(120, ["EUR", "USD"]), credits: [], notDue: [] }), "en"));
  expect(pages.length).toBeGreaterThan(4);
  const numbers = pages.join("\n").match(/F-2026-\d{5}/g)!;
  expect(numbers).toHaveLength(120);
  expect(new Set(numbers).size).toBe(120);
  pages.forEach((page, n) => {
    expect(page).toContain(`Page ${n + 1} of ${pages.length}`);
    if (/F-2026-\d{5}/.test(page)) expect(page).toContain("Outstanding");
  });
});

test("what stands on paper is inside its margins, in every language", () => {
  for (const language of ["fr", "en", "es", "de", "pt"] as const) {
    const long = contentOf("formal-notice", { debtor: { name: "Bäckerei Łukasz Żółć und Söhne Gesellschaft mit beschränkter Haftung & Co. KG", code: "D-77", country: "DE", address: ["Große Straße 5"] } });
    const pages = pagesOf(letter(long, language));
    expect(pages.join("")).not.toContain("?".repeat(2));
    expect(pages.join("\n")).toContain("Łukasz Żółć");
  }
});

test("a note under an amount takes a second line before it crosses the margin rule", () => {
  const [line] = contentOf("reminder-2").lines;
  const dear = { ...line!, open: money(1_234_567_890n, "EUR"), amount: money(1_234_567_890n, "EUR"), disputed: money(1_234_567_800n, "EUR") };
  const [page = ""] = pagesOf(letter(contentOf("reminder-2", { lines: [dear], credits: [], notDue: [] }), "fr"));
  expect(page.replaceAll("\u00a0", " ")).toContain("dont 12 345 678,00 € en\nlitige");
});

test("the address stands behind the window of the country's envelope", () => {
  expect(["FR", "ES", "PT", "DE", "GB", "US"].map(addressSide)).toEqual(["right", "right", "right", "left", "left", "left"]);
});

test("a name too long for the window takes a second line, and the date gives way", () => {
  const name = "Société Coopérative Agricole des Producteurs de Fruits et Légumes du Val de Garonne";
  const [page = ""] = pagesOf(letter(contentOf("formal-notice", { debtor: { ...contentOf("formal-notice").debtor, name } }), "fr"));
  expect(page).not.toContain(name);
  expect(page.replaceAll("\n", " ")).toContain(name);
});

test("lines break at spaces, never inside an amount, and a word without an end is cut", () => {
  const style = { font: faces().regular, size: 10 };
  const lines = wrap(`Nous vous demandons de régler 26\u00a0554,60\u00a0€ sans attendre. ${"x".repeat(200)}`, style, 60);
  expect(lines.filter((line) => widthOf(line, style) > 60.01)).toEqual([]);
  expect(lines.some((line) => line.includes("26\u00a0554,60\u00a0€"))).toBe(true);
  expect(lines.join("").replaceAll(" ", "")).toContain("x".repeat(200));
});

test("digits in columns are all of one width", () => {
  const widths = [..."0123456789"].map((digit) => widthOf(digit, { font: faces().regular, size: 10, tabular: true }));
  expect(new Set(widths).size).toBe(1);
  expect(new Set([..."0123456789"].map((digit) => widthOf(digit, { font: faces().regular, size: 10 }))).size).toBeGreaterThan(1);
  expect(widthOf("AV", { font: faces().regular, size: 10 })).toBeLessThan(widthOf("A", { font: faces().regular, size: 10 }) + widthOf("V", { font: faces().regular, size: 10 }));
});
