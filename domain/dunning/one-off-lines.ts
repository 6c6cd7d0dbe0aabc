// What of an account a message by hand tells: all that is open in a statement, what is not due in a courtesy note, what is late and may be asked for in the
// others. Nothing in it advances: a line that is listed has the level that it had.
import { dayOf } from "#domain/dunning/days.ts";
import { shown } from "#domain/dunning/compose.ts";
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import type { MessageLine } from "#domain/dunning/schema.ts";
import type { Account, Stand } from "#domain/dunning/standing.ts";
import type { Reason } from "#domain/reason.ts";

/** The lines, or why of what is there none may be asked for. */
export type Contribution = { readonly lines: readonly MessageLine[]; readonly reasons: readonly Reason[] };

export function linesByHand(kind: MessageKind, { stands, credits }: Account, today: number): Contribution {
  const late = (stand: Stand): boolean => today > stand.dueDay;
  const mine = kind === "statement" ? stands : stands.filter((stand) => late(stand) !== (kind === "courtesy"));
  const told = kind === "statement" ? mine : mine.filter(({ claimedMinor, blocked }) => claimedMinor > 0n && blocked.every(({ code }) => code === "level-unmapped"));
  if (told.length === 0) return { lines: [], reasons: mine.flatMap(({ blocked }) => blocked) };
  const currencies = new Set(told.map(({ line }) => line.currency));
  const lines = told.map((stand): MessageLine => ({ ...shown(stand.line, kind === "statement" && stand.blocked.length > 0 ? { ...stand, claimedMinor: stand.line.openMinor - stand.line.disputedMinor } : stand, today), level: stand.level, part: "listed" }));
  return { lines: [...lines, ...credits.filter(({ currency }) => currencies.has(currency)).map((credit): MessageLine => ({ ...shown(credit, { claimedMinor: 0n, dueDay: dayOf(credit.dueOn) }, today), level: 0, part: "credit" }))], reasons: [] };
}
