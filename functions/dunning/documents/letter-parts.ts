// Each part of a sheet as it stands on paper.
import { widthOf, type Ink, type TextStyle } from "#functions/dunning/documents/pdf/file.ts";
import { INK, LEFT, RIGHT, type Pen } from "#functions/dunning/documents/letter-page.ts";
import { drawItems } from "#functions/dunning/documents/letter-table.ts";
import { codeModules } from "#functions/dunning/documents/payment-code.ts";
import { wrap, wrapRuns } from "#functions/dunning/documents/wrap.ts";
import type { PayPart, Run, SheetPart, SumTable } from "#domain/dunning/messages/sheet.ts";

const SIZE = 10;
const LINE = 4.9;
const AFTER = 2.6;

export function drawPart(pen: Pen, part: SheetPart): void {
  switch (part.part) {
    case "paragraph":
      return drawRuns(pen, part.runs);
    case "items":
      return drawItems(pen, part);
    case "claim":
      part.sums.forEach((sum) => drawSum(pen, sum));
      return void (pen.y += AFTER);
    case "pay":
      return drawPay(pen, part);
    case "legal":
      return part.paragraphs.forEach((text) => drawText(pen, text, { font: pen.faces.regular, size: 9.5, ink: INK.ink }, 4.6));
    case "signature":
      return drawSignature(pen, part);
    // The letter's head has the parties; paper has nothing to press.
    case "parties":
    case "answers":
      return;
  }
}

function drawRuns(pen: Pen, runs: readonly Run[]): void {
  const lines = wrapRuns(runs, pen.faces, SIZE, RIGHT - LEFT);
  // Two lines together at least, so that none stands alone at the end of a page.
  lines.forEach((words, n) => {
    pen.room(n === 0 ? Math.min(lines.length, 2) * LINE : LINE);
    let x = LEFT;
    for (const { text, font } of words) {
      const style = { font, size: SIZE, ink: INK.ink };
      pen.pdf.text(x, pen.y, text, style);
      x += widthOf(text, style) + widthOf(" ", style);
    }
    pen.y += LINE;
  });
  pen.y += AFTER;
}

export function drawText(pen: Pen, text: string, style: TextStyle, leading: number): void {
  for (const line of wrap(text, style, RIGHT - LEFT)) {
    pen.room(leading);
    pen.pdf.text(LEFT, pen.y, line, style);
    pen.y += leading;
  }
  pen.y += AFTER;
}

/** The rows of a sum stay together: a total alone on a page is a total of nothing. */
export function drawSum(pen: Pen, { rows }: SumTable): void {
  const { pdf, faces: { regular, strong } } = pen;
  pen.room(rows.length * 5.2 + 4);
  pen.y += 1;
  for (const { label, amount, kind } of rows) {
    const total = kind === "total";
    const ink: Ink = kind === "credit" ? INK.credit : INK.ink;
    const figure: TextStyle = { font: total ? strong : regular, size: total ? 11 : 9.5, ink, align: "right", tabular: true };
    pdf.text(78, pen.y, label, { font: total ? strong : regular, size: total ? 10 : 9, ink: total ? INK.ink : INK.soft });
    pdf.text(RIGHT - 2, pen.y, amount, figure);
    if (total) for (const under of [1.5, 2.2]) pdf.rule(RIGHT - 2 - widthOf(amount, figure), pen.y + under, RIGHT - 2, pen.y + under, 0.25, INK.ink);
    pen.y += total ? 6.6 : 5.2;
  }
}

function drawPay(pen: Pen, { transfer, code }: PayPart): void {
  if (!transfer) return;
  const { pdf, faces: { regular, strong } } = pen;
  const hint = wrap(transfer.hint, { font: regular, size: 8 }, code ? 118 : 160);
  const height = Math.max(code ? 42 : 0, 12 + transfer.rows.length * 4.8 + hint.length * 3.8 + 2);
  pen.room(height + 4);
  const top = pen.y - 2;
  pdf.box(LEFT, top, RIGHT - LEFT, height, INK.well);
  pdf.text(LEFT + 4, top + 6.5, transfer.title, { font: strong, size: 10, ink: INK.ink });
  const values = LEFT + 8 + Math.max(24, ...transfer.rows.map(({ label }) => widthOf(label, { font: regular, size: 9 })));
  transfer.rows.forEach(({ label, value }, n) => {
    const y = top + 12.5 + 4.8 * n;
    pdf.text(LEFT + 4, y, label, { font: regular, size: 9, ink: INK.meta });
    pdf.text(values, y, value, { font: n === 0 ? strong : regular, size: 9.5, ink: INK.ink, tabular: true });
  });
  hint.forEach((line, n) => pdf.text(LEFT + 4, top + 13.5 + 4.8 * transfer.rows.length + 3.8 * n, line, { font: regular, size: 8, ink: INK.meta }));
  if (code) drawCode(pen, code, top);
  pen.y = top + height + 7;
}

/** 30 mm of code on white, with the four dots of quiet that readers want. */
function drawCode({ pdf, faces: { regular } }: Pen, { payload, hint }: NonNullable<PayPart["code"]>, top: number): void {
  const modules = codeModules(payload);
  const dot = 30 / (modules.length + 8);
  const [x, y] = [RIGHT - 34, top + 3];
  pdf.box(x, y, 30, 30, [255, 255, 255]);
  modules.forEach((row, r) => {
    for (let c = 0; c < row.length; ) {
      let end = c;
      while (row[end]) end++;
      if (end > c) pdf.box(x + (c + 4) * dot, y + (r + 4) * dot, (end - c) * dot, dot, [0, 0, 0]);
      c = end + 1;
    }
  });
  wrap(hint, { font: regular, size: 6.5 }, 34).forEach((line, n) => pdf.text(x - 1, y + 33 + 2.8 * n, line, { font: regular, size: 6.5, ink: INK.meta }));
}

function drawSignature(pen: Pen, { name, lines }: Extract<SheetPart, { part: "signature" }>): void {
  const { pdf, faces: { regular, strong } } = pen;
  pen.room(16 + 4.4 * lines.length);
  pen.y += 12;
  pdf.text(LEFT, pen.y, name, { font: strong, size: SIZE, ink: INK.ink });
  lines.forEach((line, n) => pdf.text(LEFT, pen.y + 4.8 + 4.4 * n, line, { font: regular, size: 9, ink: INK.soft }));
  pen.y += 6 + 4.4 * lines.length;
}
