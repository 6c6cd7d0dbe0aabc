import type { UserId } from "#domain/id.ts";

/**
 * Who did it: a person, a program with a token of its own, a customer's contact in the portal, a file that a source sent, or a rule of ours with
 * its version.
 */
export type Actor =
  | { readonly type: "user"; readonly id: UserId; readonly name: string }
  | { readonly type: "client"; readonly id: string; readonly name: string }
  | { readonly type: "contact"; readonly id: string; readonly name: string }
  | { readonly type: "source"; readonly id: string; readonly run: string }
  | { readonly type: "rule"; readonly id: string; readonly version: number };
