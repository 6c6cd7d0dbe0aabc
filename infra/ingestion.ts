// Ingestion: a file that arrived becomes changes of the ledger, in four steps with a queue before each.
import { Construct } from "constructs";
import { ingestionRoutes } from "#domain/ingestion/routes.ts";
import { catalogue } from "#events/catalogue.ts";
import type { Door } from "#infra/door.ts";
import { read, sendTo, useBucket, useTable, useTenantTable, write } from "#infra/parts/allow.ts";
import { follow, work } from "#infra/parts/consume.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { serve } from "#infra/parts/routes.ts";
import type { Storage } from "#infra/storage.ts";

/** Chunks on their way to the ledger, and what each source said last. */
const staging = { under: "ingestion/" } as const;

export class Ingestion extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const { alarms } = door;
    const reading = new HouseQueue(this, "read", { reader: "ingestion/read-file", alarms, tries: 3, impact: "Files that arrived are not read: their source shows yesterday's receivables." });
    const applying = new HouseQueue(this, "apply", { reader: "ingestion/apply-chunk", alarms, impact: "Part of a file is not in the ledger: some customers show wrong balances, and the import does not end." });
    const completing = new HouseQueue(this, "complete", { reader: "ingestion/complete-run", alarms, impact: "An import that is applied does not show as done, and the source's next file waits." });

    const statements = new HouseQueue(this, "statement", { reader: "ingestion/parse-statement", alarms, tries: 3, impact: "Bank statements that arrived are not read: nobody sees what was paid, and reminders go to customers who have paid." });

    const receive = houseFunction(this, "ingestion/receive-file");
    useTable(receive, storage.table, [...read, "PutItem"]);
    sendTo(receive, reading.queue, "READ_QUEUE_URL");
    work(receive, storage.arrivals, { batch: 10 });

    const readFile = houseFunction(this, "ingestion/read-file");
    useTable(readFile, storage.table, [...read, ...write]);
    useBucket(readFile, "inbox", { actions: ["GetObject"] });
    useBucket(readFile, "lake", { ...staging, actions: ["GetObject", "PutObject"] });
    sendTo(readFile, applying.queue, "APPLY_QUEUE_URL");
    sendTo(readFile, reading.queue, "READ_QUEUE_URL");
    sendTo(readFile, statements.queue, "STATEMENT_QUEUE_URL");
    work(readFile, reading, { together: 10 });

    // Bytes that anybody may have written are parsed where there is no key to the table.
    const parse = houseFunction(this, "ingestion/parse-statement");
    useBucket(parse, "inbox", { actions: ["GetObject"] });
    useBucket(parse, "lake", { ...staging, actions: ["PutObject"] });
    sendTo(parse, reading.queue, "READ_QUEUE_URL");
    work(parse, statements, { together: 4 });

    const apply = houseFunction(this, "ingestion/apply-chunk");
    useTable(apply, storage.table, [...read, ...write]);
    useBucket(apply, "lake", { ...staging, actions: ["GetObject"] });
    // A new on-demand table takes 4,000 writes a second; twenty of these write about that much.
    work(apply, applying, { together: 20 });

    const complete = houseFunction(this, "ingestion/complete-run");
    useTable(complete, storage.table, [...read, "PutItem"]);
    sendTo(complete, reading.queue, "READ_QUEUE_URL");
    follow(this, "complete", storage, completing, [catalogue.historyCaughtUp]);
    work(complete, completing);

    const api = houseFunction(this, "ingestion/api");
    useTenantTable(api, storage.table, "write");
    useBucket(api, "inbox", { actions: ["GetObject", "PutObject"] });
    sendTo(api, reading.queue, "READ_QUEUE_URL");
    serve(this, door, api, ingestionRoutes);
  }
}
