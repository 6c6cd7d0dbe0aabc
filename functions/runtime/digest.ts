import { hash } from "node:crypto";
import type { Digest } from "#domain/id.ts";

/** SHA-256, 132 bits of it, in characters that are safe in keys. */
export const digest: Digest = (text) => hash("sha256", text, "base64url").slice(0, 22);
