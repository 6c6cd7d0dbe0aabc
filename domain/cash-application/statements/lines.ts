// Lines of a file with their numbers, whichever way they end: LF, CR LF, CR CR LF (a transfer in the wrong mode), or CR alone.
export type Line = { readonly line: number; readonly text: string };

export function* linesIn(text: string): Generator<Line> {
  const end = /\r*\n|\r/g;
  let line = 0;
  let at = 0;
  while (at < text.length) {
    end.lastIndex = at;
    const match = end.exec(text);
    line++;
    yield { line, text: text.slice(at, match?.index) };
    if (!match) return;
    at = match.index + match[0].length;
  }
}
