// Which policy is a customer's, and who gets one message. Marks stay with the customer whose items they are, so the unit may be changed at any time:
// what was sent to the debtor counts when his payer is written to, and the other way round.
import type { Policy } from "#domain/dunning/policy/schema.ts";
import type { DunningAccount, Hold, PaymentPromise } from "#domain/dunning/schema.ts";
import type { OpenLine, Party, Signal, Situation } from "#domain/dunning/situation.ts";
import type { CustomerId } from "#domain/id.ts";

/** All that is known of one customer. */
export type CustomerFile = {
  readonly party: Party;
  readonly payerId?: CustomerId;
  readonly parentId?: CustomerId;
  readonly lines: readonly OpenLine[];
  readonly holds: readonly Hold[];
  readonly promises: readonly PaymentPromise[];
  readonly signals: readonly Signal[];
  readonly account: DunningAccount;
};

/** A message is one transaction over the accounts that it is about, and a transaction has its limit: more customers of one payer get a message each ninety. */
const MOST_CUSTOMERS = 90;

/** The most telling match: customer, then segment, legal entity, country; then the higher priority, then the id, so that two runs agree. */
export function policyFor({ party, lines }: Pick<CustomerFile, "party" | "lines">, policies: readonly Policy[]): Policy | undefined {
  return policies
    .map((policy) => ({ policy, weight: matchOf(policy, party, lines) }))
    .filter(({ weight }) => weight >= 0)
    .toSorted((a, b) => b.weight - a.weight || b.policy.priority - a.policy.priority || (a.policy.id < b.policy.id ? -1 : 1))[0]?.policy;
}

function matchOf({ appliesTo: { customers, segments, entities, countries } }: Policy, party: Party, lines: readonly OpenLine[]): number {
  if (customers.length > 0) return customers.includes(party.id) ? 8 : -1;
  let weight = 0;
  if (segments.length > 0) {
    if (!party.segment || !segments.includes(party.segment)) return -1;
    weight += 4;
  }
  if (entities.length > 0) {
    if (!lines.every(({ entityId }) => entities.includes(entityId))) return -1;
    weight += 2;
  }
  if (countries.length > 0) {
    if (!party.country || !countries.includes(party.country)) return -1;
    weight += 1;
  }
  return weight;
}

/**
 * The situations of customers who share a policy. Customers without anything open have none. `part` names the part of all customers that these are: debtors
 * whose payer is not among them (he lives by another clock) are a group of their own, with a name of its own.
 */
export function situationsOf(files: readonly CustomerFile[], unit: Policy["unit"], partyOf: (id: CustomerId) => Party | undefined, part = ""): Situation[] {
  const here = new Set(files.map(({ party }) => party.id));
  const groups = new Map<string, { readonly file: CustomerFile; readonly lines: OpenLine[] }[]>();
  for (const file of files) {
    for (const [group, lines] of Map.groupBy(file.lines, (line) => groupOf(file, line, unit, here, part))) groups.set(group, [...(groups.get(group) ?? []), { file, lines }]);
  }
  return [...groups].flatMap(([group, members]) => parts(group, members.toSorted((a, b) => (a.file.party.id < b.file.party.id ? -1 : 1))).map(([name, part]) => situation(name, part, unit, partyOf)));
}

function groupOf({ party, payerId, parentId }: CustomerFile, { reference, entityId }: OpenLine, unit: Policy["unit"], here: ReadonlySet<string>, part: string): string {
  if (unit === "payer" || unit === "parent") {
    const addressee = (unit === "payer" ? payerId : parentId) ?? party.id;
    return part === "" || here.has(addressee) ? addressee : `${addressee}|${part}`;
  }
  if (unit === "contract") return reference ? `${party.id}|${reference}` : party.id;
  return unit === "entity" ? `${party.id}|${entityId}` : party.id;
}

type Member = { readonly file: CustomerFile; readonly lines: readonly OpenLine[] };

function parts(group: string, members: readonly Member[]): [string, readonly Member[]][] {
  if (members.length <= MOST_CUSTOMERS) return [[group, members]];
  return Array.from({ length: Math.ceil(members.length / MOST_CUSTOMERS) }, (_, n) => [`${group}|${n + 1}`, members.slice(n * MOST_CUSTOMERS, (n + 1) * MOST_CUSTOMERS)]);
}

function situation(group: string, members: readonly Member[], unit: Policy["unit"], partyOf: (id: CustomerId) => Party | undefined): Situation {
  const first = members[0]!.file;
  const addresseeId = (unit === "payer" ? first.payerId : unit === "parent" ? first.parentId : undefined) ?? first.party.id;
  const debtor = members.find(({ file }) => file.party.id === addresseeId)?.file.party ?? first.party;
  return {
    group,
    debtor,
    addressee: addresseeId === debtor.id ? debtor : (partyOf(addresseeId) ?? debtor),
    lines: members.flatMap(({ lines }) => lines),
    holds: members.flatMap(({ file }) => holdsOf(file, members.length === 1 || file.party.id === addresseeId)),
    promises: members.flatMap(({ file }) => file.promises),
    signals: members.flatMap(({ file }) => file.signals),
    accounts: members.map(({ file }) => file.account),
  };
}

/** Of several debtors of one payer, what stands against one keeps his items out, not those of the others: his flags become holds on him. */
function holdsOf({ party, holds }: CustomerFile, alone: boolean): readonly Hold[] {
  if (alone || party.flags.length === 0) return holds;
  return [...holds, ...party.flags.map((reason): Hold => ({ id: `hld_${reason}`, reason, scope: { of: "debtor", customerId: party.id }, from: "1970-01-01", placedBy: "customer" }))];
}
