// The table, as the functions of ingestion see it.
import { accessStore } from "#functions/store/access.ts";
import { ingestionStore, type IngestionStore } from "#functions/store/ingestion.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";

export type Stores = { readonly imports: IngestionStore; readonly ledger: LedgerStore; readonly access: ReturnType<typeof accessStore> };

/** Made once per tenant and process: a store holds no state but what its requests cost. */
export function storesOf(tenant: string): Stores {
  const known = remembered.get(tenant);
  if (known) return known;
  const stores = { imports: ingestionStore(tenant), ledger: ledgerStore(tenant), access: accessStore(tenant) };
  remembered.set(tenant, stores);
  return stores;
}
const remembered = new Map<string, Stores>();
