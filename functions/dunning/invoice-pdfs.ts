// The documents themselves, from the archive whose address the tenant gave (correspondence). One that is not found is not found: nobody waits for it.
import type { Correspondence } from "#domain/dunning/correspondence/schema.ts";

const AT_ONCE = 6;
const PATIENCE_MS = 4000;
/** As many as are fetched within the door's time. */
const MOST = 30;
const LARGEST_BYTES = 5_000_000;

export type FoundInvoice = { readonly number: string; readonly pdf: Uint8Array | undefined };

export async function invoicePdfs(numbers: readonly string[], customer: string, { invoicePdf }: Pick<Correspondence, "invoicePdf">): Promise<FoundInvoice[]> {
  const found = new Map<string, Uint8Array>();
  const waiting = invoicePdf ? numbers.slice(0, MOST) : [];
  const worker = async (): Promise<void> => {
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      const pdf = await fetched(invoicePdf!.replaceAll("{number}", encodeURIComponent(number)).replaceAll("{customer}", encodeURIComponent(customer)));
      if (pdf) found.set(number, pdf);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return numbers.map((number) => ({ number, pdf: found.get(number) }));
}

async function fetched(url: string): Promise<Uint8Array | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
    const body = response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    return body && body.length <= LARGEST_BYTES && Buffer.from(body.subarray(0, 5)).toString("latin1") === "%PDF-" ? body : undefined;
  } catch {
    return undefined;
  }
}
