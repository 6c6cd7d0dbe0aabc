// What a person does next about a payment that no machine could place. The engine's reasons say what is missing; whoever asked somebody waits for the
// answer, a few days, and then asks again. The same code chooses the letter that is prepared (inquiry.ts).
import type { Payment } from "#domain/cash-application/payment.ts";
import { daysBetween, type DateText } from "#domain/date.ts";
import type { Reason } from "#domain/reason.ts";

export const questions = ["which-documents", "why-short", "what-for", "paid-twice", "which-advance", "wrong-company"] as const;
export type Question = (typeof questions)[number];
export type NextStep =
  | { readonly code: "confirm" | "find-payer" | "set-aside" | "match-by-hand" }
  | { readonly code: "ask"; readonly question: Question }
  | { readonly code: "wait"; readonly since: string; readonly days: number }
  | { readonly code: "ask-again"; readonly since: string; readonly days: number };

/** An answer takes a few days; then a second question is no impatience. */
const PATIENCE = 4;
type Looked = Pick<Payment, "status" | "notes"> & { readonly decision?: { readonly reasons: readonly Reason[]; readonly proposals: readonly unknown[] } };

export function nextStep({ status, notes = [], decision }: Looked, today: DateText): NextStep {
  const asked = notes.findLast((note) => note.asked);
  if (asked) {
    const days = daysBetween(asked.at.slice(0, 10), today);
    return { code: days >= PATIENCE ? "ask-again" : "wait", since: asked.at, days };
  }
  const codes = new Set((decision?.reasons ?? []).filter(({ against }) => against).map(({ code }) => code));
  if (codes.has("payment.not-from-a-customer") || codes.has("payment.returned")) return { code: "set-aside" };
  if (status === "proposed" && !codes.has("choice.several") && !codes.has("names.already-paid")) return { code: "confirm" };
  const question = questionOf(codes);
  if (question) return { code: "ask", question };
  return codes.has("payer.unknown") ? { code: "find-payer" } : { code: "match-by-hand" };
}

/** The question that the engine's doubts come down to. */
export function questionOf(codes: ReadonlySet<string>): Question | undefined {
  if (codes.has("names.already-paid") || codes.has("payment.maybe-told-twice") || codes.has("payment.like-a-recent-one")) return "paid-twice";
  if (codes.has("names.another-entity")) return "wrong-company";
  if (codes.has("payment.advance")) return "which-advance";
  if (codes.has("payment.deduction") || codes.has("difference.short") || codes.has("difference.partial")) return "why-short";
  if (codes.has("difference.over")) return "what-for";
  if (codes.has("payer.nothing-fits") || codes.has("choice.several") || codes.has("choice.guess") || codes.has("names.unknown") || codes.has("choice.by-chance")) return "which-documents";
  return undefined;
}
