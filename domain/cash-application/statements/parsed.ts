// Statements between the function that parses a bank's bytes and the one that keeps the payments: JSON, amounts as exact integers with an "n".
import type { Statement } from "#domain/cash-application/statements/statement.ts";

/** What is asked of the parser. */
export type ParseOrder = { readonly tenant: string; readonly runId: string; readonly key: string; readonly fileName: string };

/** In the lake. */
export const parsedKeyOf = (tenant: string, runId: string): string => `ingestion/${tenant}/${runId}/statements.json`;

export const toParsed = (statements: readonly Statement[]): string => JSON.stringify(statements, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));

/** Only fields that hold amounts come back as bigint: a text like "12n" is somebody's words. */
export const fromParsed = (text: string): Statement[] => JSON.parse(text, (key, value: unknown) => (key === "amount" && typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value)) as Statement[];
