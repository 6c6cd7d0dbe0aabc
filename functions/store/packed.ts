// Large values as one attribute: JSON in which amounts stay exact, compressed when that saves something. A message about ten thousand items must fit in
// one record (400 KB) beside the account that knows them, and the ids in it repeat far apart, which brotli's long window sees and gzip's does not.
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

const SMALL = 1500;

export function packed(value: unknown): string | Uint8Array {
  const text = JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? { "#": one.toString() } : one));
  if (text.length < SMALL) return text;
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 22 } });
}

export function unpacked<T>(kept: unknown): T {
  const text = typeof kept === "string" ? kept : brotliDecompressSync(kept as Uint8Array).toString("utf8");
  return JSON.parse(text, (_key, one: unknown) => (isAmount(one) ? BigInt(one["#"]) : one)) as T;
}

const isAmount = (one: unknown): one is { "#": string } => typeof one === "object" && one !== null && typeof (one as { "#"?: unknown })["#"] === "string";
