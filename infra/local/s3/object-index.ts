// Which object is where: one row per version of a key. A write, the end of what it replaces and the notifications it owes are one transaction.
import { randomBytes } from "node:crypto";
import { type Database, inTransaction } from "../database.ts";
import { OUTBOX_TABLE } from "../outbox.ts";
import type { Checksum } from "./checksum.ts";
import { notImplemented, S3Error } from "./error.ts";

export const INDEX_TABLES = `
  CREATE TABLE IF NOT EXISTS object (seq INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
    latest INTEGER NOT NULL, marker INTEGER NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL,
    headers TEXT NOT NULL, checksum TEXT);
  CREATE UNIQUE INDEX IF NOT EXISTS object_latest ON object (bucket, key) WHERE latest = 1;
  CREATE INDEX IF NOT EXISTS object_version ON object (bucket, key, seq);
  CREATE INDEX IF NOT EXISTS object_blob ON object (blob);
  CREATE TABLE IF NOT EXISTS upload (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS part (upload TEXT NOT NULL, number INTEGER NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    PRIMARY KEY (upload, number));
  CREATE INDEX IF NOT EXISTS part_blob ON part (blob);
  ${OUTBOX_TABLE}`;

export type Stored = {
  readonly seq: number;
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
  readonly marker: boolean;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
};
export type NewObject = Omit<Stored, "seq" | "version" | "marker">;
export type Reason = "PutObject" | "CopyObject" | "CompleteMultipartUpload" | "DeleteObject" | "DeleteMarker";
export type Preconditions = { readonly ifMatch?: string | undefined; readonly ifNoneMatch?: string | undefined };
export type Announce = (object: Stored, reason: Reason) => void;
/** What happened, and the blobs that nobody names any more. */
export type Change = { readonly object: Stored; readonly unused: readonly string[] };

const COLUMNS = "seq, bucket, key, version, marker, blob, size, etag, modified, headers, checksum";

export class ObjectIndex {
  readonly db: Database;
  readonly #announce: Announce;

  constructor(db: Database, announce: Announce) {
    this.db = db;
    this.#announce = announce;
  }

  /** The latest version, which may be a delete marker. */
  latest(bucket: string, key: string): Stored | undefined {
    return stored(this.db.prepare(`SELECT ${COLUMNS} FROM object WHERE bucket = ? AND key = ? AND latest = 1`).get(bucket, key));
  }

  version(bucket: string, key: string, version: string): Stored | undefined {
    return stored(this.db.prepare(`SELECT ${COLUMNS} FROM object WHERE bucket = ? AND key = ? AND version = ?`).get(bucket, key, version));
  }

  /** Live objects with keys in [from, until), in the order of their UTF-8 bytes. */
  scan(bucket: string, from: string, exclusive: boolean, until: string, limit: number): Stored[] {
    const order = `SELECT ${COLUMNS} FROM object WHERE bucket = ? AND latest = 1 AND marker = 0 AND key ${exclusive ? ">" : ">="} ? AND key < ? ORDER BY key LIMIT ?`;
    return this.db
      .prepare(order)
      .all(bucket, from, until, limit)
      .map((row) => stored(row)!);
  }

  put(
    object: NewObject,
    { versioned, reason, conditions = {}, also = () => [] }: { versioned: boolean; reason: Reason; conditions?: Preconditions; also?: () => string[] },
  ): Change {
    return inTransaction(this.db, () => {
      checkWrite(this.latest(object.bucket, object.key), conditions);
      const unused = versioned ? [] : this.#drop(object.bucket, object.key, "null");
      this.#demote(object.bucket, object.key);
      const written = this.#insert(object, versioned ? newVersion() : "null", false);
      this.#announce(written, reason);
      return { object: written, unused: [...unused, ...also()] };
    });
  }

  /** Without a version: hides the key behind a marker (versioned) or forgets it. With one: forgets that version. */
  delete(
    bucket: string,
    key: string,
    { versioned, version, conditions = {}, now }: { versioned: boolean; version?: string | undefined; conditions?: Preconditions; now: number },
  ): Change | undefined {
    return inTransaction(this.db, () => {
      const current = version === undefined ? this.latest(bucket, key) : this.version(bucket, key, version);
      if (conditions.ifMatch !== undefined) checkWrite(current, conditions);
      if (version === undefined && versioned) {
        this.#demote(bucket, key);
        const marker = this.#insert({ bucket, key, blob: "", size: 0, etag: "", modified: now, headers: {} }, newVersion(), true);
        this.#announce(marker, "DeleteMarker");
        return { object: marker, unused: [] };
      }
      if (current === undefined) return undefined;
      const unused = this.#drop(bucket, key, current.version);
      this.#announce({ ...current, seq: this.#nextSeq() }, "DeleteObject");
      return { object: current, unused };
    });
  }

  isReferenced(blob: string): boolean {
    return this.db.prepare("SELECT 1 FROM object WHERE blob = ? UNION ALL SELECT 1 FROM part WHERE blob = ?").get(blob, blob) !== undefined;
  }

  #insert(object: NewObject, version: string, marker: boolean): Stored {
    const { bucket, key, blob, size, etag, modified, headers, checksum } = object;
    const { lastInsertRowid } = this.db
      .prepare("INSERT INTO object (bucket, key, version, latest, marker, blob, size, etag, modified, headers, checksum) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)")
      .run(bucket, key, version, marker ? 1 : 0, blob, size, etag, modified, JSON.stringify(headers), checksum === undefined ? null : JSON.stringify(checksum));
    return { ...object, seq: Number(lastInsertRowid), version, marker };
  }

  #demote(bucket: string, key: string) {
    this.db.prepare("UPDATE object SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1").run(bucket, key);
  }

  /** A removal has its own place in the order of a key's events. */
  #nextSeq(): number {
    return (this.db.prepare("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'object' RETURNING seq").get() as { seq: number }).seq;
  }

  #drop(bucket: string, key: string, version: string): string[] {
    const gone = this.version(bucket, key, version);
    if (gone === undefined) return [];
    this.db.prepare("DELETE FROM object WHERE seq = ?").run(gone.seq);
    const next = this.db.prepare("SELECT max(seq) AS seq FROM object WHERE bucket = ? AND key = ?").get(bucket, key) as { seq: number | null };
    if (next.seq !== null) this.db.prepare("UPDATE object SET latest = 1 WHERE seq = ?").run(next.seq);
    return gone.marker ? [] : [gone.blob];
  }
}

const checkWrite = (current: Stored | undefined, { ifMatch, ifNoneMatch }: Preconditions) => {
  const exists = current !== undefined && !current.marker;
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw notImplemented("If-None-Match with an entity tag on a write");
  if (ifNoneMatch === "*" && exists) throw new S3Error("PreconditionFailed", undefined, { Condition: "If-None-Match" });
  if (ifMatch === undefined) return;
  if (!exists) throw new S3Error("NoSuchKey");
  if (ifMatch !== "*" && ifMatch.replaceAll('"', "") !== current.etag) throw new S3Error("PreconditionFailed", undefined, { Condition: "If-Match" });
};

const newVersion = () => randomBytes(24).toString("base64url");

const stored = (row: unknown): Stored | undefined => {
  if (row === undefined) return undefined;
  const { marker, headers, checksum, ...rest } = row as Omit<Stored, "marker" | "headers" | "checksum"> & { marker: number; headers: string; checksum: string | null };
  return { ...rest, marker: marker === 1, headers: JSON.parse(headers) as Record<string, string>, ...(checksum === null ? {} : { checksum: JSON.parse(checksum) as Checksum }) };
};
