import * as m from "#lib/paraglide/messages.js";

/** The names of the default ageing buckets, from not due to over 120 days. */
export const bucketNames = (): string[] => [m.bucket_0(), m.bucket_1(), m.bucket_2(), m.bucket_3(), m.bucket_4(), m.bucket_5()];
