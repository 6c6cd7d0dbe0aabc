// Text into lines of a width: broken at ordinary spaces only, so that an amount keeps its currency. A word wider than the line is cut.
import { widthOf, type TextStyle } from "#functions/dunning/documents/pdf/file.ts";
import type { Run } from "#domain/dunning/messages/sheet.ts";
import type { Font } from "#functions/dunning/documents/pdf/font.ts";

export function wrap(text: string, style: TextStyle, width: number): string[] {
  return wrapRuns([{ text, strong: false }], { regular: style.font, strong: style.font }, style.size, width).map((words) => words.map(({ text: word }) => word).join(" "));
}

export type Word = { readonly text: string; readonly font: Font };

/** Words of a line, each in its face: a sentence may be strong in the middle. */
export function wrapRuns(runs: readonly Run[], { regular, strong }: { readonly regular: Font; readonly strong: Font }, size: number, width: number): Word[][] {
  const words = wordsIn(runs, regular, strong).flatMap((word) => cut(word, size, width));
  const lines: Word[][] = [];
  let line: Word[] = [];
  let length = 0;
  for (const word of words) {
    const own = widthOf(word.text, { font: word.font, size });
    const gap = line.length === 0 ? 0 : widthOf(" ", { font: word.font, size });
    if (line.length > 0 && length + gap + own > width) {
      lines.push(line);
      line = [];
      length = 0;
    }
    length += (line.length === 0 ? 0 : gap) + own;
    line.push(word);
  }
  return line.length > 0 ? [...lines, line] : lines;
}

/** A full stop after a strong word belongs to it, not to the next line. */
function wordsIn(runs: readonly Run[], regular: Font, strong: Font): Word[] {
  const words: Word[] = [];
  let glued = false;
  for (const run of runs) {
    const font = run.strong ? strong : regular;
    run.text.split(" ").forEach((text, n) => {
      if (n === 0 && glued && text !== "" && words.length > 0 && /^\u00a0?[.,;:!?)»]+$/.test(text)) words[words.length - 1] = { text: words.at(-1)!.text + text, font: words.at(-1)!.font };
      else if (text !== "") words.push({ text, font });
    });
    glued = !run.text.endsWith(" ");
  }
  return words;
}

function cut(word: Word, size: number, width: number): Word[] {
  if (widthOf(word.text, { font: word.font, size }) <= width) return [word];
  const parts: string[] = [""];
  for (const char of word.text) {
    if (widthOf(parts.at(-1)! + char, { font: word.font, size }) > width && parts.at(-1) !== "") parts.push("");
    parts[parts.length - 1] += char;
  }
  return parts.map((text) => ({ text, font: word.font }));
}
