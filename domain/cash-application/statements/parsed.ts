// Statements and advices between the function that parses strangers' bytes and the one that keeps what they say: JSON, amounts as exact integers with an "n".

/** What is asked of the parser. */
export type ParseOrder = { readonly tenant: string; readonly runId: string; readonly key: string; readonly fileName: string; readonly as: "statement" | "advice" };

/** In the lake. */
export const parsedKeyOf = (tenant: string, runId: string): string => `ingestion/${tenant}/${runId}/statements.json`;

export const toParsed = (read: readonly object[]): string => JSON.stringify(read, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));

/** Only fields that hold amounts come back as bigint: a text like "12n" is somebody's words. */
export const fromParsed = <T>(text: string): T[] => JSON.parse(text, (key, value: unknown) => (amounts.has(key) && typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value)) as T[];
const amounts: ReadonlySet<string> = new Set(["amount", "total", "gross", "discount", "paid"]);
