// Messages by hand: who would get one and who not and why, and then the same for good. What is sent goes through the same plan, the same record and the
// same last look as a reminder; a mailing of many is looked at by somebody else first.
import { seesMessage } from "#domain/access/scope.ts";
import type { oneOffRoutes } from "#domain/dunning/desk/routes.ts";
import type { CustomerFile } from "#domain/dunning/group.ts";
import { plannedMessage, stopped } from "#domain/dunning/message.ts";
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import type { Fault } from "#domain/dunning/messages/lint.ts";
import type { TemplateText } from "#domain/dunning/messages/schema.ts";
import { legalKinds, templatesInForce } from "#domain/dunning/messages/shelf.ts";
import { messageLanguages } from "#domain/dunning/messages/words.ts";
import { byHandKinds, MAILING_ABOVE, planOneOff, type PlannedOneOff, type Writing } from "#domain/dunning/one-off.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { World } from "#domain/dunning/world.ts";
import type { CustomerId } from "#domain/id.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { messagePlanned, messageStopped } from "#events/dunning.ts";
import { houseOf, policiesInForce, worldNow, type Books } from "#functions/dunning/books.ts";
import { filesOf, situationByHand } from "#functions/dunning/files.ts";
import type { House } from "#functions/dunning/customer-file.ts";
import { everyPart } from "#functions/dunning/everybody.ts";
import { factOf } from "#functions/dunning/message-fact.ts";
import { chosenBy, type Filter } from "#functions/dunning/one-off-filter.ts";
import { amount } from "#functions/dunning/present.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { withinLimit } from "#functions/store/limits.ts";

type Words = Pick<Writing, "template" | "text" | "language" | "channel" | "override">;
type Desk = { readonly books: Books; readonly house: House; readonly policies: readonly Policy[]; readonly world: World; readonly caller: Caller; readonly writing: Writing };
type Decided = { readonly customer: Customer; readonly file: CustomerFile | undefined; readonly result: PlannedOneOff };
const A_DAY = { what: "by-hand", most: MAILING_ABOVE, minutes: 1440 };

export const oneOffAnswers = (booksOf: (tenant: string) => Books): Handlers<typeof oneOffRoutes> => ({
  "POST /messages/preview": async ({ body: { customers, filter, cursor, ...words }, caller, now }) => {
    const desk = await deskFor(booksOf(caller.tenant), caller, words, { batch: "preview", many: (customers?.length ?? 0) > MAILING_ABOVE }, now);
    if (isRefused(desk)) return desk;
    if (customers) return answered((await decide(desk, customers)).map((one) => row(one)));
    const page = await everyPart(desk.books.ledger, cursor ?? "0", async (ids) => decide(desk, ids, filter ?? {}));
    return { ...answered(page.found.map((one) => row(one))), ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }) };
  },

  "POST /messages": async ({ body: { customers, batch, ...words }, caller, now }) => {
    const many = customers.length > MAILING_ABOVE;
    const desk = await deskFor(booksOf(caller.tenant), caller, words, { batch, many }, now);
    if (isRefused(desk)) return desk;
    const rows = [];
    for (const one of await decide(desk, customers)) rows.push(await send(one, desk, many, now));
    return answered(rows);
  },

  "POST /messages/withdrawal": async ({ body: { messages }, caller, now }) => {
    const books = booksOf(caller.tenant);
    const done = await Promise.all([...new Set(messages)].map((id) => withdraw(id, books, caller, now)));
    const withdrawn = done.filter(Boolean).length;
    return { withdrawn, stayed: done.length - withdrawn };
  },
});

/** Whoever wrote it takes it back, whatever may be waiting for an approval; nobody learns of messages that are not his. */
async function withdraw(id: Message["id"], { dunning }: Books, { user }: Caller, now: string): Promise<boolean> {
  const message = await dunning.message(id);
  if (message?.manual?.by !== user.id) return false;
  const accounts = await Promise.all([...new Set(message.lines.map(({ customerId }) => customerId))].map((one) => dunning.account(one)));
  const change = stopped(message, accounts, now, [{ code: "withdrawn", by: user.name }]);
  if (change.message === message || message.state.status === "sending") return false;
  return (await dunning.move(change, [factOf(messageStopped.name, change.message, now, { type: "user", id: user.id, name: user.name })])) === "saved";
}

async function deskFor(books: Books, caller: Caller, words: { readonly [K in keyof Words]: Words[K] | undefined }, { batch, many }: { readonly batch: string; readonly many: boolean }, now: string): Promise<Desk | Refused> {
  const { template, text, language, channel, override } = words;
  const kind = templatesInForce(await books.dunning.templates()).find(({ id }) => id === template)?.kind;
  if (!kind) return refused("template.unknown");
  if (!byHandKinds.has(kind)) return refused("template.not-by-hand", { kind });
  const faults = text ? await faultsByHand(kind, text, language) : [];
  if (faults.length > 0) return refused("template.not-readable", { faults: JSON.stringify(faults) });
  const [house, policies, world] = await Promise.all([houseOf(books), policiesInForce(books), worldNow(books, now)]);
  const own = { ...(text ? { text } : {}), ...(language ? { language } : {}), ...(channel ? { channel } : {}), ...(override ? { override } : {}) };
  return { books, house, policies, world, caller, writing: { template: template ?? "", kind, by: caller.user.id, batch, approvals: many ? [mailing] : [], ...own } };
}

/** Words of one's own need not have every block; what cannot be filled in is refused, and a letter with legal effect lacks nothing. */
async function faultsByHand(kind: MessageKind, { sms, ...text }: TemplateText, language: Writing["language"]): Promise<Fault[]> {
  const { lintTemplate } = await import("#functions/dunning/linting.ts");
  const faults = lintTemplate({ id: "by-hand", version: 1, kind, language: messageLanguages.find((one) => one === language) ?? "en", ...text, ...(sms ? { sms } : {}) });
  return legalKinds.has(kind) ? faults : faults.filter(({ code, at }) => code !== "template.missing-block" && !(code === "template.empty" && at === "preheader"));
}

const mailing = { code: "mailing", above: MAILING_ABOVE };

/** Each customer for himself, whatever unit his policy writes to: it is he who was chosen. Foreign ones are as if they were not there. */
async function decide({ books, house, policies, world, caller, writing }: Desk, ids: readonly CustomerId[], filter?: Filter): Promise<Decided[]> {
  const { files, customers } = await filesOf(books, ids, house, world.now);
  const byId = new Map(files.map((file) => [file.party.id, file]));
  return ids.flatMap((id): Decided[] => {
    const [customer, file] = [customers.get(id), byId.get(id)];
    const entities = [...new Set((file?.lines ?? []).map(({ entityId }) => entityId))];
    if (!customer || !seesMessage(caller.scope, entities, customer)) return [];
    if (filter && !chosenBy(filter, customer, file, world.local(file?.party.timeZone ?? "UTC").date)) return [];
    const found = situationByHand({ debtorId: id }, file ? [file] : [], policies);
    return [{ customer, file, result: found ? planOneOff(found.situation, found.prepared, world, writing) : { excluded: [{ code: "nothing-open" }], mayOverride: [] } }];
  });
}

/** The same customer in the same mailing is the same message: asked twice, it is sent once. */
async function send(one: Decided, { books, caller, writing: { template: _template, ...manual } }: Desk, many: boolean, now: string) {
  if ("excluded" in one.result || !one.file) return row(one);
  const tooMany = !many && !(await withinLimit(caller.tenant, A_DAY, caller.user.id, now));
  const planned = tooMany ? { ...one.result.planned, approvals: [mailing, ...one.result.planned.approvals] } : one.result.planned;
  const { message, accounts } = plannedMessage({ ...planned, notBefore: afterThinking(planned.notBefore, now) }, [one.file.account], { digest, now });
  const kept = { ...message, manual };
  const saved = await books.dunning.plan({ message: kept, accounts }, [factOf(messagePlanned.name, kept, now, { type: "user", id: caller.user.id, name: caller.user.name })]);
  if (saved !== "saved" && !(await books.dunning.message(kept.id))) return row({ ...one, result: { excluded: [{ code: "message.changed-meanwhile" }], mayOverride: [] } });
  return { ...row({ ...one, result: { planned } }), messageId: kept.id };
}

/** Nothing by hand leaves sooner than in five minutes: whoever wrote to the wrong people sees it in the first of them. */
const UNDO_MINUTES = 5;
const afterThinking = (notBefore: string, now: string): string => {
  const least = new Date(Date.parse(now) + UNDO_MINUTES * 60_000).toISOString();
  return Date.parse(notBefore) < Date.parse(least) ? least : notBefore;
};

function row({ customer: { id, name, collector }, result }: Decided) {
  const customer = { id, name, ...(collector ? { collector } : {}) };
  if ("excluded" in result) return { customer, outcome: "excluded" as const, channels: [], to: [], items: 0, asked: [], approvals: [], reasons: [...result.excluded], mayOverride: [...result.mayOverride] };
  const { language, channels, to, lines, totals, sendOn, approvals, reasons } = result.planned;
  return {
    customer, outcome: approvals.length > 0 ? ("approval" as const) : ("sends" as const), language, channels, to: to.map((one) => ({ name: one.name, ...(one.email ? { email: one.email } : {}) })), items: lines.length,
    asked: totals.map(({ currency, claimedMinor }) => amount(claimedMinor, currency)), sendOn, approvals: [...approvals], reasons: [...reasons], mayOverride: [],
  };
}

function answered<R extends { readonly outcome: "sends" | "approval" | "excluded" }>(items: R[]) {
  const outcomes = { sends: 0, approval: 0, excluded: 0 };
  for (const { outcome } of items) outcomes[outcome]++;
  return { items, outcomes };
}
