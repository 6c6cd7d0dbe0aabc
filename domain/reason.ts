/** Why a rule decided as it did: a stable code, and the values that made it so. Clerk, log, audit and test read the same codes. */
export type Reason = { readonly code: string } & Readonly<Record<string, string | number | boolean>>;
