// Cash application: receipts find their documents. A statement that was read, and a new list of open documents, each set the matching of a tenant going.
import { Construct } from "constructs";
import { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import { deskRoutes } from "#domain/cash-application/desk/routes.ts";
import { cashApplicationRoutes } from "#domain/cash-application/routes.ts";
import { catalogue } from "#events/catalogue.ts";
import type { Door } from "#infra/door.ts";
import { read, useBucket, useTable, useTenantTable, write } from "#infra/parts/allow.ts";
import { follow, work } from "#infra/parts/consume.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { serve } from "#infra/parts/routes.ts";
import type { Storage } from "#infra/storage.ts";

export class CashApplication extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const matching = new HouseQueue(this, "match", { reader: "cash-application/match-payments", alarms: door.alarms, tries: 3, impact: "Customers' payments stop being matched: clerks see them only as waiting, and reminders go to customers who have paid." });
    const match = houseFunction(this, "cash-application/match-payments");
    useTable(match, storage.table, [...read, ...write]);
    useBucket(match, "lake", { under: "open-items/", actions: ["GetObject"] });
    follow(this, "match", storage, matching, [catalogue.statementRead, catalogue.openItemsListed]);
    work(match, matching, { together: 4 });

    const api = houseFunction(this, "cash-application/api");
    useTenantTable(api, storage.table, "write");
    useBucket(api, "lake", { under: "open-items/", actions: ["GetObject"] });
    serve(this, door, api, { ...cashApplicationRoutes, ...deskRoutes });

    const desk = houseFunction(this, "cash-application/matching-api");
    useTenantTable(desk, storage.table, "write");
    serve(this, door, desk, matchingRoutes);
  }
}
