// Repairing what could not be read. A rule may suggest, a person decides; the row is then read again by the same reader, whole.
import type { Reject } from "#domain/ingestion/schema.ts";

/** The repair that takes every suggestion as it is. Undefined when no rule knows one. */
export const suggestedRepair = ({ field, suggestion }: Pick<Reject, "field" | "suggestion">): Record<string, string> | undefined => (suggestion === undefined || field === "" ? undefined : { [field]: suggestion });

/** What a replay reads again: the lines that were repaired or asked for, and the other rows of the same documents. */
export function toReplay<R extends Pick<Reject, "line" | "state"> & { readonly recordId?: string | undefined }>(rejects: readonly R[], lines: ReadonlySet<number>): R[] {
  const open = rejects.filter(({ state }) => state === "open" || state === "repaired");
  const documents = new Set(open.filter(({ line }) => lines.has(line)).flatMap(({ recordId }) => recordId ?? []));
  return open.filter(({ line, recordId }) => lines.has(line) || (recordId !== undefined && documents.has(recordId)));
}
