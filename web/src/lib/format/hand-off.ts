// A case for an agency, a bailiff or a lawyer, in words: how it stands, and what its file lacks.
import type { Answer } from "#lib/api/client.ts";
import * as m from "#lib/paraglide/messages.js";

export type HandOff = Answer<"GET /dunning/hand-offs">["items"][number];
export const recipientWords: Readonly<Record<HandOff["to"]["kind"], () => string>> = { agency: m.hof_agency, lawyer: m.hof_lawyer, bailiff: m.hof_bailiff };
export const statusLooks = {
  proposed: { tone: "warn", word: m.hof_proposed }, released: { tone: "good", word: m.hof_released }, refused: { tone: "off", word: m.hof_refused }, returned: { tone: "off", word: m.hof_returned },
} as const satisfies Record<HandOff["status"], unknown>;

/** Only a case of before does not say which reminder lacks its proof. */
export const missingWords = (gap: HandOff["missing"][number]): string => (gap.code === "invoice" ? m.hof_missing_invoice({ number: gap.number }) : gap.n === undefined ? m.hof_missing_some_proof() : m.hof_missing_proof({ n: gap.n }));
