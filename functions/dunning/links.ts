// The links in a message: signed, so that nobody makes one up or changes whom it is about, and readable without asking the store. They say who and what
// for, never how much: the amount is that of the moment somebody opens it.
import type { CustomerId } from "#domain/id.ts";
import { createHmac, timingSafeEqual } from "node:crypto";

export const linkPurposes = ["pay", "paid", "wrong-contact", "document", "portal", "case"] as const;
export type LinkPurpose = (typeof linkPurposes)[number];
export type Link = { readonly purpose: LinkPurpose; readonly tenant: string; readonly customerId: CustomerId; readonly messageId?: string; /** Of a document: which item. */ readonly itemId?: string; /** Epoch seconds. */ readonly until: number };

/** 256 bits of a key, and of the signature 128: enough that nobody finds one by trying, short enough for a line of text. */
export function signLink(link: Link, key: Uint8Array): string {
  const body = Buffer.from([link.purpose, link.tenant, link.customerId, link.messageId ?? "", link.itemId ?? "", link.until.toString(36)].join("|")).toString("base64url");
  return `${body}.${signature(body, key)}`;
}

/** The link, if it is one of ours and still holds. What is wrong with another is nobody's business. */
export function readLink(token: string, key: Uint8Array, now: string): Link | "expired" | undefined {
  const [body = "", given = ""] = token.split(".");
  const expected = Buffer.from(signature(body, key));
  const told = Buffer.from(given);
  if (expected.length !== told.length || !timingSafeEqual(expected, told)) return undefined;
  const [purpose, tenant = "", customerId = "", messageId, itemId, until = ""] = Buffer.from(body, "base64url").toString("utf8").split("|");
  const known = linkPurposes.find((one) => one === purpose);
  if (!known) return undefined;
  if (Number.parseInt(until, 36) * 1000 < Date.parse(now)) return "expired";
  return { purpose: known, tenant, customerId: customerId as CustomerId, ...(messageId ? { messageId } : {}), ...(itemId ? { itemId } : {}), until: Number.parseInt(until, 36) };
}

const signature = (body: string, key: Uint8Array): string => createHmac("sha256", key).update(body).digest().subarray(0, 16).toString("base64url");
