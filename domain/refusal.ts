/** A decision that the rules say no to. It is an answer, not an exception; `code` becomes the HTTP status and the sentence on screen. */
export type Refused<Code extends string = string> = {
  readonly type: "Refused";
  readonly code: Code;
  readonly values?: Readonly<Record<string, string | number>>;
};

export const refused = <Code extends string>(code: Code, values?: Refused["values"]): Refused<Code> =>
  values ? { type: "Refused", code, values } : { type: "Refused", code };

export const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === "object" && answer !== null && (answer as { type?: unknown }).type === "Refused";
