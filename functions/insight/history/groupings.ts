// Which group each account is in, as plain columns: read once for each grouping of a state of the history.
import type { Database } from "#functions/insight/history/database.ts";
import { accountsByCustomer, accountsInScope, currencyOfGroups, groupOfAccounts, numberedGroups, scopeFilter, scopeParameters, type GroupBy, type Scope } from "#functions/insight/queries/aged-balance.ts";

export type Grouping = {
  /** The table that names the groups. */
  readonly table: string;
  readonly groups: number;
  readonly groupOf: Int32Array;
  readonly currencies: readonly string[];
  /** By group, the place of its currency in `currencies`. */
  readonly currencyOf: Int32Array;
};
export type People = { readonly accounts: Int32Array; readonly customerOf: Int32Array; readonly fresh: readonly number[] };
export type Groupings = { of(groupBy: GroupBy): Promise<Grouping>; people(): Promise<People>; /** The grouping without the accounts that are not asked about. */ narrowed(grouping: Grouping, scope: Scope): Promise<Int32Array> };

export function groupings(database: Database): Groupings {
  const made = new Map<GroupBy, Promise<Grouping>>();
  let people: Promise<People> | undefined;
  const readPeople = () =>
    database.use(async (_, read): Promise<People> => {
      const [accounts, customers] = (await read.columns(accountsByCustomer)) as [number[], number[]];
      const [fresh] = (await read.columns("FROM fresh_accounts")) as [number[]];
      return { accounts: Int32Array.from(accounts), customerOf: placed(accounts, customers), fresh };
    });
  const remembered = (groupBy: GroupBy): Promise<Grouping> => {
    const grouping = make(database, groupBy);
    made.set(groupBy, grouping);
    grouping.catch(() => made.delete(groupBy));
    return grouping;
  };
  return {
    of: (groupBy) => made.get(groupBy) ?? remembered(groupBy),
    people: () => (people ??= readPeople()),
    async narrowed({ groupOf }, scope) {
      if (scopeFilter(scope) === "") return groupOf;
      const [accounts] = (await database.use((_, read) => read.columns(accountsInScope(scope), scopeParameters(scope)))) as [number[]];
      const narrowed = new Int32Array(groupOf.length).fill(-1);
      for (const account of accounts) narrowed[account] = groupOf[account]!;
      return narrowed;
    },
  };
}

const make = (database: Database, groupBy: GroupBy): Promise<Grouping> =>
  database.use(async (ask, read) => {
    const table = `groups_${groupBy}`;
    await ask(numberedGroups(table, groupBy));
    const [accounts, groups] = (await read.columns(groupOfAccounts(table, groupBy))) as [number[], number[]];
    const [numbers, codes] = (await read.columns(currencyOfGroups(table))) as [number[], string[]];
    const currencies = [...new Set(codes)].toSorted();
    return { table, groups: numbers.length, groupOf: placed(accounts, groups), currencies, currencyOf: placed(numbers, codes.map((code) => currencies.indexOf(code))) };
  });

/** Account numbers are dense: each value lies at the place of its account. */
function placed(places: readonly number[], values: readonly number[]): Int32Array {
  const column = new Int32Array(places.length);
  places.forEach((place, n) => (column[place] = values[n]!));
  return column;
}
