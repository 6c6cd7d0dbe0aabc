// What to do next about a payment, in words.
import type { NextStep, Question } from "#domain/cash-application/next-step.ts";
import { counted } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

const words: Readonly<Record<Question, () => string>> = {
  "which-documents": m.question_which, "why-short": m.question_short, "what-for": m.question_what_for, "paid-twice": m.question_twice, "which-advance": m.question_advance, "wrong-company": m.question_company,
};
export const questionWord = (question: string): string => words[question as Question]?.() ?? question;

export function stepWords(step: NextStep): string {
  if (step.code === "ask") return m.step_ask({ question: questionWord(step.question) });
  if (step.code === "wait") return m.step_wait(counted(step.days));
  if (step.code === "ask-again") return m.step_ask_again(counted(step.days));
  return { confirm: m.step_confirm, "find-payer": m.step_find_payer, "set-aside": m.step_set_aside, "match-by-hand": m.step_by_hand }[step.code]();
}
