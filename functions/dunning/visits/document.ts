// An invoice's PDF for whoever holds its link: fetched from the archive by us, so that the archive's own address stays ours. What is not there, not a PDF or
// too large is missing.
import type { Customer } from "#domain/ledger/schema.ts";
import type { Books } from "#functions/dunning/books.ts";
import type { Link } from "#functions/dunning/links.ts";
import type { Answer } from "#functions/dunning/visits/page.ts";
import { logger } from "#functions/runtime/log.ts";
import { correspondenceStore } from "#functions/store/correspondence.ts";

/** A function's answer holds six megabytes, and base64 takes a third of them. */
const MOST = 4_400_000;

export async function invoicePdf({ ledger }: Books, { tenant, itemId }: Link, { id, code }: Customer): Promise<Answer | undefined> {
  const { invoicePdf: pattern } = await correspondenceStore(tenant).read();
  const item = (await ledger.items(id)).find((one) => one.id === itemId);
  if (!pattern || !item) return undefined;
  const url = pattern.replaceAll("{number}", encodeURIComponent(item.number)).replaceAll("{customer}", encodeURIComponent(code));
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(8_000), redirect: "error" });
    const body = Buffer.from(await response.arrayBuffer());
    if (!response.ok || body.length > MOST || body.subarray(0, 5).toString("latin1") !== "%PDF-") return undefined;
    const headers = { "content-type": "application/pdf", "content-disposition": `inline; filename="${item.number.replace(/[^A-Za-z0-9_.-]+/g, "_")}.pdf"`, "cache-control": "no-store", "x-robots-tag": "noindex" };
    return { statusCode: 200, headers, body: body.toString("base64"), isBase64Encoded: true };
  } catch (error) {
    logger.warn("the archive gave no PDF", { tenant, item: item.id, error: error as Error });
    return undefined;
  }
}
