// Banks cut the payer's words into lines of a fixed width, through the middle of words and references. A line that fills its width was cut and is joined to the
// next as it is; a shorter one ended by itself, so a blank belongs between. A blank at the cut is the payer's own.
// `firstWidth`: a tag may take room on the first line.
export function rejoined(lines: readonly string[], width: number, firstWidth = width): string {
  let text = "";
  let full = true;
  let blank = true;
  lines.forEach((line, n) => {
    if (line.trim() === "") return;
    const glued = full || blank || /^\s/.test(line);
    text += glued ? line : ` ${line}`;
    blank = /\s/.test(line.at(-1)!);
    full = line.length >= (n === 0 ? firstWidth : width);
  });
  return folded(text);
}

export const folded = (text: string): string => text.replace(/\s+/g, " ").trim();
