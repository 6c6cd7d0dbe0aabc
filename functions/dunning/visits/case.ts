// The link to a case, for the agency or the lawyer whom it was released to. Looking changes nothing (mail scanners look); the button fetches the file, from
// an address of ten minutes, and is noted in the audit. Taken back, the link is as if it had never been.
import { isMessageLanguage } from "#domain/dunning/messages/words.ts";
import { booksOf } from "#functions/dunning/books.ts";
import { offered } from "#functions/dunning/evidence-objects.ts";
import { handOffWords } from "#functions/dunning/hand-off-words.ts";
import { goTo, pageAnswer, type Answer } from "#functions/dunning/visits/page.ts";
import type { Visit } from "#functions/dunning/visits/visit.ts";
import { env } from "#functions/runtime/env.ts";
import { putNote } from "#functions/store/audit-note.ts";
import { tableConnection } from "#functions/store/table.ts";

export async function visitCase({ link: { tenant, customerId, messageId }, form, now }: Visit): Promise<Answer | undefined> {
  const books = booksOf(tenant);
  const [found, customer, entities] = await Promise.all([books.dunning.handOff(messageId ?? ""), books.ledger.customer(customerId), books.ledger.entities()]);
  if (!found || !customer || found.customerId !== customerId || found.state.status !== "released") return undefined;
  const language = isMessageLanguage(found.to.language ?? "") ? found.to.language! : "fr";
  const words = handOffWords[language];
  if (!form) return pageAnswer({ language, ...(entities[0] ? { from: entities[0].name } : {}), title: words.page(customer.legalName ?? customer.name), says: [words.pageSays], form: { button: words.button } });
  const actor = { type: "contact" as const, id: found.id, name: found.to.name };
  await putNote(tenant, tableConnection(tenant), { told: { at: now, action: "hand-off.fetched", outcome: "done", customerId, actor, source: "portal", object: { kind: "customer", id: customerId }, after: { handOff: found.id, sha256: found.state.sha256 } } });
  const { url } = await offered(env("DOCUMENTS_BUCKET").DOCUMENTS_BUCKET, found.state.key, { name: `${found.id}.zip`, contentType: "application/zip", now });
  return goTo(url);
}
