// PutEvents, entry by entry: one that is wrong is told so, the others are taken.
import type { NewEvent } from "./bus-event.ts";

export type Entry = {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Time?: number;
  readonly Resources?: readonly string[];
  readonly EventBusName?: string;
};
export type EntryError = { readonly ErrorCode: string; readonly ErrorMessage: string };

export const MAX_ENTRIES = 10;
/** AWS counts source, detail type, detail, resources and 14 bytes for a time. */
const MAX_BYTES = 256 * 1024;

export const sizeOf = ({ Source = "", DetailType = "", Detail = "", Resources = [], Time }: Entry): number =>
  [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);

export const isTooLarge = (entries: readonly Entry[]): boolean => entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MAX_BYTES;

export const readEntry = (entry: Entry, now: number): NewEvent | EntryError => {
  for (const field of ["Source", "DetailType", "Detail"] as const)
    if (!entry[field]) return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${field} is not valid. Reason: ${field} is a required argument.` };
  const { Source = "", DetailType = "", Detail = "", Time, Resources = [] } = entry;
  if (Source.startsWith("aws.")) return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  const detail = objectIn(Detail);
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  return { source: Source, "detail-type": DetailType, time: new Date(Time === undefined ? now : Time * 1000).toISOString(), resources: Resources, detail };
};

const objectIn = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
