// What waits for somebody's decision, across all customers within one's rows. The decision itself is `POST /messages/{id}/decision`.
import { allows } from "#domain/access/roles.ts";
import { seesMessage } from "#domain/access/scope.ts";
import type { approvalRoutes } from "#domain/dunning/desk/routes.ts";
import { entitiesOf } from "#domain/dunning/message.ts";
import { namesOf, type Books } from "#functions/dunning/books.ts";
import { presentMessage } from "#functions/dunning/present.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";

export const approvalAnswers = (booksOf: (tenant: string) => Books): Handlers<typeof approvalRoutes> => ({
  "GET /dunning/approvals": async ({ caller }) => {
    const books = booksOf(caller.tenant);
    const [waiting, names, kept] = await Promise.all([books.dunning.awaitingApproval(), namesOf(books), books.dunning.policies()]);
    const customers = new Map((await books.ledger.customers([...new Set(waiting.map(({ debtorId }) => debtorId))])).map((customer) => [customer.id, customer]));
    const publishers = new Map(kept.map(({ policy, publishedBy }) => [`${policy.id}@${policy.version}`, publishedBy]));
    const items = waiting.flatMap((message) => {
      const customer = customers.get(message.debtorId);
      if (!customer || !seesMessage(caller.scope, entitiesOf(message), customer)) return [];
      const { lines: _l, ...head } = presentMessage(message);
      const by = message.manual?.by;
      const proposer = by ?? publishers.get(`${message.policyId}@${message.policyVersion}`);
      return [{
        ...head, customer: { id: customer.id, name: customer.name, ...(customer.collector ? { collector: customer.collector } : {}) }, oneOff: message.kind === "one-off",
        ...(by ? { by, ...(names.has(by) ? { byName: names.get(by)! } : {}) } : {}), mayDecide: mayDecide(caller, proposer) && (message.tone !== "formal" || message.kind === "hand-off" || allows(caller.role, "legal-letter.release")),
      }];
    });
    const ordered = items.toSorted((a, b) => largest(waiting, b.id) - largest(waiting, a.id) || (a.createdAt < b.createdAt ? -1 : 1));
    return { items: ordered, total: ordered.length };
  },
});

const mayDecide = ({ user, role, onBehalfOf }: Caller, proposer: string | undefined): boolean => allows(role, "message.decide") && user.id !== proposer && (onBehalfOf === undefined || onBehalfOf !== proposer);
/** For the order alone: amounts of two currencies are not added, the largest single one counts. */
const largest = (waiting: readonly Message[], id: string): number => Math.max(0, ...(waiting.find((message) => message.id === id)?.totals ?? []).map(({ claimedMinor }) => Number(claimedMinor)));
