// Which bytes are which letters? A wrong guess turns "Hélène" into "HÃ©lÃ¨ne" in every letter that is sent to her, so nothing is guessed silently.
//
// A byte order mark decides. Without one, the file is UTF-8 if *all* of it is valid UTF-8 (windows-1252 text with one accent practically never is).
// Otherwise it is what the source was told to be, and windows-1252 failing that. The choice comes with its reason and stands on the run.
// A file is checked whole before it is read, in the same pass that takes its checksum: a late invalid byte then never leaves half a file decoded wrongly.
import type { Reason } from "#domain/reason.ts";

export type Encoding = "utf-8" | "windows-1252" | "iso-8859-15" | "utf-16le" | "utf-16be";
export type EncodingChoice = { readonly encoding: Encoding; readonly reasons: readonly Reason[] };

/** Looks at a whole file, chunk by chunk, and answers at the end. */
export function encodingCheck(configured?: Encoding) {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let head = new Uint8Array(0);
  let offset = 0;
  let invalidBefore: number | undefined;
  return {
    push(bytes: Uint8Array): void {
      if (head.length < 3) head = joined(head, bytes.subarray(0, 3));
      offset += bytes.length;
      if (invalidBefore === undefined && !decodes(() => strict.decode(bytes, { stream: true }))) invalidBefore = offset;
    },
    end(): EncodingChoice {
      if (invalidBefore === undefined && !decodes(() => strict.decode())) invalidBefore = offset;
      return chosen(head, invalidBefore, configured);
    },
  };
}

/** For text that is at hand as a whole: a pasted sample, the first block of a file. */
export function encodingOf(bytes: Uint8Array, configured?: Encoding): EncodingChoice {
  const check = encodingCheck(configured);
  check.push(bytes);
  return check.end();
}

/** Bytes to text, chunk by chunk. Never throws: a byte that cannot be becomes U+FFFD, which no key and no amount accepts. The byte order mark is dropped. */
export function textDecoder(encoding: Encoding) {
  const decoder = new TextDecoder(encoding);
  return { push: (bytes: Uint8Array): string => decoder.decode(bytes, { stream: true }), end: (): string => decoder.decode() };
}

function chosen(head: Uint8Array, invalidBefore: number | undefined, configured: Encoding | undefined): EncodingChoice {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf && invalidBefore === undefined) return told("utf-8", { code: "encoding.byte-order-mark" });
  if (head[0] === 0xff && head[1] === 0xfe) return told("utf-16le", { code: "encoding.byte-order-mark" });
  if (head[0] === 0xfe && head[1] === 0xff) return told("utf-16be", { code: "encoding.byte-order-mark" });
  if (configured === "utf-16le") return told("utf-16le", { code: "encoding.configured" });
  if (invalidBefore === undefined) return told("utf-8", { code: "encoding.valid-utf-8" });
  const fallback = configured && configured !== "utf-8" ? configured : "windows-1252";
  return told(fallback, { code: "encoding.not-utf-8", before: invalidBefore }, { code: configured === fallback ? "encoding.configured" : "encoding.default" });
}

const told = (encoding: Encoding, ...reasons: Reason[]): EncodingChoice => ({ encoding, reasons: reasons.map((reason) => ({ ...reason, encoding })) });

function decodes(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
