// OFX as a stream of tags: SGML without end tags (1.x), XML (2.x), and files that declare one and are the other. A leaf is a tag with text behind it.
export type Tag = { readonly name: string; readonly closes: boolean; readonly value: string; readonly at: number; readonly end: number };

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

export function* tagsOf(text: string): Generator<Tag> {
  let at = text.indexOf("<");
  while (at >= 0) {
    const close = text.indexOf(">", at);
    if (close < 0) return;
    // A bracket that never closes ("<STMTT<STMTTRN>") takes no other tag with it.
    at = text.lastIndexOf("<", close);
    const match = /^<(\/?)([A-Za-z][\w.]*)/.exec(text.slice(at, Math.min(close, at + 80)));
    let next = text.indexOf("<", close);
    const value = match ? text.slice(close + 1, next < 0 ? text.length : next) : "";
    const literal = next >= 0 && value.trim() === "" ? literalAt(text, next) : undefined;
    if (literal !== undefined) {
      const over = next + 9 + literal.length;
      next = text.indexOf("<", over);
      if (match) yield { name: match[2]!.toUpperCase(), closes: match[1] === "/", value: literal.trim(), at, end: next < 0 ? text.length : next };
    } else if (match) yield { name: match[2]!.toUpperCase(), closes: match[1] === "/", value: decoded(value.trim()), at, end: close + 1 };
    at = next;
  }
}

/** What a CDATA section at `at` holds. One that does not end soon, or swallows a transaction, is a broken file and no section. */
function literalAt(text: string, at: number): string | undefined {
  if (!text.startsWith("<![CDATA[", at)) return undefined;
  const near = text.slice(at + 9, at + 10_000);
  const literal = near.slice(0, Math.max(0, near.indexOf("]]>")));
  return near.includes("]]>") && !literal.includes("<STMTTRN") ? literal : undefined;
}

const decoded = (value: string): string =>
  value.includes("&") ? value.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|\w{2,6});/gi, (whole, name: string) => entities[name.toLowerCase()] ?? numbered(name) ?? whole) : value;

function numbered(name: string): string | undefined {
  if (!name.startsWith("#")) return undefined;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
}
