// Where sessions, codes, grants and refresh tokens live, so that a restart signs nobody out. This is oidc-provider's adapter on SQLite.
import type { DatabaseSync } from "node:sqlite";
import type { Adapter, AdapterPayload } from "oidc-provider";

type Row = { payload: string; consumed: number | null };

export const openGrantStore = (db: DatabaseSync) => {
  db.exec(`CREATE TABLE IF NOT EXISTS grants (model TEXT, id TEXT, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, consumed INTEGER, expires_at INTEGER, PRIMARY KEY (model, id));
    CREATE INDEX IF NOT EXISTS grants_by_grant ON grants (grant_id);
    CREATE INDEX IF NOT EXISTS grants_by_uid ON grants (model, uid)`);
  db.prepare("DELETE FROM grants WHERE expires_at < ?").run(seconds());
  return {
    adapter: class extends GrantAdapter {
      constructor(model: string) {
        super(db, model);
      }
    },
    /** Ends a browser's session and everything that was granted in it. */
    endSession(id: string) {
      const session = new GrantAdapter(db, "Session");
      const found = session.read("id", id);
      for (const { grantId } of Object.values(found?.authorizations ?? {})) if (grantId) session.revoke(grantId);
      session.delete(id);
    },
    /** Ends every session and token of a person, for example one who was disabled. */
    endEverythingOf(accountId: string) {
      db.prepare("DELETE FROM grants WHERE json_extract(payload, '$.accountId') = ?").run(accountId);
    },
  };
};

class GrantAdapter implements Adapter {
  readonly #db: DatabaseSync;
  readonly #model: string;

  constructor(db: DatabaseSync, model: string) {
    this.#db = db;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number) {
    this.#db
      .prepare(
        "INSERT INTO grants VALUES (?, ?, ?, ?, ?, NULL, ?) ON CONFLICT DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at",
      )
      .run(this.#model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, expiresIn ? seconds() + expiresIn : null);
  }

  async find(id: string) {
    return this.read("id", id);
  }

  async findByUid(uid: string) {
    return this.read("uid", uid);
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id: string) {
    this.#db.prepare("UPDATE grants SET consumed = ? WHERE model = ? AND id = ?").run(seconds(), this.#model, id);
  }

  async destroy(id: string) {
    this.delete(id);
  }

  async revokeByGrantId(grantId: string) {
    this.revoke(grantId);
  }

  read(column: "id" | "uid", value: string): AdapterPayload | undefined {
    const row = this.#db
      .prepare(`SELECT payload, consumed FROM grants WHERE model = ? AND ${column} = ? AND (expires_at IS NULL OR expires_at > ?)`)
      .get(this.#model, value, seconds()) as Row | undefined;
    return row && { ...(JSON.parse(row.payload) as AdapterPayload), ...(row.consumed === null ? {} : { consumed: row.consumed }) };
  }

  delete(id: string) {
    this.#db.prepare("DELETE FROM grants WHERE model = ? AND id = ?").run(this.#model, id);
  }

  revoke(grantId: string) {
    this.#db.prepare("DELETE FROM grants WHERE grant_id = ?").run(grantId);
    this.#db.prepare("DELETE FROM grants WHERE model = 'Grant' AND id = ?").run(grantId);
  }
}

const seconds = () => Math.floor(Date.now() / 1000);
