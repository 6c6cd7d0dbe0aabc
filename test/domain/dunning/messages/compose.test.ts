import { expect, test } from "vitest";
import { money, sum } from "#domain/money.ts";
import fc from "fast-check";
import { chooseTemplate, compose } from "#domain/dunning/messages/compose.ts";
import { incomplete, totalsOf } from "#domain/dunning/messages/content.ts";
import { defaultTemplate, defaultTemplates } from "#domain/dunning/messages/defaults.ts";
import { csvOf, detailRows } from "#domain/dunning/messages/detail-file.ts";
import { formatsFor } from "#domain/dunning/messages/format.ts";
import { wordsOf } from "#domain/dunning/messages/words.ts";
import { contentOf, manyLines, overdueLines } from "#test/world/messages.ts";

const eur = (cents: bigint) => money(cents, "EUR");
const plain = (text: string): string => text.replaceAll("\u00a0", " ");

test("the first reminder for one invoice, in French, word for word", () => {
  const { subject, text } = compose(contentOf("reminder-1", { lines: [overdueLines[2]!], credits: [], notDue: [], links: { pay: "https://desk.example/l/p" } }), defaultTemplate("reminder-1", "fr"));
  expect(plain(subject)).toBe("Facture F-2026-0455 échue le 8 novembre 2026 : 6 454,90 €");
  expect(plain(text)).toBe(`Rappel

Bonjour Anne Petit,

Sauf erreur de notre part, la facture F-2026-0455, échue le 8 novembre 2026,
n’a pas encore été réglée. Il s’agit sans doute d’un simple oubli : nous vous
remercions de bien vouloir nous régler 6 454,90 €.

F-2026-0455 ....................................................... 6 454,90 €
  du 24/09/2026 · Votre commande 450000455 · 08/11/2026 · 16 jours de retard · 1re relance
  https://desk.example/d/F-2026-0455

À régler .......................................................... 6 454,90 €
==============================================================================

Payer en ligne : https://desk.example/l/p
Le lien affiche le montant dû au moment où vous l’ouvrez.

Par virement :
  À régler : 6 454,90 €
  Bénéficiaire : Maison Valdré SAS
  IBAN : FR14 2004 1010 0505 0001 3M02 606
  BIC : PSSTFRPPLIL
  Référence : RF86 C104 42
Merci d’indiquer cette référence : votre paiement sera reconnu aussitôt.

Si votre paiement s’est croisé avec ce message, merci de ne pas en tenir
compte. S’il est programmé, indiquez-nous simplement sa date ; et si quelque
chose vous retient de payer, dites-le-nous : nous chercherons une solution
avec vous.

Bien cordialement,

Inès Marchal
Maison Valdré SAS
+33 3 20 00 00 00 · ines.marchal@valdre.example

-- 
Maison Valdré SAS, 18 rue des Tanneurs, 59000 Lille, France
RCS Lille 552 100 554
Réf. du message msg_7Qd2kXv9
`);
});

test("what is disputed and what lies unapplied is shown and not asked for", () => {
  const [total] = totalsOf(contentOf("reminder-2"));
  expect(total).toEqual({ currency: "EUR", open: eur(3_187_540n), overdue: eur(3_187_540n), disputed: eur(120_000n), later: eur(0n), credits: eur(412_080n), asked: eur(2_655_460n) });
  const { text } = compose(contentOf("reminder-2"), defaultTemplate("reminder-2", "de"));
  for (const said of ["davon 1.200,00 € strittig", "Gutschrift A-2026-0031", "−4.120,80 €", "26.554,60 €"]) expect(plain(text)).toContain(said);
});

test("a promised amount is not asked for before its day", () => {
  const lines = [{ ...overdueLines[0]!, asked: eur(842_000n) }];
  const { text } = compose(contentOf("reminder-2", { lines, credits: [] }), defaultTemplate("reminder-2", "en"));
  expect(text).toContain("Promised or on hold, not requested now");
  expect(text).toContain("€8,420.00");
});

test("a reminder of nothing is refused, and so is a formal notice without its day or a promise that nobody made", () => {
  const credits = [{ kind: "payment" as const, number: "P1", on: "2026-11-01", open: eur(99_999_999n) }];
  expect(incomplete(contentOf("reminder-2"))).toBeUndefined();
  expect(incomplete(contentOf("reminder-2", { credits }))).toMatchObject({ code: "message.nothing-asked" });
  expect(incomplete(contentOf("reminder-2", { lines: [] }))).toMatchObject({ code: "message.nothing-asked" });
  const { deadline: _, ...undated } = contentOf("formal-notice");
  expect(incomplete(undated)).toMatchObject({ code: "message.incomplete", values: { missing: "deadline" } });
  const { promise: _p, ...unpromised } = contentOf("promise-broken");
  expect(incomplete(unpromised)).toMatchObject({ code: "message.incomplete", values: { missing: "promise" } });
  expect(plain(compose(contentOf("reminder-2", { credits }), defaultTemplate("reminder-2", "fr")).subject)).toBe("Deuxième rappel : 0,00 € à régler");
});

test("a balance in the customer's favour asks for nothing, and offers no code to pay it with", () => {
  const credits = [{ kind: "payment" as const, number: "P1", on: "2026-11-01", open: eur(99_999_999n) }];
  const { sheet } = compose(contentOf("statement", { credits }), defaultTemplate("statement", "en"));
  expect(totalsOf({ lines: overdueLines, credits })[0]!.asked).toEqual(eur(0n));
  expect(sheet.parts.filter(({ part }) => part === "pay")).toEqual([]);
});

test("a statement says why less is to be paid than its balance", () => {
  const { sheet } = compose(contentOf("statement"), defaultTemplate("statement", "en"));
  const items = sheet.parts.find((part) => part.part === "items");
  const pay = sheet.parts.find((part) => part.part === "pay");
  expect(items?.part === "items" && items.sums[0]!.rows.map(({ label, amount }) => `${label} ${amount}`)).toEqual([
    "Total of these items €31,875.40", "Credit notes and payments to be applied −€4,120.80", "Account balance €27,754.60", "of which overdue €31,875.40", "In dispute, not requested now €1,200.00",
  ]);
  expect(pay?.part === "pay" && pay.amounts).toEqual(["€26,554.60"]);
});

test("three currencies stay three sums, in the table, in the sentence and in the way to pay; the code carries the euros", () => {
  const { sheet, text, subject } = compose(contentOf("reminder-1", { lines: manyLines(9, ["EUR", "USD", "GBP"]), credits: [] }), defaultTemplate("reminder-1", "en"));
  const items = sheet.parts.find((part) => part.part === "items");
  const pay = sheet.parts.find((part) => part.part === "pay");
  expect(items?.part === "items" && items.sums.map(({ currency }) => currency)).toEqual(["EUR", "GBP", "USD"]);
  expect(pay?.part === "pay" && pay.amounts).toHaveLength(3);
  expect(pay?.part === "pay" && pay.code?.payload).toContain("EUR303.33");
  expect(pay?.part === "pay" && pay.code?.hint).toBe("Scan this code with your banking app (€303.33).");
  expect(pay?.part === "pay" && pay.transfer?.rows[0]?.value).toBe("€303.33, £305.55 and US$304.44");
  expect(subject).toBe("Overdue invoices: €303.33, £305.55 and US$304.44");
  expect(text).not.toContain("913.32");
});

test("ten thousand lines are a table of the thirty oldest, the sum of all, and a file with every one of them", () => {
  const content = contentOf("reminder-2", { lines: manyLines(10_000), credits: [], notDue: [] });
  const { html, text, detailFile } = compose(content, defaultTemplate("reminder-2", "en"));
  expect(detailFile).toBe("C-10442-2026-11-24.csv");
  expect(text).toContain("The 30 oldest of 10,000 items. All of them are in the");
  expect(text.match(/F-2026-\d{5} /g)).toHaveLength(30);
  // Gmail cuts a mail at 102 KB, and with it the way to pay.
  expect(html.length).toBeLessThan(80_000);
  const csv = csvOf(detailRows(content, wordsOf.en)).split("\r\n");
  expect(csv).toHaveLength(10_002);
  expect(csv[1]).toBe("F-2026-00001,450000001,2026-05-17,2026-07-01,146,2,EUR,100.00,100.00,0,100.00");
});

test("a document without its PDF is listed all the same, without a link, and the gap is told", () => {
  const { pdf: _, ...without } = overdueLines[0]!;
  const { reasons, html } = compose(contentOf("reminder-1", { lines: [without, overdueLines[1]!] }), defaultTemplate("reminder-1", "fr"));
  expect(reasons).toEqual([{ code: "message.documents-missing", count: 1 }]);
  expect(html).toContain("F-2026-0388");
  expect(html).not.toContain("https://desk.example/d/F-2026-0388");
});

test("a language without a template is refused; only a policy that names another language gets it, and hears so", () => {
  expect(chooseTemplate(defaultTemplates, { id: "reminder-1", language: "it" })).toEqual({ type: "Refused", code: "message.language-missing", values: { template: "reminder-1", language: "it" } });
  expect(chooseTemplate(defaultTemplates, { id: "reminder-1", language: "it", fallback: "en" })).toMatchObject({ template: { language: "en" }, reasons: [{ code: "message.language-fallback", wanted: "it", used: "en" }] });
});

test("nothing that stands in a ledger can change a message: no markup, no stars, no Liquid, no formula in the file", () => {
  const name = `<script>alert(1)</script> **A** {{ sender.name }} "O'Neil"`;
  const { html, text, subject } = compose(contentOf("reminder-1", { debtor: { name, code: "=1+1", country: "FR" }, contact: { name }, lines: [{ ...overdueLines[0]!, number: "=HYPERLINK(1)", po: "\"a\",b" }] }), defaultTemplate("reminder-1", "en"));
  expect(html).not.toContain("<script>alert");
  expect(text).toContain(`Dear <script>alert(1)</script> **A** {{ sender.name }}`);
  expect(subject).toContain("=HYPERLINK(1)");
  const row = csvOf(detailRows({ lines: [{ ...overdueLines[0]!, number: "=HYPERLINK(1)", po: "\"a\",b" }] }, wordsOf.en)).split("\r\n")[1];
  expect(row).toMatch(/^'=HYPERLINK\(1\),"""a"",b",/);
});

test("the same content is the same message to the last character", () => {
  const content = contentOf("formal-notice");
  expect(compose(content, defaultTemplate("formal-notice", "es"))).toEqual(compose(structuredClone(content), defaultTemplate("formal-notice", "es")));
});

test("amounts and dates are written as the reader's country writes them, exactly at any size", () => {
  const written = (language: string, country: string, amount = money(1_234_567_89n, "EUR")) => plain(formatsFor(language, country).amount(amount));
  expect(written("fr", "FR")).toBe("1 234 567,89 €");
  expect(written("en", "GB")).toBe("€1,234,567.89");
  expect(written("de", "DE")).toBe("1.234.567,89 €");
  expect(written("es", "ES", money(123_456n, "EUR"))).toBe("1.234,56 €");
  expect(written("pt", "PT", money(123_456n, "EUR"))).toBe("1 234,56 €");
  expect(written("de", "CH", money(123_456n, "CHF"))).toMatch(/^CHF 1[’']234\.56$/);
  expect(written("fr", "FR", money(1_500n, "JPY"))).toMatch(/^1 500 (JPY|¥|￥)$/);
  expect(written("fr", "FR", money(90_071_992_547_409_931n, "EUR"))).toBe("900 719 925 474 099,31 €");
  expect(written("fr", "FR", money(-412_080n, "EUR"))).toBe("−4 120,80 €");
  expect([formatsFor("en", "GB").date("2026-11-04"), formatsFor("fr", "FR").date("2026-11-04"), formatsFor("de", "DE").date("2026-11-04")]).toEqual(["04 Nov 2026", "04/11/2026", "04.11.2026"]);
});

test("no cent is lost between the lines and the sums, whatever is open, disputed, promised or in favour", () => {
  const part = fc.record({ currency: fc.constantFrom("EUR", "USD", "JPY"), open: fc.bigInt({ min: 1n, max: 10n ** 12n }), disputed: fc.bigInt({ min: 0n, max: 100n }), later: fc.bigInt({ min: 0n, max: 100n }), late: fc.boolean() });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const lines = parts.map(({ currency, open, disputed, later, late }, n) => ({
        number: `F${n}`, issuedOn: "2026-01-01", dueOn: "2026-02-01", daysLate: late ? 3 : 0, amount: money(open, currency), open: money(open + disputed + later, currency), disputed: money(disputed, currency), asked: money(open, currency),
      }));
      for (const total of totalsOf({ lines })) {
        const mine = lines.filter(({ open }) => open.currency === total.currency);
        expect(total.open).toEqual(sum(mine.map(({ open }) => open), total.currency));
        expect(total.asked.minor + total.disputed.minor + total.later.minor).toBe(total.open.minor);
      }
    }),
    { numRuns: 100 },
  );
});
