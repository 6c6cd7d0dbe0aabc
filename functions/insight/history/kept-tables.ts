// Tables that were expensive to make, kept while the database lives: the few that were asked for last.
import type { Database, Parameters } from "#functions/insight/history/database.ts";

export type Query = { readonly sql: string; readonly parameters: Parameters };

export function keptTables(database: Database, kept: number) {
  const made = new Map<string, Promise<string>>();
  const create = async (name: string, query: () => Promise<Query>) => {
    const { sql, parameters } = await query();
    await database.use((ask) => ask(`CREATE OR REPLACE TABLE ${name} AS ${sql}`, parameters));
    return name;
  };
  const dropOldest = async () => {
    if (made.size <= kept) return;
    const [oldest, table] = made.entries().next().value!;
    made.delete(oldest);
    await table.then((name) => database.use((ask) => ask(`DROP TABLE IF EXISTS ${name}`)), () => undefined);
  };
  return {
    has: (name: string): boolean => made.has(name),
    /** `name` is an identifier of our own making. */
    async make(name: string, query: () => Promise<Query>): Promise<string> {
      const table = made.get(name) ?? create(name, query);
      made.delete(name);
      made.set(name, table);
      table.catch(() => made.delete(name));
      await dropOldest();
      return table;
    },
  };
}
