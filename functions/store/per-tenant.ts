// A store is made once per tenant and process: its entity models take milliseconds to build, and it holds no state but what its requests cost.
// Where a store is exported, the call is marked as pure, so that a bundle that does not use the store leaves it out.
import type { Connection } from "#functions/store/table.ts";

const MOST = 100;

export function perTenant<Store>(make: (tenant: string, connection?: Connection) => Store): (tenant: string, connection?: Connection) => Store {
  const known = new Map<string, Store>();
  return (tenant, connection) => {
    if (connection) return make(tenant, connection);
    const store = known.get(tenant) ?? make(tenant);
    known.set(tenant, store);
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return store;
  };
}
