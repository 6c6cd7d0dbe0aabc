// A cursor is the place of the last row that was shown, so a page begins after that row, whatever was added before it meanwhile.
export const toCursor = (place: readonly (string | number | bigint)[]): string => Buffer.from(JSON.stringify(place.map(String))).toString("base64url");

/** Null when it is no cursor of ours. */
export function fromCursor(cursor: string, parts: number): readonly string[] | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(place) && place.length === parts && place.every((part) => typeof part === "string") ? place : null;
  } catch {
    return null;
  }
}
