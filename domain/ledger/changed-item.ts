// The next state of an item, once the postings that explain it are written: its balances are their sum, and its fact names them.
import type { Actor } from "#domain/actor.ts";
import type { Digest } from "#domain/id.ts";
import { fold } from "#domain/ledger/fold.ts";
import type { Journal } from "#domain/ledger/journal.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";
import { money, toJson } from "#domain/money.ts";
import type { ItemFact } from "#events/ledger.ts";

export type ItemState = Omit<Item, "postings" | "openMinor" | "openEntityMinor" | "disputedMinor" | "version">;
/** Who changed it, when, and the id of the message, run or act that made them. */
export type Cause = { readonly actor: Actor; readonly causedBy: string; readonly now: string; readonly digest: Digest };

export function changedItem(current: Item | undefined, state: ItemState, book: Journal, cause: Cause): { readonly item: Item; readonly facts: readonly ItemFact[] } {
  const open = book.open();
  const balances = { openMinor: open.minor, openEntityMinor: open.entityMinor, disputedMinor: open.disputedMinor };
  const item: Item = { ...state, ...balances, postings: fold(current?.postings ?? [], book.written(), cause.digest), version: (current?.version ?? 0) + 1 };
  return { item, facts: factsOf(current, item, book.written(), cause) };
}

function factsOf(current: Item | undefined, item: Item, written: readonly Posting[], { now, causedBy, actor }: Cause): ItemFact[] {
  if (current && written.length === 0) return [];
  const name = !current ? "ItemIssued" : item.openMinor === 0n && current.openMinor !== 0n ? "ItemSettled" : "ItemChanged";
  const { id: itemId, customerId, entityId, kind, number } = item;
  const data = { itemId, customerId, entityId, kind, number, open: toJson(money(item.openMinor, item.currency)), postings: written.map(({ id }) => id) };
  return [{ name, occurredAt: now, actor, causedBy, data }];
}
