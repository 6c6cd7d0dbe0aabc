// What a stand-in remembers: in memory for a test, in a file of the data folder where it must outlive a killed process, as a real provider would.
import type { Database } from "#infra/local/database.ts";

export type Shelf<T> = { readonly all: () => T[]; readonly put: (id: string, what: T) => void };

export const SHELVES = "CREATE TABLE IF NOT EXISTS shelf (seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, UNIQUE (name, id));";

export const memoryShelf = <T>(): Shelf<T> => ({ all: () => [], put: () => undefined });

export const shelfIn = <T>(db: Database, name: string): Shelf<T> => ({
  all: () => (db.prepare("SELECT what FROM shelf WHERE name = ? ORDER BY seq").all(name) as { what: string }[]).map(({ what }) => JSON.parse(what) as T),
  put: (id, what) => void db.prepare("INSERT INTO shelf (name, id, what) VALUES (?, ?, ?) ON CONFLICT (name, id) DO UPDATE SET what = excluded.what").run(name, id, JSON.stringify(what)),
});
