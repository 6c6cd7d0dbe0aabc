// The names of a company's own write-off codes, asked for once, when the first of them is met. The standard ones have words of ours.
import { call } from "#lib/api/client.ts";
import { adjustmentWord } from "#lib/format/payment.ts";
import { codeName } from "#lib/payments/write-offs.ts";

const known: { names: ReadonlyMap<string, string> } = $state({ names: new Map() });
let asked: Promise<void> | undefined;

/** Until it is known, and where it is known no more, a code is shown as it is. */
export function codeWord({ type, code = type }: { readonly type: string; readonly code?: string | undefined }): string {
  const standard = adjustmentWord[code]?.();
  if (standard) return standard;
  asked ??= call("GET /write-off-codes").then(({ items }) => void (known.names = new Map(items.map((one) => [one.code, codeName(one)]))), () => undefined);
  return known.names.get(code) ?? code;
}
