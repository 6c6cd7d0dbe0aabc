// Reminders speak of instalments. An item that is open is the instalments of it that are: the item itself when there is one.
import type { Answer } from "#lib/api/client.ts";
import { isNothing, type MoneyJson } from "#lib/format/format.ts";

type Item = Answer<"GET /customers/{id}/open-items">["items"][number];
export type OpenInstalment = { readonly key: string; readonly number: string; readonly dueOn: string; readonly open: MoneyJson };

export const lineKeys = (items: readonly Item[]): OpenInstalment[] =>
  items.flatMap(({ id, number, dueOn, open, instalments }) => {
    const parts = instalments.filter((part) => !isNothing(part.open));
    if (parts.length === 0) return [{ key: `${id}~1`, number, dueOn, open }];
    return parts.map((part) => ({ key: `${id}~${part.n}`, number: instalments.length > 1 ? `${number} (${part.n}/${instalments.length})` : number, dueOn: part.dueOn, open: part.open }));
  });
