// The little XML that S3 speaks: flat, without attributes that matter. Documents with declarations of their own (DOCTYPE, CDATA) are refused
// rather than misread.
export const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

export const element = (name: string, content: string | number | boolean, { raw = false, xmlns }: { raw?: boolean; xmlns?: string } = {}) =>
  `<${name}${xmlns === undefined ? "" : ` xmlns="${xmlns}"`}>${raw ? content : escaped(String(content))}</${name}>`;

/** The inner texts of all elements of that name, not unescaped: they may hold further elements. */
export const inner = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}\\s*>)`, "g"))].map((found) => found[1] ?? "");

export const innerText = (xml: string, name: string): string | undefined => {
  const found = inner(xml, name)[0];
  return found === undefined ? undefined : unescaped(found);
};

export const isPlain = (xml: string) => !/<!/.test(xml);

const escaped = (text: string) => text.replace(/[&<>"'\p{Cc}]/gu, (char) => NAMED[char] ?? `&#x${char.charCodeAt(0).toString(16)};`);
const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

const unescaped = (text: string) =>
  text.replace(/&(#x[\da-f]+|#\d+|amp|lt|gt|quot|apos);/gi, (whole, entity: string) => {
    if (entity.startsWith("#x")) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16));
    if (entity.startsWith("#")) return String.fromCodePoint(Number(entity.slice(1)));
    return Object.keys(NAMED).find((char) => NAMED[char] === whole) ?? whole;
  });
