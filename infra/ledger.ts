// Ledger: what the API says about one customer, and the way from a change of the table to the fact on the bus.
import { Construct } from "constructs";
import { ledgerRoutes } from "#domain/ledger/routes.ts";
import type { Door } from "#infra/door.ts";
import { publishTo, useTenantTable } from "#infra/parts/allow.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { serve } from "#infra/parts/routes.ts";
import { followTable } from "#infra/parts/stream.ts";
import type { Storage } from "#infra/storage.ts";

export class Ledger extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const api = houseFunction(this, "ledger/api");
    useTenantTable(api, storage.table, "write");
    serve(this, door, api, ledgerRoutes);

    const publish = houseFunction(this, "ledger/publish-facts");
    publishTo(publish, storage.bus);
    followTable(this, "publish-facts", {
      reader: publish,
      table: storage.table,
      batch: 100,
      alarms: door.alarms,
      impact: "Facts are late or missing: imports do not complete, screens do not move, and other contexts do not react.",
    });
  }
}
