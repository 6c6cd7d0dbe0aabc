// The engines' own SQLite files. Write-ahead logging with normal syncing: a killed process loses nothing that was committed, and a commit costs
// microseconds; only a power cut may lose the last moments, which is fair for a machine that plays the cloud.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Database = DatabaseSync;

export const openDatabase = (file: string, schema: string): Database => {
  mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
  db.exec(schema);
  return db;
};

/** All or nothing. The body is synchronous, so nothing else of this process runs in between. */
export const inTransaction = <T>(db: Database, body: () => T): T => {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = body();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
};
