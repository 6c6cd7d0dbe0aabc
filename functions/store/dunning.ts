// What dunning keeps of one tenant: policies, holds, promises, the accounts of those who are reminded, and the messages.
//
// kind              | pk                      | sk                           | gsi1pk             | gsi1sk
// ------------------|-------------------------|------------------------------|--------------------|------------------
// policy            | {t}#T                   | P#{id}#{version}             |                    |
// template          | {t}#T                   | L#{id}#{language}#{version}  |                    |
// wide-hold         | {t}#T                   | H#{id}                       |                    |
// rate-confirmation | {t}#T                   | Y#{reference}#{half-year}    |                    |
// hand-off          | {t}#T                   | X#{id}                       |                    |
// dunning-account   | {t}#C#{customer}        | D#A                          |                    |
// hold              | {t}#C#{customer}        | D#H#{id}                     |                    |
// promise           | {t}#C#{customer}        | D#P#{id}                     |                    |
// charge-decision   | {t}#C#{customer}        | D#C#{id}                     |                    |
// contact-flag      | {t}#C#{customer}        | D#F#{id}                     |                    |
// signal            | {t}#C#{customer}        | D#S#{id}                     |                    |
// message           | {t}#M#{id}              | A                            | {t}#MC#{debtor}    | {created}#{id}
// due-message       | {t}#R#{shard}           | {day}#{id}                   |                    |
//
// What waits for somebody instead of a day stands under "calls" or "approvals" in the place of the day: both lists are read whole, across customers.
//
// A message and the accounts that it is about move together, in one transaction, each under the version that the move was decided from: of two runs, two
// workers or two receipts, one comes first, and the other decides again. The account is what makes "one message under way" true.
import { Service } from "electrodb";
import { addDays } from "#domain/date.ts";
import { newAccount } from "#domain/dunning/account.ts";
import { gapOf, type Gap } from "#domain/dunning/hand-off/gap.ts";
import type { HandOffCase } from "#domain/dunning/hand-off/schema.ts";
import type { Confirmation } from "#domain/dunning/interest/rates.ts";
import type { MessageChange } from "#domain/dunning/message.ts";
import type { ChargeDecision, DunningAccount, Hold, Message, PaymentPromise, RecordedSignal } from "#domain/dunning/schema.ts";
import type { DunningFact, MessageFact } from "#events/dunning.ts";
import { chargeDecisionEntity, contactFlagEntity, dueMessageEntity, dunningAccountEntity, handOffEntity, holdEntity, messageEntity, policyEntity, promiseEntity, rateConfirmationEntity, signalEntity, templateEntity, wideHoldEntity } from "#functions/store/dunning-records.ts";
import { policyShelf } from "#functions/store/dunning-policies.ts";
import { templateShelf } from "#functions/store/dunning-templates.ts";
import { storedFact } from "#functions/store/fact.ts";
import { packed, unpacked } from "#functions/store/packed.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { all, attempted, each, type Saved } from "#functions/store/request.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

export type ContactFlag = { readonly address: string; readonly why: "bounced" | "complained" | "wrong-contact"; readonly at: string };
/** All that dunning knows of one customer. */
export type CustomerDunning = { readonly account: DunningAccount; readonly holds: readonly Hold[]; readonly promises: readonly PaymentPromise[]; readonly flags: readonly ContactFlag[]; readonly signals: readonly RecordedSignal[] };
export type DunningStore = ReturnType<typeof dunningStore>;
export type Page = { readonly limit?: number | undefined; readonly cursor?: string | undefined };

export const SHARDS = 4;
const MONTH_SECONDS = 30 * 86_400;
const FIRST_DAY = "2000-01-01";
const YEAR_SECONDS = 365 * 86_400;

export const dunningStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const table = tenantTable(tenant, connection);
  const [accounts, holds, promises, flags] = [dunningAccountEntity(table), holdEntity(table), promiseEntity(table), contactFlagEntity(table)];
  const [messages, dues, wideHolds, confirmations] = [messageEntity(table), dueMessageEntity(table), wideHoldEntity(table), rateConfirmationEntity(table)];
  const handOffs = handOffEntity(table);
  const [decisions, signals] = [chargeDecisionEntity(table), signalEntity(table)];
  const together = new Service({ accounts, messages, dues }, { client: table.client as never, table: table.table });
  const accountRow = (account: DunningAccount) => ({ tenant, customerId: account.customerId, version: account.version + 1, content: packed(account) });
  const dueKey = (message: Message, day: string) => ({ tenant, day, shard: shardOf(message.id), id: message.id });
  const dueRow = (message: Message) => ({ ...dueKey(message, listOf(message)), ttl: Math.floor(Date.parse(message.notAfter) / 1000) + (listOf(message) === message.sendOn ? MONTH_SECONDS : YEAR_SECONDS) });
  const waitingIn = (day: string): Promise<Message[]> => waitingBy((shard) => dues.query.primary({ tenant, shard, day }).go(all));
  const waitingBy = async (ask: (shard: string) => Promise<{ readonly data: readonly { readonly id: string }[] }>): Promise<Message[]> => {
    const shards = await Promise.all(Array.from({ length: SHARDS }, (_, n) => ask(String(n))));
    const ids = [...new Set(shards.flatMap(({ data }) => data.map(({ id }) => id)))];
    const rows = await each(ids, (part) => messages.get(part.map((id) => ({ tenant, id }))).go({ consistent: true, unprocessed: "raw" }), (id) => messages.get({ tenant, id }).params());
    return rows.map(messageOf).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  };
  const messageRow = (message: Message, facts: readonly MessageFact[]) => ({
    tenant, id: message.id, debtorId: message.debtorId, status: message.state.status, createdAt: message.createdAt, version: message.version + 1, content: packed(message), ...told(facts),
  });

  return {
    tenant,
    ...policyShelf(tenant, policyEntity(table)),
    ...templateShelf(tenant, templateEntity(table)),

    account: async (customerId: DunningAccount["customerId"]): Promise<DunningAccount> => {
      const { data } = await accounts.get({ tenant, customerId }).go({ consistent: true });
      return data ? accountOf(data) : newAccount(customerId);
    },
    customer: async (customerId: DunningAccount["customerId"]): Promise<CustomerDunning> => {
      const whose = { tenant, customerId };
      const [account, held, promised, flagged, noted] = await Promise.all([
        accounts.get(whose).go({ consistent: true }), holds.query.primary(whose).go({ ...all, consistent: true }), promises.query.primary(whose).go({ ...all, consistent: true }), flags.query.primary(whose).go(all), signals.query.primary(whose).go({ ...all, consistent: true }),
      ]);
      return {
        account: account.data ? accountOf(account.data) : newAccount(customerId),
        holds: held.data.map(contentOf<Hold>), promises: promised.data.map(contentOf<PaymentPromise>), flags: flagged.data.map(contentOf<ContactFlag>), signals: noted.data.map(contentOf<RecordedSignal>),
      };
    },
    saveAccount: (next: DunningAccount): Promise<Saved> => attempted(() => save(next)),

    /** A new message, its queue entry, and the accounts that it is about: all or none. "conflict": somebody has planned meanwhile. */
    plan: ({ message, accounts: touched }: MessageChange, facts: readonly MessageFact[]): Promise<Saved> =>
      attempted(() =>
        together.transaction
          .write(({ accounts: ofAccount, messages: ofMessage, dues: ofDue }) => [
            ofMessage.create(messageRow(message, facts)).commit(),
            ofDue.put(dueRow(message)).commit(),
            ...touched.map((account) => (account.version > 0 ? ofAccount.put(accountRow(account)).where(({ version }, { eq }) => eq(version, account.version)).commit() : ofAccount.create(accountRow(account)).commit())),
          ])
          .go(),
      ),
    /** A message moves on, with the accounts that follow it. Both carry the version that they were read with. */
    move: ({ message, accounts: touched }: MessageChange, facts: readonly MessageFact[] = []): Promise<Saved> =>
      attempted(() =>
        together.transaction
          .write(({ accounts: ofAccount, messages: ofMessage, dues: ofDue }) => [
            waiting.has(message.state.status) ? ofDue.put(dueRow(message)).commit() : ofDue.delete(dueKey(message, listOf(message))).commit(),
            // Whoever decides takes it off the list of what waits for a decision.
            ...(message.approvals.length > 0 && listOf(message) !== "approvals" ? [ofDue.delete(dueKey(message, "approvals")).commit()] : []),
            ofMessage.put(messageRow(message, facts)).where(({ version }, { eq }) => eq(version, message.version)).commit(),
            ...touched.map((account) => ofAccount.put(accountRow(account)).where(({ version }, { eq }) => eq(version, account.version)).commit()),
          ])
          .go(),
      ),

    message: async (id: string): Promise<Message | undefined> => {
      const { data } = await messages.get({ tenant, id }).go({ consistent: true });
      return data ? messageOf(data) : undefined;
    },
    /** The newest first. */
    async messagesOf(debtorId: string, { limit = 50, cursor }: Page = {}): Promise<{ items: Message[]; nextCursor?: string }> {
      const page = await messages.query.byDebtor({ tenant, debtorId }).go({ order: "desc", count: limit, cursor: cursor ?? null, hydrate: true });
      const items = page.data.map(messageOf).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : a.id < b.id ? -1 : 1));
      return page.cursor ? { items, nextCursor: page.cursor } : { items };
    },
    /** Planned for a day and not gone yet, whatever became of their queue entries. A message that was moved to another day is found there. */
    messagesOn: async (day: string): Promise<Message[]> => (await waitingIn(day)).filter(({ sendOn }) => sendOn === day),
    /** Of that day and of every day before: also what was approved late, or left behind. */
    messagesUntil: async (day: string): Promise<Message[]> => (await waitingBy((shard) => dues.query.primary({ tenant, shard }).between({ day: FIRST_DAY }, { day: addDays(day, 1) }).go(all))).filter(({ sendOn }) => sendOn <= day),
    /** Phone tasks that are not done, whatever their day; and messages that nobody has decided about yet. */
    openCalls: (): Promise<Message[]> => waitingIn("calls"),
    awaitingApproval: async (): Promise<Message[]> => (await waitingIn("approvals")).filter(({ state }) => state.status === "awaiting-approval"),

    putHold: async (customerId: string, hold: Hold, facts: readonly DunningFact[] = []): Promise<void> => {
      await holds.put({ tenant, customerId, id: hold.id, content: packed(hold), ...told(facts) }).go();
    },
    wideHolds: async (): Promise<Hold[]> => (await wideHolds.query.primary({ tenant }).go({ ...all, consistent: true })).data.map(contentOf<Hold>),
    putWideHold: async (hold: Hold, facts: readonly DunningFact[] = []): Promise<void> => {
      await wideHolds.put({ tenant, id: hold.id, content: packed(hold), ...told(facts) }).go();
    },
    putPromise: async (promise: PaymentPromise, facts: readonly DunningFact[] = []): Promise<void> => {
      await promises.put({ tenant, customerId: promise.customerId, id: promise.id, content: packed(promise), ...told(facts) }).go();
    },
    /** "conflict": the same was told before, and what became of it stands. */
    addSignal: (signal: RecordedSignal, facts: readonly DunningFact[]): Promise<Saved> => attempted(() => signals.create({ tenant, customerId: signal.customerId, id: signal.id, content: packed(signal), ...told(facts) }).go()),
    putSignal: async (signal: RecordedSignal, facts: readonly DunningFact[]): Promise<void> => {
      await signals.put({ tenant, customerId: signal.customerId, id: signal.id, content: packed(signal), ...told(facts) }).go();
    },
    chargeDecisions: async (customerId: string): Promise<ChargeDecision[]> => (await decisions.query.primary({ tenant, customerId }).go({ ...all, consistent: true })).data.map(contentOf<ChargeDecision>),
    putChargeDecision: async (decision: ChargeDecision, facts: readonly DunningFact[] = []): Promise<void> => {
      await decisions.put({ tenant, customerId: decision.customerId, id: decision.id, content: packed(decision), ...told(facts) }).go();
    },
    /** Under an id that keeps the address out of the key. */
    flagContact: async (customerId: string, id: string, flag: ContactFlag): Promise<void> => {
      await flags.put({ tenant, customerId, id, content: packed(flag) }).go();
    },
    unflagContact: async (customerId: string, id: string): Promise<void> => {
      await flags.delete({ tenant, customerId, id }).go();
    },
    handOffs: async (): Promise<HandOffCase[]> => (await handOffs.query.primary({ tenant }).go({ ...all, consistent: true })).data.map(caseOf),
    handOff: async (id: string): Promise<HandOffCase | undefined> => {
      const { data } = await handOffs.get({ tenant, id }).go({ consistent: true });
      return data ? caseOf(data) : undefined;
    },
    /** Under the version that was read; 0: it is new. */
    saveHandOff: (handOff: HandOffCase, facts: readonly DunningFact[]): Promise<Saved> => {
      const row = { tenant, id: handOff.id, version: handOff.version + 1, content: packed(handOff), ...told(facts) };
      return attempted(() => (handOff.version > 0 ? handOffs.put(row).where(({ version }, { eq }) => eq(version, handOff.version)).go() : handOffs.create(row).go()));
    },
    confirmations: async (): Promise<Confirmation[]> => (await confirmations.query.primary({ tenant }).go(all)).data.map(contentOf<Confirmation>),
    confirmRate: async (confirmation: Confirmation): Promise<void> => {
      await confirmations.put({ tenant, reference: confirmation.reference, halfYear: confirmation.halfYear, content: packed(confirmation) }).go();
    },
    consumed: () => ({ ...table.consumed }),
  };

  function save(account: DunningAccount): Promise<unknown> {
    return account.version > 0 ? accounts.put(accountRow(account)).where(({ version }, { eq }) => eq(version, account.version)).go() : accounts.create(accountRow(account)).go();
  }
});

const listOf = ({ kind, state, sendOn }: Message): string => (kind === "task" ? "calls" : state.status === "awaiting-approval" ? "approvals" : sendOn);
const waiting: ReadonlySet<string> = new Set(["planned", "awaiting-approval", "approved", "sending"]);
const told = (facts: readonly (MessageFact | DunningFact)[]) => (facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {});
/** By the end of the id, which is the end of a digest. */
const shardOf = (id: string): string => String(id.charCodeAt(id.length - 1) % SHARDS);

type Row = { readonly version: number; readonly content: unknown };
const accountOf = ({ version, content }: Row): DunningAccount => ({ ...unpacked<DunningAccount>(content), version });
const messageOf = ({ version, content }: Row): Message => ({ ...unpacked<Message>(content), version });
const contentOf = <T>({ content }: { readonly content: unknown }): T => unpacked<T>(content);

/** What a file lacked was kept as a text once. */
function caseOf({ version, content }: { readonly version?: number | undefined; readonly content: unknown }): HandOffCase {
  const kept = unpacked<HandOffCase>(content);
  const { state } = kept;
  const read = <T extends { missing: Gap[] }>(released: T): T => ({ ...released, missing: released.missing.map(gapOf) });
  return { ...kept, version: version ?? 0, state: state.status === "released" ? read(state) : state.status === "returned" ? { ...state, released: read(state.released) } : state };
}
