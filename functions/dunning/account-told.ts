// One customer's account as a message would tell it, whatever stands against writing to him: for a text that is tried on it, for the statement that goes
// with a reminder, for the file of a lawyer. Nothing is invented here: where nothing is open, there is nothing to tell.
import type { CustomerFile } from "#domain/dunning/group.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import { messageLanguages } from "#domain/dunning/messages/words.ts";
import { byHandKinds, planOneOff } from "#domain/dunning/one-off.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { worldAt } from "#domain/dunning/world.ts";
import type { CustomerId } from "#domain/id.ts";
import type { Refused } from "#domain/refusal.ts";
import { filesOf, situationByHand } from "#functions/dunning/files.ts";
import { contentFor } from "#functions/dunning/content-around.ts";
import type { Office } from "#functions/dunning/office.ts";

/** Undefined when nothing is open. */
export async function accountTold(id: CustomerId, template: Template, office: Office, now: string): Promise<MessageContent | Refused | undefined> {
  const { files: [file] } = await filesOf(office.books, [id], office.house, now, Promise.resolve(new Map()));
  const message = file && messageFor(file, template, now);
  return message && contentFor(message, { ...office, templates: [template] }, now);
}

/** What would be told of this account if nothing stood against it. Without anything late, the account as it stands. */
function messageFor(file: CustomerFile, template: Template, now: string): Message | undefined {
  const { addressGap: _gap, ...whole } = file.party;
  const party = { ...whole, flags: [] };
  const found = situationByHand({ debtorId: party.id }, [{ ...file, party, holds: [], promises: [], signals: [], account: { ...file.account, contacts: [] } }], []);
  if (!found) return undefined;
  const world = worldAt({ now, stale: [], pauses: [], templates: new Map([[template.id, messageLanguages]]) });
  const usual = byHandKinds.has(template.kind) ? template.kind : "statement";
  for (const kind of [usual, "statement"] as const) {
    const made = planOneOff(found.situation, prepare({ ...defaultPolicies[0]!, creditsHoldPercent: 1000 }), world, { by: "usr_preview", batch: "preview", kind, template: template.id, channel: "letter", approvals: [] });
    if ("planned" in made) return { ...made.planned, id: "msg_preview", channels: ["email"], language: template.language, charges: template.kind === "formal-notice" ? "claimed" : "displayed", createdAt: now, state: { status: "planned" }, version: 0 };
  }
  return undefined;
}
