// What is wrong with the text of a message, in words.
import type { Answer } from "#lib/api/client.ts";
import * as m from "#lib/paraglide/messages.js";

export type Template = Answer<"GET /dunning/templates/{id}/{language}">;
export type Fault = Template["versions"][number]["faults"][number];
const parts = { subject: m.tpl_subject, preheader: m.tpl_preheader, body: m.tpl_body, sms: m.tpl_sms } as const;
const mentions: Readonly<Record<string, () => string>> = { "notice-word": m.fault_mention_notice_word, deadline: m.fault_mention_deadline, sum: m.fault_mention_sum };

export function faultWords(fault: Fault): string {
  const at = parts[fault.at]();
  const name = String(fault.variable ?? fault.block ?? "");
  const words: Readonly<Record<string, () => string>> = {
    "template.syntax": () => m.fault_syntax({ at, detail: String(fault.detail ?? "") }), "template.unknown-variable": () => m.fault_unknown_variable({ at, name }), "template.unguarded-variable": () => m.fault_unguarded({ at, name }),
    "template.unknown-block": () => m.fault_unknown_block({ name }), "template.missing-block": () => m.fault_missing_block({ name }), "template.empty": () => m.fault_empty({ at }), "template.subject-too-long": m.fault_subject_long,
    "template.markup": () => m.fault_markup({ at }), "template.fixed-amount": () => m.fault_fixed_amount({ at }), "template.missing-mention": () => mentions[String(fault.mention)]?.() ?? m.why_other({ code: fault.code }),
  };
  return words[fault.code]?.() ?? m.why_other({ code: fault.code });
}
