// XML, element by element, through saxes: an element is handed over, with all that is in it, when it ends. The file around it is never held as a tree.
//
// Which elements are handed over is the reader's choice (`wants`, by local names); their ancestors' names come along. Prefixes and namespaces of any kind are
// cut off, because banks use them all. Entities that a file defines itself are not expanded (a small file could become gigabytes), nothing is fetched.
// Broken XML is told with its line, once; what ended before is good. What does not end, or holds something that does not end, is handed over as torn: saxes
// closes everything that is open when an end tag fits nothing, so each end is looked at.
import { SaxesParser } from "saxes";

export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
  readonly line: number;
  /** Offset of its opening tag. */
  readonly at: number;
};

export type XmlReading = {
  /** Is this element to be handed over whole? */
  readonly wants: (name: string, path: readonly string[]) => boolean;
  /** Never nests: where it begins, what was open before is torn. */
  readonly restarts?: (name: string) => boolean;
  readonly onElement: (element: Element, path: readonly string[], raw: string) => void;
  /** Begin and end of elements on the way to the wanted ones. */
  readonly onOpen?: (name: string, attributes: Readonly<Record<string, string>>, line: number, path: readonly string[]) => void;
  readonly onClose?: (name: string, path: readonly string[]) => void;
  /** A wanted element that the file never ends. Of its ancestors the outermost are told, as many as MAX_DEPTH: what never ends is the ancestor of all behind it. */
  readonly onTorn?: (element: Element, path: readonly string[], raw: string) => void;
  readonly onBroken: (line: number, message: string) => void;
};

/** saxes makes an exception of every broken character; a megabyte of them would take minutes. Only the first is wanted. */
class TolerantParser extends SaxesParser {
  firstFault: string | undefined;
  faultLine = 1;
  override fail(message: string): this {
    if (this.firstFault === undefined) {
      this.firstFault = message;
      this.faultLine = this.line;
    }
    return this;
  }
}

const PIECE = 262_144;
/** Deeper than any message; a file of brackets must not exhaust the stack of whoever walks the tree. */
const MAX_DEPTH = 64;

export function readXml(text: string, reading: XmlReading): void {
  const parser = new TolerantParser({ position: true });
  const path: string[] = [];
  const open: Element[] = [];
  let begin = 0;
  let mangled = false;
  let tagStart = 0;
  const local = (name: string): string => name.slice(name.indexOf(":") + 1);
  const lineBreaks = lineCounter(text);

  parser.on("opentagstart", () => void (tagStart = text.lastIndexOf("<", parser.position - 1)));
  parser.on("opentag", (tag) => {
    const name = local(tag.name);
    const line = lineBreaks(tagStart);
    if (open.length > 0 && reading.restarts?.(name)) tear(tagStart);
    const element: Element = { name, attributes: attributesOf(tag.attributes as Record<string, string>), children: [], text: "", line, at: tagStart };
    if (open.length > 0) {
      if (open.length < MAX_DEPTH) open.at(-1)!.children.push(element);
      open.push(element);
    } else if (reading.wants(name, path)) {
      open.push(element);
      begin = tagStart;
      mangled = false;
    } else reading.onOpen?.(name, element.attributes, line, path);
    path.push(name);
  });
  const tear = (end: number): void => {
    const torn = open[0]!;
    reading.onTorn?.(torn, path.slice(0, Math.min(path.length - open.length, MAX_DEPTH)), text.slice(begin, end));
    open.length = 0;
  };
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  const really = (tag: { name: string; isSelfClosing: boolean }): boolean => {
    const end = text.slice(text.lastIndexOf("<", parser.position - 1), parser.position);
    return tag.isSelfClosing || (end.startsWith(`</${tag.name}`) && /^[\s>]/.test(end.slice(tag.name.length + 2)));
  };
  parser.on("closetag", (tag) => {
    const name = path.pop() ?? "";
    if (open.length === 0) return reading.onClose?.(name, path);
    mangled ||= !really(tag);
    if (open.length > 1) return void open.pop();
    const element = open[0]!;
    if (mangled) {
      reading.onTorn?.(element, path, text.slice(begin, parser.position));
      open.length = 0;
    } else {
      open.length = 0;
      reading.onElement(element, path, text.slice(begin, parser.position));
    }
  });

  for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE));
  if (open.length > 0) tear(text.length);
  parser.close();
  if (parser.firstFault !== undefined) reading.onBroken(parser.faultLine, parser.firstFault);
}

const attributesOf = (attributes: Record<string, string>): Record<string, string> => {
  const plain: Record<string, string> = {};
  for (const name of Object.keys(attributes)) plain[name.slice(name.indexOf(":") + 1)] = attributes[name]!;
  return plain;
};

/** Line of an offset, asked in rising order. Each line end is looked for once, for a file may be one line of megabytes. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf("\n");
  return (offset) => {
    for (; next >= 0 && next < offset; next = text.indexOf("\n", next + 1)) line++;
    return line;
  };
}

/** The first descendant along a path of names, "*" for none given. */
export function child(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  let at = element;
  for (const name of names) at = at?.children.find((one) => one.name === name);
  return at;
}

export const childrenOf = (element: Element | undefined, name: string): Element[] => element?.children.filter((one) => one.name === name) ?? [];

/** The trimmed text of a descendant, blanks folded; null where there is none. */
export function textAt(element: Element | undefined, ...names: readonly string[]): string | null {
  const text = child(element, ...names)?.text.replace(/\s+/g, " ").trim();
  return text ? text : null;
}
