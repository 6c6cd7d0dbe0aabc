import { hash } from "node:crypto";
import type { Digest } from "#domain/id.ts";

/** SHA-256, 132 bits of it, in characters that are safe in keys. */
export const digest: Digest = (text) => hash("sha256", text, "base64url").slice(0, 22);

/** SHA-256, all of it: for what must not be found a second time, the chain of the audit and secrets at rest. */
export const fullDigest: Digest = (text) => hash("sha256", text, "base64url");
