// One table for everything that is true now. Partitions are what is read and changed together: a customer's account, the tenant's settings, a run.
//
// Every key of every index begins with the tenant, and that is enforced here, once, on what really goes to DynamoDB: a request with a key
// of another tenant (or of none) never leaves the process. No entity, no typing error and no forged id can get around it.
//
// kind         | pk                 | sk                   | gsi1pk                          | gsi1sk
// -------------|--------------------|----------------------|---------------------------------|---------------------
// tenant       | {t}#T              | A                    |                                 |
// user         | {t}#T              | U#{id}               | {t}#L#MAIL#{mail}               | U
// role         | {t}#T              | R#{id}               |                                 |
// settings-list| {t}#T              | G#{name}             |                                 |
// legal-entity | {t}#T              | E#{id}               |                                 |
// rate         | {t}#T              | X#{from}#{to}#{on}   |                                 |
// customer     | {t}#C#{customer}   | A                    | {t}#L#CUST#{code space}#{code}  | {customer}
// contact      | {t}#C#{customer}   | B#{id}               |                                 |
// holding      | {t}#C#{customer}   | H#{since}            | {t}#H#{holder}                  | {since}#{customer}
// item         | {t}#C#{customer}   | I#{id}               | {t}#N#{number}                  | {customer}#{id}
// commitment   | {t}#C#{customer}   | O#{id}               |                                 |
// A customer is found by its time zone too, in gsi2: {t}#Z#{zone} and {shard}#{customer} (customer.ts), for rounds over everybody.
//
// The sources, runs, rejects and chunks of imports are in ingestion.ts, with their own table of keys. A test holds both against the entities.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { atWork } from "#functions/runtime/acting.ts";
import { env } from "#functions/runtime/env.ts";
import { noteDeletes } from "#functions/store/audit-note.ts";
import { partitionsOf, writes, type Command } from "#functions/store/partitions.ts";
import { deletedKeys, stampWrites } from "#functions/store/stamp.ts";
import { tenantCredentials } from "#functions/store/tenant-session.ts";

/** What is no tenant's: counts by address, and lists of where there is something to do. Nobody's token can name it, and its writes are not audited. */
export const SYSTEM = "~sys";

export type Connection = { readonly client: DynamoDBDocumentClient; readonly table: string };
export type Consumed = { read: number; write: number };

/** What an ElectroDB entity is given: a client that serves one tenant only, and counts what its requests cost. */
export type TenantTable = { readonly client: { send(command: Command): Promise<unknown> }; readonly table: string; readonly consumed: Consumed };

export function tenantTable(tenant: string, { client, table }: Connection = tableConnection(tenant)): TenantTable {
  if (!/^[A-Za-z0-9_.~-]{1,64}$/.test(tenant)) throw new Error(`"${tenant}" cannot be a tenant`);
  const consumed: Consumed = { read: 0, write: 0 };
  const send = async (command: Command) => {
    refuseForeignKeys(tenant, command);
    const gone = atWork() && tenant !== SYSTEM ? deletedKeys(command, command instanceof DeleteCommand) : [];
    if (gone.length > 0) await noteDeletes(tenant, { client, table }, gone);
    if (tenant !== SYSTEM) stampWrites(command);
    command.input.ReturnConsumedCapacity = "TOTAL";
    const answer = await client.send(command as never);
    count(consumed, command, answer);
    return answer;
  };
  return { client: { send }, table, consumed };
}

const connected = new Map<string, Connection>();
/** With the tenant's own session where there is one (tenant-session.ts), else one for all. */
export function tableConnection(tenant: string): Connection {
  const credentials = tenantCredentials(tenant);
  const whose = credentials ? tenant : "";
  const known = connected.get(whose) ?? { client: documentClient(new DynamoDBClient(credentials ? { credentials } : {})), table: env("TABLE").TABLE };
  connected.set(whose, known);
  return known;
}

/** Amounts are bigint: written as numbers of up to 38 digits, and read back exactly, also beyond 2^53. */
export const documentClient = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true }, unmarshallOptions: { wrapNumbers: exactNumber } });

export function exactNumber(text: string): number | bigint {
  const near = Number(text);
  return !Number.isInteger(near) || Number.isSafeInteger(near) ? near : BigInt(text);
}

function refuseForeignKeys(tenant: string, command: Command): void {
  const partitions = partitionsOf(command);
  if (partitions.length === 0) throw new Error(`a request names no partition of a tenant: ${Object.keys(command.input).join(", ")}`);
  const foreign = partitions.find((key) => typeof key !== "string" || !key.startsWith(`${tenant}#`));
  if (foreign !== undefined) throw new Error(`a request of tenant ${tenant} reaches for the key ${String(foreign)}`);
}

function count(consumed: Consumed, command: Command, answer: unknown): void {
  const capacity = (answer as { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] }).ConsumedCapacity;
  const units = [capacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  if (writes(command)) consumed.write += units;
  else consumed.read += units;
}
