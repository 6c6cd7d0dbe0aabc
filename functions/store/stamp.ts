// Every write that a person, a program or a rule of ours causes carries who it was in the attribute `by`, put there in the one place where all
// writes pass (table.ts). The audit reads it from the table's stream; nothing else does. What an import writes carries none: a file of a million
// rows is audited as one run with its counts, and its items stay within one write unit.
//
// A delete leaves nothing to stamp. So before it a note is written that says who deletes, and what was there.
import { randomUUID } from "node:crypto";
import type { Actor } from "#domain/actor.ts";
import { atWork, type Via } from "#functions/runtime/acting.ts";
import type { Command } from "#functions/store/partitions.ts";

/** a: actor, v: via, b: on behalf of, w: reason, q: request, n: tells this write from any other, also of the same record by the same request. */
export type Stamp = { readonly a: Actor; readonly v: Via; readonly b?: string; readonly w?: string; readonly q: string; readonly n: string };
type Row = Record<string, unknown>;
type Expressed = { UpdateExpression?: string; ExpressionAttributeNames?: Row; ExpressionAttributeValues?: Row };
type Write = { Put?: { Item?: Row }; Update?: Expressed; Delete?: { Key?: Row } };
type BatchWrite = { PutRequest?: { Item?: Row }; DeleteRequest?: { Key?: Row } };
type Input = Expressed & { Item?: Row; Key?: Row; TransactItems?: Write[]; RequestItems?: Record<string, unknown> };

export const STAMP = "by";

/** Changes the command in place. */
export function stampWrites({ input }: Command): void {
  const of = input as Input;
  if (of.Item) stampItem(of.Item);
  if (of.UpdateExpression) stampUpdate(of);
  for (const { Put, Update } of of.TransactItems ?? []) {
    if (Put?.Item) stampItem(Put.Item);
    if (Update) stampUpdate(Update);
  }
  for (const { PutRequest } of batched(of)) if (PutRequest?.Item) stampItem(PutRequest.Item);
}

/** The keys that the command deletes: of a request that looks like a read as well, its class decides. */
export function deletedKeys({ input }: Command, isDelete: boolean): Row[] {
  const of = input as Input;
  const single = isDelete && of.Key ? [of.Key] : [];
  const together = (of.TransactItems ?? []).flatMap(({ Delete }) => (Delete?.Key ? [Delete.Key] : []));
  return [...single, ...together, ...batched(of).flatMap(({ DeleteRequest }) => (DeleteRequest?.Key ? [DeleteRequest.Key] : []))];
}

/** Undefined when nobody of ours is at work: an import, or the set-up of a tenant. */
export function stampNow(): Stamp | undefined {
  const acting = atWork();
  if (!acting) return undefined;
  const { actor, via, onBehalfOf, request, reason } = acting;
  return { a: actor, v: via, ...(onBehalfOf ? { b: onBehalfOf } : {}), ...(reason ? { w: reason.slice(0, 500) } : {}), q: request, n: randomUUID().slice(0, 13) };
}

function stampItem(item: Row): void {
  const stamp = stampNow() ?? fromFact(item);
  if (stamp) item[STAMP] = JSON.stringify(stamp);
}

function stampUpdate(of: Expressed): void {
  const stamp = stampNow();
  if (!stamp || !of.UpdateExpression) return;
  of.UpdateExpression = /\bSET\b/i.test(of.UpdateExpression) ? of.UpdateExpression.replace(/\bSET\b/i, "SET #stamp = :stamp,") : `SET #stamp = :stamp ${of.UpdateExpression}`;
  of.ExpressionAttributeNames = { ...of.ExpressionAttributeNames, "#stamp": STAMP };
  of.ExpressionAttributeValues = { ...of.ExpressionAttributeValues, ":stamp": JSON.stringify(stamp) };
}

/** A rule that runs outside any request says who it is in the fact that it writes (fact.ts). */
function fromFact(item: Row): Stamp | undefined {
  const facts = Array.isArray(item["f"]) ? (item["f"] as { a?: Actor; b?: string; c?: string }[]) : [];
  const told = facts.find(({ a }) => a && a.type !== "source");
  return told?.a && { a: told.a, v: "rule", ...(told.b ? { b: told.b } : {}), q: told.c ?? "", n: randomUUID().slice(0, 13) };
}

const batched = ({ RequestItems = {} }: Input): BatchWrite[] => Object.values(RequestItems).flatMap((of) => (Array.isArray(of) ? (of as BatchWrite[]) : []));
