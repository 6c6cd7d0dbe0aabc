// What the books say, read by a few naive lines that share nothing with the reader under test; and what is in the table, as it is.
import { ScanCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { itemFromImage } from "#functions/store/ledger.ts";
import type { Item } from "#domain/ledger/schema.ts";

export type BookLine = { readonly customer: string; readonly on: string; readonly minor: bigint; readonly lettering: string };

/** The 411 lines of a FEC: signed minor units, dated. */
export function bookLines(bytes: Uint8Array): BookLine[] {
  const utf8 = new TextDecoder("utf-8").decode(bytes);
  const text = (utf8.includes("\uFFFD") ? new TextDecoder("windows-1252").decode(bytes) : utf8).replace(/^\uFEFF/, "");
  const [head = "", ...rows] = text.split(/\r?\n/).filter((row) => row.trim());
  const delimiter = ["\t", "|", ";"].toSorted((a, b) => head.split(b).length - head.split(a).length)[0]!;
  const titles = head.split(delimiter).map((title) => title.trim().toLowerCase());
  return rows.flatMap((row) => {
    const cells = row.split(delimiter).map((cell) => cell.trim());
    const cell = (title: string) => cells[titles.indexOf(title)] ?? "";
    if (!cell("comptenum").startsWith("411")) return [];
    const date = cell("ecrituredate");
    return [{ customer: cell("compauxnum") || cell("comptenum"), on: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`, minor: cents(cell("debit")) - cents(cell("credit")), lettering: cell("ecriturelet") }];
  });
}

export const balanceAt = (lines: readonly BookLine[], on: string): bigint => lines.filter((line) => line.on <= on).reduce((sum, { minor }) => sum + minor, 0n);

const cents = (text: string): bigint => {
  const [units = "0", fraction = ""] = (text || "0").replace(",", ".").split(".");
  return BigInt(units.replace("-", "")) * 100n * (text.startsWith("-") ? -1n : 1n) + BigInt(fraction.padEnd(2, "0") || "0") * (text.startsWith("-") ? -1n : 1n);
};

/** Every item in the table, with its postings, by id. */
export async function itemsInTable(dynamodb: DynamoDBClient, table: string): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  let from: Record<string, never> | undefined;
  do {
    const page = await dynamodb.send(new ScanCommand({ TableName: table, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }));
    for (const image of page.Items ?? []) {
      const item = itemFromImage(image as never);
      if (item) found.set(item.id, item);
    }
    from = page.LastEvaluatedKey as never;
  } while (from);
  return found;
}
