// Cases for agencies and lawyers. The order of a release is the order of what may not be lost: the hold that stops the ladder, the decision, the step that it
// settles, the mail. A release that dies on the way is released again, by somebody else than its author as before.
import { allows } from "#domain/access/roles.ts";
import { seesMessage } from "#domain/access/scope.ts";
import { addDays } from "#domain/date.ts";
import type { handOffRoutes } from "#domain/dunning/hand-off/routes.ts";
import type { HandOffCase } from "#domain/dunning/hand-off/schema.ts";
import { mayRelease, propose, refuse, takeBack } from "#domain/dunning/hand-off/hand-off.ts";
import { delivered } from "#domain/dunning/message.ts";
import type { Hold } from "#domain/dunning/schema.ts";
import { namedId, type CustomerId } from "#domain/id.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { handOffDecided, handOffProposed, holdPlaced, holdReleased, messageDelivered } from "#events/dunning.ts";
import { namesOf, type Books } from "#functions/dunning/books.ts";
import { openLines } from "#functions/dunning/customer-file.ts";
import { archived } from "#functions/dunning/evidence-answers.ts";
import { offered } from "#functions/dunning/evidence-objects.ts";
import { mailOf } from "#functions/dunning/hand-off-mail.ts";
import { factOf } from "#functions/dunning/message-fact.ts";
import type { Office } from "#functions/dunning/office.ts";
import { amount } from "#functions/dunning/present.ts";
import { businessDay, by } from "#functions/dunning/promises.ts";
import type { TrialDesk } from "#functions/dunning/trial-answers.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { logger } from "#functions/runtime/log.ts";
import { putNote } from "#functions/store/audit-note.ts";
import { customerFacts } from "#functions/store/objects.ts";
import { tableConnection } from "#functions/store/table.ts";

/** What draws and packs is loaded when somebody asks for it. */
const paper = () => import("#functions/dunning/paper.ts");

export const handOffAnswers = ({ office, objects, bucket, mail }: TrialDesk): Handlers<typeof handOffRoutes> => ({
  "GET /dunning/hand-offs": async ({ query, caller }) => {
    const { books } = await office(caller.tenant);
    const cases = (await books.dunning.handOffs()).filter(({ customerId }) => !query.customer || customerId === query.customer);
    const customers = await books.ledger.customers([...new Set(cases.map(({ customerId }) => customerId))]);
    const seen = new Set((await Promise.all(customers.map(async (customer) => (seesMessage(caller.scope, (await customerFacts(books.ledger, customer, caller.scope)).entities ?? [], customer) ? [customer.id] : [])))).flat());
    const shown = await Promise.all(cases.filter(({ customerId }) => seen.has(customerId)).map((one) => present(one, caller, books)));
    return { items: shown.toSorted((a, b) => (a.at < b.at ? 1 : -1)) };
  },

  "POST /dunning/hand-offs": async ({ body, caller, now, idempotencyKey }) => {
    const { books } = await office(caller.tenant);
    const [others, account, waiting] = await Promise.all([books.dunning.handOffs(), accountOf(books, body.customer, now), books.dunning.awaitingApproval()]);
    const message = waiting.find(({ kind, debtorId }) => kind === "hand-off" && debtorId === body.customer);
    const draft: HandOffCase = {
      id: namedId("hof", digest, caller.user.id, idempotencyKey ?? now, JSON.stringify(body)), customerId: body.customer, to: body.to, delivery: body.delivery, ...(body.note ? { note: body.note } : {}), claim: [], items: 0,
      ...(message ? { messageId: message.id } : {}), by: caller.user.id, at: now, state: { status: "proposed" }, version: 0,
    };
    const proposed = propose(draft, others, account);
    if (isRefused(proposed)) return proposed;
    const claim = proposed.claim.map(({ minor, currency }) => amount(minor, currency));
    if ((await books.dunning.saveHandOff(proposed, [{ name: handOffProposed.name, ...by(caller, now), data: { handOffId: proposed.id, customerId: proposed.customerId, to: proposed.to.name, claim } }])) === "conflict") return refused("hand-off.open-already");
    return present(proposed, caller, books);
  },

  "POST /dunning/hand-offs/{id}/decision": async ({ params, body, caller, now }) => {
    const desk = await office(caller.tenant);
    const found = await caseOf(desk.books, params.id, body.customer);
    if (!found) return refused("hand-off.unknown");
    if (body.decision === "refuse") {
      const next = refuse(found, decider(caller, now), body.reason ?? "");
      return isRefused(next) ? next : (await decide(desk.books, caller, next, "refused", now)) ? present(next, caller, desk.books) : refused("hand-off.changed-meanwhile");
    }
    const allowed = mayRelease(found, decider(caller, now), await accountOf(desk.books, found.customerId, now));
    return isRefused(allowed) ? allowed : release(allowed, { caller, desk, now, objects, bucket, mail });
  },

  "POST /dunning/hand-offs/{id}/file": async ({ params, body, caller, now }) => {
    const { books } = await office(caller.tenant);
    const found = await caseOf(books, params.id, body.customer);
    if (!found) return refused("hand-off.unknown");
    const state = found.state;
    if (state.status !== "released") return refused("hand-off.not-released", { status: state.status });
    const actor = { type: "user" as const, id: caller.user.id, name: caller.user.name };
    await putNote(caller.tenant, tableConnection(caller.tenant), { told: { at: now, action: "hand-off.fetched", outcome: "done", customerId: found.customerId, actor, source: "web", object: { kind: "customer", id: found.customerId }, after: { handOff: found.id, sha256: state.sha256 } } });
    return { ...(await offered(bucket(), state.key, { name: `${found.id}.zip`, contentType: "application/zip", now })), bytes: state.bytes, sha256: state.sha256, missing: state.missing };
  },

  "POST /dunning/hand-offs/{id}/return": async ({ params, body, caller, now }) => {
    const { books } = await office(caller.tenant);
    const found = await caseOf(books, params.id, body.customer);
    if (!found) return refused("hand-off.unknown");
    const back = takeBack(found, decider(caller, now), body.reason);
    if (isRefused(back)) return back;
    if (!(await decide(books, caller, back, "returned", now, body.reason))) return refused("hand-off.changed-meanwhile");
    await liftHold(books, caller, found, now);
    return present(back, caller, books);
  },

  "POST /dunning/hand-offs/draft": async ({ body, caller, now }) => {
    const desk = await office(caller.tenant);
    const { accountFile } = await paper();
    const made = await accountFile(body.customer, desk, objects(), now);
    if (!made) return refused("customer.unknown");
    const { key: _key, ...kept } = await archived(made.zip, { name: `hand-off-${made.code}-${now.slice(0, 10)}.zip`, caller, now, customer: body.customer, action: "hand-off.prepared" }, { objects: objects(), bucket: bucket() });
    return { ...kept, missing: [...made.missing] };
  },
});

type Releasing = Pick<TrialDesk, "objects" | "bucket" | "mail"> & { readonly caller: Caller; readonly desk: Office; readonly now: string };

async function release(handOff: HandOffCase, { caller, desk, now, objects, bucket, mail }: Releasing) {
  const { books } = desk;
  const { accountFile } = await paper();
  const made = await accountFile(handOff.customerId, desk, objects(), now);
  if (!made) return refused("customer.unknown");
  const kept = await archived(made.zip, { name: `hand-off-${made.code}-${now.slice(0, 10)}.zip`, caller, now, customer: handOff.customerId, action: "hand-off.released" }, { objects: objects(), bucket: bucket() });
  const holdId = holdOf(handOff);
  const hold: Hold = { id: holdId, reason: "legal-hand-off", scope: { of: "debtor", customerId: handOff.customerId }, from: await businessDay(books, now), owner: caller.user.id, note: handOff.to.name, placedBy: caller.user.id };
  await books.dunning.putHold(handOff.customerId, hold, [{ name: holdPlaced.name, ...by(caller, now), data: { holdId, reason: hold.reason, of: hold.scope.of, customerId: handOff.customerId } }]);
  const linkUntil = handOff.delivery === "email" ? new Date(Date.parse(now) + LINK_DAYS * 86_400_000).toISOString() : undefined;
  const state: HandOffCase["state"] = { status: "released", by: caller.user.id, at: now, key: kept.key, sha256: kept.sha256, bytes: kept.bytes, missing: [...made.missing], ...(linkUntil ? { linkUntil } : {}), holdId };
  const next: HandOffCase = { ...handOff, state };
  if (!(await decide(books, caller, next, "released", now))) {
    const after = await books.dunning.handOff(handOff.id);
    if (after?.state.status !== "released") await liftHold(books, caller, next, now);
    return refused("hand-off.changed-meanwhile");
  }
  await settleStep(books, next, caller, now);
  return { ...(await present(next, caller, books)), ...(linkUntil ? { mailed: await mailed(next, { desk, mail, now, linkUntil }) } : {}) };
}

/** Two weeks: long enough for a lawyer's holiday, too short to lie in a mailbox for ever. */
const LINK_DAYS = 14;

/** The policy's step has happened: it climbs as a message that arrived. If somebody moved it meanwhile, what he did stands. */
async function settleStep({ dunning }: Books, { messageId, customerId }: HandOffCase, caller: Caller, now: string): Promise<void> {
  const message = messageId && (await dunning.message(messageId));
  if (!message) return;
  const accounts = await Promise.all([...new Set([customerId, ...message.lines.map((line) => line.customerId)])].map((id) => dunning.account(id)));
  const change = delivered(message, accounts, now, now.slice(0, 10));
  if (change.message !== message) await dunning.move(change, [factOf(messageDelivered.name, change.message, now, { type: "user", id: caller.user.id, name: caller.user.name })]);
}

/** The case is out whatever becomes of the mail: a failure is told to whoever released it, who can fetch the file and bring it himself. */
async function mailed(handOff: HandOffCase, { desk, mail, now, linkUntil }: Pick<Releasing, "desk" | "mail" | "now"> & { readonly linkUntil: string }): Promise<boolean> {
  const url = desk.linkTo({ purpose: "case", customerId: handOff.customerId, messageId: handOff.id }, now, LINK_DAYS);
  try {
    const { mimeOf } = await paper();
    const { from, to, ...letter } = await mailOf(handOff, desk, { url, linkUntil });
    await mail(mimeOf({ from, to: [to], ...letter, date: now }), from.address, to.address);
    return true;
  } catch (error) {
    logger.error("the mail of a case could not be handed over", { handOff: handOff.id, error: error as Error });
    return false;
  }
}

const decider = ({ user, onBehalfOf }: Caller, at: string) => ({ id: user.id, at, ...(onBehalfOf ? { onBehalfOf } : {}) });
const holdOf = ({ id }: HandOffCase): Hold["id"] => `hld_${id.slice(4)}`;

async function decide({ dunning }: Books, caller: Caller, next: HandOffCase, decision: "released" | "refused" | "returned", now: string, reason?: string): Promise<boolean> {
  return (await dunning.saveHandOff(next, [{ name: handOffDecided.name, ...by(caller, now), data: { handOffId: next.id, customerId: next.customerId, decision, ...(reason ? { reason } : {}) } }])) === "saved";
}

/** It ends yesterday: what it held back until today stays explained. */
async function liftHold(books: Books, caller: Caller, handOff: HandOffCase, now: string): Promise<void> {
  const hold = (await books.dunning.customer(handOff.customerId)).holds.find(({ id }) => id === holdOf(handOff));
  const until = addDays(await businessDay(books, now), -1);
  if (hold) await books.dunning.putHold(handOff.customerId, { ...hold, until }, [{ name: holdReleased.name, ...by(caller, now), data: { holdId: hold.id, reason: hold.reason, of: hold.scope.of, customerId: handOff.customerId } }]);
}

async function caseOf({ dunning }: Books, id: string, customerId: CustomerId): Promise<HandOffCase | undefined> {
  const found = await dunning.handOff(id);
  return found?.customerId === customerId ? found : undefined;
}

async function accountOf(books: Books, customerId: CustomerId, now: string) {
  const [items, { holds }, today] = await Promise.all([books.ledger.items(customerId), books.dunning.customer(customerId), businessDay(books, now)]);
  return { lines: items.flatMap(openLines), holds, today };
}

async function present({ customerId, claim, state, version: _v, messageId: _m, ...rest }: HandOffCase, caller: Caller, books: Books) {
  const [customer, names] = await Promise.all([books.ledger.customer(customerId), namesOf(books)]);
  const named = <K extends string>(key: K, id: string): { [P in K]?: string } => (names.has(id) ? ({ [key]: names.get(id) } as { [P in K]: string }) : {});
  const released = state.status === "returned" ? state.released : state.status === "released" ? state : undefined;
  return {
    ...rest, customer: { id: customerId, name: customer?.name ?? "" }, claim: claim.map(({ minor, currency }) => amount(minor, currency)), status: state.status, ...named("byName", rest.by), missing: released?.missing ?? [],
    ...(state.status === "proposed" ? {} : { decidedBy: state.by, decidedAt: state.at, ...named("decidedByName", state.by) }), ...("reason" in state ? { reason: state.reason } : {}), ...(released?.linkUntil ? { linkUntil: released.linkUntil } : {}),
    mayDecide: state.status === "proposed" && allows(caller.role, "hand-off.release") && caller.user.id !== rest.by && caller.onBehalfOf !== rest.by,
  };
}
