// The one place where the application reads the clock. On one machine, the local clock can be moved: the runner hands its offset to every invocation.
/** The instant, RFC 3339 in UTC. */
export const now = (): string => new Date(Date.now() + Number(process.env.QUITTANCE_CLOCK_OFFSET_MS ?? 0)).toISOString();
