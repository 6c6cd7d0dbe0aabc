// What a debtor has been through, and how it goes on: a message is planned, arrives, bounces or is stopped, and a spell of being late ends.
// Each of these is a new account from the old one; the store saves it with the message, if nobody else was faster.
import { addDays, daysBetween, type DateText } from "#domain/date.ts";
import type { DunningAccount, Mark, Message, PlannedMessage } from "#domain/dunning/schema.ts";
import type { OpenLine } from "#domain/dunning/situation.ts";
import type { CustomerId } from "#domain/id.ts";

export const newAccount = (customerId: CustomerId): DunningAccount => ({ customerId, cycle: 1, settled: 0, marks: [], tasks: [], underWay: [], contacts: [], pastCycles: [], version: 0 });

/** When nothing is overdue any more the spell is over: the next delay begins at the first step. Courtesy notes about what is not due yet keep their mark. */
export function renewed(account: DunningAccount, lines: readonly Pick<OpenLine, "key" | "dueOn" | "openMinor">[], today: DateText): DunningAccount {
  const climbed = account.marks.some(({ level }) => level > 0);
  if (!climbed || account.underWay.length > 0 || lines.some(({ openMinor, dueOn }) => openMinor > 0n && dueOn < today)) return account;
  const open = new Set(lines.filter(({ openMinor }) => openMinor > 0n).map(({ key }) => key));
  return {
    ...account,
    cycle: account.cycle + 1,
    settled: 0,
    marks: account.marks.filter(({ key, level }) => level === 0 && open.has(key)),
    tasks: account.tasks.filter(({ key }) => open.has(key)),
    pastCycles: [...account.pastCycles.filter((on) => on > addDays(today, -730)), today],
  };
}

/** The message is on its way: its instalments climb no further until it has arrived. A task is remembered at once, for it is made once. */
export function withPlanned(account: DunningAccount, message: PlannedMessage & Pick<Message, "id">): DunningAccount {
  const mine = advancing(message, account.customerId);
  if (mine.length === 0) return account;
  const way = { messageId: message.id, group: message.group, kind: message.kind, step: message.step, keys: mine.map(({ key }) => key) };
  const tasks = message.kind === "task" ? mine.map(({ key, step }) => ({ key, step: step ?? message.step, on: message.sendOn })) : [];
  return { ...account, underWay: [...account.underWay, way], tasks: [...account.tasks, ...tasks] };
}

/** It left the house: the quiet days begin. */
export const withContact = (account: DunningAccount, { group, kind }: Pick<Message, "group" | "kind">, on: DateText): DunningAccount =>
  kind === "task" ? account : { ...account, contacts: [...account.contacts.filter((contact) => contact.group !== group), { group, on }] };

/** It arrived: its instalments have climbed. A delivery that took days gives those days to the debtor. */
export function withDelivered(account: DunningAccount, message: Message, on: DateText): DunningAccount {
  if (!isUnderWay(account, message)) return account;
  const late = Math.max(0, daysBetween(message.sendOn, on));
  const climbed = message.kind === "task" ? [] : advancing(message, account.customerId).map((line): Mark => ({
    key: line.key, policyId: message.policyId, policyVersion: message.policyVersion, step: line.step ?? message.step, level: line.level,
    countsFrom: addDays(line.countsFrom ?? message.sendOn, late), deliveredOn: on,
  }));
  const keys = new Set(climbed.map(({ key }) => key));
  return ended({ ...account, marks: [...account.marks.filter(({ key }) => !keys.has(key)), ...climbed] }, message);
}

/** It was stopped, bounced or failed: nothing has climbed, and the same step is decided again. */
export const withoutMessage = (account: DunningAccount, message: Pick<Message, "id">): DunningAccount => (isUnderWay(account, message) ? ended(account, message) : account);

export const isUnderWay = ({ underWay }: DunningAccount, { id }: Pick<Message, "id">): boolean => underWay.some(({ messageId }) => messageId === id);

const ended = (account: DunningAccount, { id }: Pick<Message, "id">): DunningAccount => ({ ...account, settled: account.settled + 1, underWay: account.underWay.filter(({ messageId }) => messageId !== id) });
const advancing = ({ lines }: Pick<PlannedMessage, "lines">, customerId: string) => lines.filter(({ part, customerId: of }) => part === "advances" && of === customerId);
