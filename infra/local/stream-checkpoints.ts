// How far each function has read each shard, kept in SQLite: a killed runner repeats at most the batch that was under way.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Checkpoints = { read(source: string, shard: string): string | undefined; write(source: string, shard: string, sequenceNumber: string): void; close(): void };

export const openCheckpoints = (dataDir: string): Checkpoints => {
  mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, "streams.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS checkpoint (source TEXT, shard TEXT, sequence TEXT NOT NULL, PRIMARY KEY (source, shard))");
  const read = database.prepare("SELECT sequence FROM checkpoint WHERE source = ? AND shard = ?");
  const write = database.prepare("INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)");
  return {
    read: (source, shard) => read.get(source, shard)?.["sequence"] as string | undefined,
    write: (source, shard, sequenceNumber) => void write.run(source, shard, sequenceNumber),
    close: () => database.close(),
  };
};
