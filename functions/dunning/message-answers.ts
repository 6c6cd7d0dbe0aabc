// Messages as people see them: of a customer, or of a day; one with its items and reasons; approved or stopped by hand.
import { allows } from "#domain/access/roles.ts";
import { seesMessage } from "#domain/access/scope.ts";
import { approve, entitiesOf, stopped, withdrawApproval } from "#domain/dunning/message.ts";
import type { dunningRoutes } from "#domain/dunning/routes.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { UserId } from "#domain/id.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { messageApprovalWithdrawn, messageApproved, messageStopped } from "#events/dunning.ts";
import type { Books } from "#functions/dunning/books.ts";
import { factOf } from "#functions/dunning/message-fact.ts";
import { presentMessage } from "#functions/dunning/present.ts";
import type { Handlers } from "#functions/runtime/api.ts";

type Routes = "GET /messages" | "GET /messages/{id}" | "POST /messages/{id}/decision";

export const messageAnswers = (booksOf: (tenant: string) => Books): Pick<Handlers<typeof dunningRoutes>, Routes> => ({
  "GET /messages": async ({ query, caller, now }) => {
    const books = booksOf(caller.tenant);
    if (query.customer) {
      const [{ items, nextCursor }, customer] = await Promise.all([books.dunning.messagesOf(query.customer, query), books.ledger.customer(query.customer)]);
      return { items: customer ? items.filter((message) => seesMessage(caller.scope, entitiesOf(message), customer)).map((message) => head(message, customer.name)) : [], ...(nextCursor ? { nextCursor } : {}) };
    }
    const waiting = await books.dunning.messagesOn(query.on ?? now.slice(0, 10));
    const from = waiting.findIndex(({ id }) => id > (query.cursor ?? ""));
    const part = from < 0 ? [] : waiting.slice(from, from + (query.limit ?? 50));
    const customers = new Map((await books.ledger.customers([...new Set(part.map(({ debtorId }) => debtorId))])).map((customer) => [customer.id, customer]));
    const seen = part.filter((message) => customers.has(message.debtorId) && seesMessage(caller.scope, entitiesOf(message), customers.get(message.debtorId)!));
    return { items: seen.map((message) => head(message, customers.get(message.debtorId)!.name)), ...(part.length > 0 && part.at(-1) !== waiting.at(-1) ? { nextCursor: part.at(-1)!.id } : {}) };
  },

  "GET /messages/{id}": async ({ params, caller }) => {
    const message = await booksOf(caller.tenant).dunning.message(params.id);
    return message ? presentMessage(message) : refused("message.unknown");
  },

  "POST /messages/{id}/decision": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const message = await books.dunning.message(params.id);
    if (!message) return refused("message.unknown");
    const actor = { type: "user" as const, id: caller.user.id, name: caller.user.name };
    const move = async (next: Message, accounts: Parameters<Books["dunning"]["move"]>[0]["accounts"], name: typeof messageApproved.name | typeof messageApprovalWithdrawn.name | typeof messageStopped.name) =>
      (await books.dunning.move({ message: next, accounts }, [factOf(name, next, now, actor)])) === "saved" ? presentMessage({ ...next, version: next.version + 1 }) : refused("message.changed-meanwhile");
    if (body.decision !== "stop") {
      if (message.kind === "hand-off") return refused("message.hand-off-needs-recipient");
      if (message.tone === "formal" && !allows(caller.role, "legal-letter.release")) return refused("message.needs-legal-release");
      // Whose authority is used counts as well as who acts: nobody approves his own message in somebody else's name.
      const proposer = message.manual?.by ?? (await publisherOf(books, message));
      const who = { id: caller.user.id, mayApprove: caller.onBehalfOf === undefined || caller.onBehalfOf !== proposer };
      const decided = body.decision === "approve" ? approve(message, who, proposer, now) : withdrawApproval(message, who, proposer);
      return isRefused(decided) ? decided : move(decided, [], body.decision === "approve" ? messageApproved.name : messageApprovalWithdrawn.name);
    }
    const accounts = await Promise.all([...new Set(message.lines.map(({ customerId }) => customerId))].map((id) => books.dunning.account(id)));
    const change = stopped(message, accounts, now, [{ code: "stopped-by-hand", by: caller.user.name, ...(body.reason ? { note: body.reason } : {}) }]);
    return change.message === message ? refused("message.not-sendable", { status: message.state.status }) : move(change.message, change.accounts, messageStopped.name);
  },
});

async function publisherOf({ dunning }: Books, message: Message): Promise<UserId | undefined> {
  const versions = await dunning.policyVersions(message.policyId);
  return versions.find(({ policy }) => policy.version === message.policyVersion)?.publishedBy as UserId | undefined;
}

function head(message: Message, customerName: string) {
  const { lines: _l, to: _t, copyTo: _c, ...rest } = presentMessage(message);
  return { ...rest, customerName };
}
