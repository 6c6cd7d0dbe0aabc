// How requests to the table end: done, or a condition was not met because somebody else was faster. Everything else is a defect and is thrown.
export type Saved = "saved" | "conflict";

/** Queries of one account or of the settings read all pages. */
export const all = { pages: "all" } as const;

const conflicts = new Set(["ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException"]);

export async function attempted(request: () => Promise<unknown>): Promise<Saved> {
  try {
    const answer = (await request()) as { canceled?: boolean } | undefined;
    return answer?.canceled ? "conflict" : "saved";
  } catch (error) {
    if (conflicts.has(((error as Error).cause as Error | undefined)?.name ?? "")) return "conflict";
    throw error;
  }
}

type Batch<Row> = { readonly data: readonly Row[]; readonly unprocessed: readonly unknown[] };

/** Reads many keys, a hundred at a time; DynamoDB may leave some for later, and they are asked for again. */
export async function each<Row>(ids: readonly string[], get: (ids: string[]) => Promise<Batch<Row>>, paramsOf: (id: string) => object): Promise<Row[]> {
  const rows: Row[] = [];
  let waiting = [...new Set(ids)];
  while (waiting.length > 0) {
    const part = waiting.slice(0, 100);
    const { data, unprocessed } = await get(part);
    rows.push(...data);
    const later = new Set(unprocessed.map((key) => JSON.stringify(key)));
    const again = later.size > 0 ? part.filter((id) => later.has(JSON.stringify((paramsOf(id) as { Key: unknown }).Key))) : [];
    waiting = [...waiting.slice(100), ...again];
  }
  return rows;
}
