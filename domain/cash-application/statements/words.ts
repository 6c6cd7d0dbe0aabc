// Banks cut the payer's words into lines of a fixed width, through the middle of words and references. A line that fills its width was cut and is joined to the
// next as it is; a shorter one ended by itself, so a blank belongs between. A blank at the cut is the payer's own.
export function rejoined(lines: readonly string[], width: number): string {
  let text = "";
  let full = true;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const glued = full || /\s$/.test(text) || /^\s/.test(line);
    text += glued ? line : ` ${line}`;
    full = line.length >= width;
  }
  return folded(text);
}

export const folded = (text: string): string => text.replace(/\s+/g, " ").trim();
