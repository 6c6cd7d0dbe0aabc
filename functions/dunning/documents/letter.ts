// The sheet as a letter on A4, for the post and for the file. The address stands where the window of the creditor's country's envelopes is: on the right
// in France and its neighbours to the south (NF Z 10-011), on the left in Germany (DIN 5008 form B), the British Isles and the rest. Tables run over
// pages and repeat their head; a total never stands alone on a page; every page says which it is.
import { BOTTOM, INK, LEFT, NEXT_PAGE_TOP, RIGHT, type Pen } from "#functions/dunning/documents/letter-page.ts";
import { openPdf, PAGE } from "#functions/dunning/documents/pdf/file.ts";
import { faces } from "#functions/dunning/documents/pdf/faces.ts";
import type { Font } from "#functions/dunning/documents/pdf/font.ts";
import { addressSide } from "#functions/dunning/documents/address-side.ts";
import { drawPart } from "#functions/dunning/documents/letter-parts.ts";
import { wrap } from "#functions/dunning/documents/wrap.ts";
import type { Party } from "#domain/dunning/messages/content.ts";
import type { Sheet } from "#domain/dunning/messages/sheet.ts";
import { wordsOf } from "#domain/dunning/messages/words.ts";

/** What a DL window shows of a line, in millimetres. */
const WINDOW = 80;

export type Letter = {
  readonly sheet: Sheet;
  readonly from: Party & { readonly email?: string; readonly phone?: string };
  readonly to: Party;
  readonly registered: boolean;
  /** The instant that the file says it was made at: the message's, not the clock's. */
  readonly at: string;
};

export function letterPdf(letter: Letter): Buffer {
  const { sheet, from, at } = letter;
  const shown = faces();
  const pdf = openPdf([shown.regular, shown.strong]);
  const pen: Pen = {
    pdf, faces: shown, words: wordsOf[sheet.language], y: 0,
    room(height) {
      if (this.y + height <= BOTTOM) return false;
      pdf.addPage();
      this.y = NEXT_PAGE_TOP;
      return true;
    },
  };
  pdf.addPage();
  drawHead(pen, letter);
  for (const part of sheet.parts) drawPart(pen, part);
  drawFeet(pen, letter);
  return pdf.finish({ title: sheet.subject, author: from.name, language: sheet.language, createdAt: at });
}

function drawHead(pen: Pen, { sheet, from, to, registered }: Letter): void {
  const { pdf, faces: { regular, strong }, words } = pen;
  const side = addressSide(from.country);
  const [mine, theirs] = side === "right" ? [LEFT, 110] : [125, 25];
  const small = { font: regular, size: 8.5, ink: INK.soft };
  pdf.text(mine, 21, from.name, { font: strong, size: 12, ink: INK.ink });
  const sender = [...(from.address ?? []), ...(from.registration ? [from.registration] : []), ...(from.phone ? [from.phone] : []), ...(from.email ? [from.email] : [])];
  sender.forEach((line, n) => pdf.text(mine, 26.5 + 4.2 * n, line, small));

  // The window of a DL envelope shows from about 45 to 80 mm. In Germany the first line in it is the sender's, small.
  const top = 53;
  if (side === "left") pdf.text(theirs, top - 4, [from.name, ...(from.address ?? [])].join(" · "), { font: regular, size: 6.5, ink: INK.meta });
  if (registered) pdf.text(theirs, top, words.registered, { font: strong, size: 8.5, ink: INK.ink });
  const lines = addressee(to, { regular, strong });
  // The window ends at about 80 mm: seven lines, the most that an address has, are set closer.
  const apart = Math.min(4.8, 22 / Math.max(1, lines.length - 1));
  lines.forEach(({ text, font }, n) => pdf.text(theirs, top + 5.5 + apart * n, text, { font, size: 10.5, ink: INK.ink }));

  // A long address pushes what follows down rather than being written over.
  const under = Math.max(92, top + 12.5 + 4.8 * lines.length);
  pdf.text(side === "right" ? 110 : RIGHT, under, sheet.date, { font: regular, size: 10, ink: INK.ink, ...(side === "right" ? {} : { align: "right" as const }) });
  pdf.text(LEFT, under, `${sheet.account} · ${words.messageNumber} ${sheet.id}`, { font: regular, size: 8.5, ink: INK.meta });
  pen.y = under + 12;
  for (const line of wrap(sheet.subject, { font: strong, size: 13 }, RIGHT - LEFT)) {
    pdf.text(LEFT, pen.y, line, { font: strong, size: 13, ink: INK.ink });
    pen.y += 6;
  }
  pen.y += 3;
  // Folding marks, which machines and people fold a DL letter by.
  for (const y of [99, 198]) pdf.rule(4, y, 8, y, 0.2, INK.rule);
}

/** As wide as the window, so that a long name takes two lines instead of leaving the paper. */
const addressee = ({ name, address = [] }: Party, { regular, strong }: Pick<Pen["faces"], "regular" | "strong">): { readonly text: string; readonly font: Font }[] =>
  [name, ...address].flatMap((line, n) => wrap(line, { font: n === 0 ? strong : regular, size: 10.5, ink: INK.ink }, WINDOW).map((text) => ({ text, font: n === 0 ? strong : regular })));

function drawFeet({ pdf, faces: { regular }, words }: Pen, { sheet, from }: Letter): void {
  const style = { font: regular, size: 7.5, ink: INK.meta };
  for (let n = 0; n < pdf.pages; n++) {
    pdf.onPage(n);
    if (n > 0) pdf.text(LEFT, 14, `${from.name} · ${sheet.title} · ${sheet.account}`, style);
    pdf.rule(LEFT, PAGE.height - 17, RIGHT, PAGE.height - 17, 0.2, INK.rule);
    pdf.text(LEFT, PAGE.height - 12.5, [from.name, ...(from.registration ? [from.registration] : []), ...(from.address ?? [])].join(" · "), style);
    pdf.text(RIGHT, PAGE.height - 12.5, words.page(n + 1, pdf.pages), { ...style, align: "right" });
  }
}
