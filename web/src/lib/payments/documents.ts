// The documents behind a payment, as they stand in the ledger. Asked once per state of the payment, and ahead of time for those that come next.
import { call, type Answer } from "#lib/api/client.ts";

export type Documents = Answer<"GET /payments/{id}/documents">;
const known = new Map<string, Promise<Documents>>();
const MOST = 60;

export function documentsOf({ id, version }: { readonly id: string; readonly version: number }): Promise<Documents> {
  const key = `${id}|${version}`;
  const found = known.get(key) ?? call("GET /payments/{id}/documents", { params: { id } as never });
  known.set(key, found);
  found.catch(() => known.delete(key));
  if (known.size > MOST) known.delete(known.keys().next().value!);
  return found;
}
