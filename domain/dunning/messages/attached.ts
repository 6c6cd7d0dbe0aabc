// Which documents lie beside a mail, by what its step asks for. Each is linked in the table as well: the link is for whoever looks, the file for whoever books.
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import type { Attachment } from "#domain/dunning/policy/schema.ts";

/** Numbers, each once, in the order of the table; of the credits only what is a credit note. */
export function documentsAttached(attachments: readonly Attachment[], { lines, notDue = [], credits = [] }: Pick<MessageContent, "lines" | "notDue" | "credits">): string[] {
  const all = attachments.includes("invoices");
  const invoices = all ? [...lines, ...notDue] : attachments.includes("overdue-invoices") ? lines.filter(({ daysLate }) => daysLate > 0) : [];
  const notes = attachments.includes("credit-notes") ? credits.filter(({ kind }) => kind === "credit-note") : [];
  return [...new Set([...invoices, ...notes].map(({ number }) => number))];
}
