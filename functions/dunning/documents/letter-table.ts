// The table of documents on paper: its head again on every page, no row torn apart, the margin rule left of the money.
import { widthOf, type Ink, type TextStyle } from "#functions/dunning/documents/pdf/file.ts";
import type { Font } from "#functions/dunning/documents/pdf/font.ts";
import { INK, LEFT, RIGHT, type Pen } from "#functions/dunning/documents/letter-page.ts";
import { drawSum, drawText } from "#functions/dunning/documents/letter-parts.ts";
import { wrap } from "#functions/dunning/documents/wrap.ts";
import type { ItemRow, SheetPart } from "#domain/dunning/messages/sheet.ts";

type Items = Extract<SheetPart, { part: "items" }>;
const ABOUT = 60;
const DUE = 104;
const MARGIN = 153;
const HEAD = 6;
const ageing: readonly Ink[] = [INK.meta, [125, 92, 0], [148, 74, 0], [160, 50, 16], [124, 33, 48], [74, 17, 55]];

export function drawItems(pen: Pen, { heads, rows, sums, more, notDue }: Items): void {
  if (rows.length > 0) drawTable(pen, heads, rows);
  if (more) drawText(pen, more, { font: pen.faces.regular, size: 8.5, ink: INK.soft }, 4.2);
  sums.forEach((sum) => drawSum(pen, sum));
  pen.y += 3;
  if (!notDue) return;
  pen.room(24);
  pen.pdf.text(LEFT, pen.y, notDue.title, { font: pen.faces.strong, size: 9, ink: INK.soft });
  pen.y += 5;
  drawTable(pen, heads, notDue.rows);
  pen.y += 4;
}

function drawTable(pen: Pen, heads: Items["heads"], rows: readonly ItemRow[]): void {
  pen.room(HEAD + 12);
  drawHeads(pen, heads);
  for (const row of rows) {
    const cells = cellsOf(pen, row);
    const height = 2.2 + 4 * Math.max(...cells.map(({ lines }) => lines.length));
    if (pen.room(height + 2)) drawHeads(pen, heads);
    drawRow(pen, cells, height);
  }
  pen.y += 5;
}

function drawHeads(pen: Pen, heads: Items["heads"]): void {
  const { pdf, faces: { regular } } = pen;
  const style: TextStyle = { font: regular, size: 8, ink: INK.meta };
  const top = pen.y - 3;
  pdf.box(LEFT, top, RIGHT - LEFT, HEAD, INK.well);
  pdf.text(LEFT + 2, top + 4, heads.document, style);
  pdf.text(DUE, top + 4, heads.due, style);
  pdf.text(RIGHT - 2, top + 4, heads.open, { ...style, align: "right" });
  pen.y = top + HEAD;
}

type Cell = { readonly x: number; readonly align: "left" | "right"; readonly lines: readonly { readonly text: string; readonly ink: Ink; readonly size: number }[] };

function cellsOf({ faces: { regular } }: Pen, { number, about, due, late, age, level, open, notes, credit }: ItemRow): Cell[] {
  const main = (text: string, ink: Ink = INK.ink) => ({ text, ink, size: 9.5 });
  const second = (text: string, ink: Ink = INK.meta) => ({ text, ink, size: 8 });
  const wide = credit ? 120 : ABOUT - LEFT - 4;
  const first = wrap(number, { font: regular, size: 9.5 }, wide).map((line) => main(line));
  const told = about.flatMap((text) => wrap(text, { font: regular, size: 8 }, DUE - ABOUT - 3)).map((line) => second(line));
  return [
    { x: LEFT + 2, align: "left", lines: credit ? [...first, ...told] : first },
    { x: ABOUT, align: "left", lines: credit ? [] : told },
    { x: DUE, align: "left", lines: [...(due ? [main(due)] : []), ...lateLines(regular, late, level).map((line) => second(line, ageing[age]))] },
    { x: RIGHT - 2, align: "right", lines: [main(open, credit ? INK.credit : INK.ink), ...notes.flatMap((note) => wrap(note, { font: regular, size: 8 }, RIGHT - MARGIN - 4)).map((note) => second(note))] },
  ];
}

/** Lateness and reminders on one line if there is room. */
function lateLines(font: Font, late: string, level: string): string[] {
  const told = [late, level].filter((text) => text !== "");
  const together = told.join(" · ");
  return told.length < 2 || widthOf(together, { font, size: 8 }) <= MARGIN - DUE - 2 ? [together].filter((text) => text !== "") : told;
}

function drawRow(pen: Pen, cells: readonly Cell[], height: number): void {
  const { pdf, faces: { regular } } = pen;
  for (const { x, align, lines } of cells) lines.forEach(({ text, ink, size }, n) => pdf.text(x, pen.y + 4.4 + 4 * n, text, { font: regular, size, ink, align, tabular: true }));
  pdf.rule(MARGIN, pen.y, MARGIN, pen.y + height, 0.25, INK.margin);
  pen.y += height;
  pdf.rule(LEFT, pen.y, RIGHT, pen.y, 0.2, INK.rule);
}
