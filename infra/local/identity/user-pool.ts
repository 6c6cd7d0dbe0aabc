// The people who may sign in, as a Cognito user pool keeps them: a `sub` for ever, an e-mail address to sign in with, attributes, a password
// that is stored only as a scrypt hash.
import { randomBytes, randomUUID, scrypt, timingSafeEqual } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";

export type PoolUser = {
  readonly sub: string;
  readonly email: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  /** A person whose password was given by somebody else chooses an own one at the first sign-in. */
  readonly status: "CONFIRMED" | "FORCE_CHANGE_PASSWORD";
  readonly createdAt: number;
  readonly modifiedAt: number;
};

type Row = { sub: string; email: string; attributes: string; enabled: number; status: string; created_at: number; modified_at: number; password: string | null };

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const SHORTEST_PASSWORD = 8;
const NO_PASSWORD = `${"00".repeat(16)}:${"00".repeat(32)}`;

export class UserPool {
  readonly #db: DatabaseSync;
  readonly #now: () => number;

  constructor(db: DatabaseSync, now: () => number) {
    this.#db = db;
    this.#now = now;
    db.exec(`CREATE TABLE IF NOT EXISTS users (sub TEXT PRIMARY KEY, email TEXT UNIQUE NOT NULL, attributes TEXT NOT NULL, enabled INTEGER NOT NULL,
      status TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, password TEXT)`);
  }

  create(email: string, attributes: Readonly<Record<string, string>>): PoolUser {
    const sub = randomUUID();
    const kept = { ...attributes, email: tidyEmail(email) };
    this.#db.prepare("INSERT INTO users VALUES (?, ?, ?, 1, 'FORCE_CHANGE_PASSWORD', ?, ?, NULL)").run(sub, kept.email, JSON.stringify(kept), this.#now(), this.#now());
    return this.find(sub) as PoolUser;
  }

  /** By `sub` or by e-mail address, as Cognito's Username allows both. */
  find(name: string): PoolUser | undefined {
    const row = this.#row(name);
    return row && userOf(row);
  }

  list(): readonly PoolUser[] {
    return (this.#db.prepare("SELECT * FROM users ORDER BY created_at, sub").all() as Row[]).map(userOf);
  }

  async setPassword(sub: string, password: string, permanent: boolean) {
    const salt = randomBytes(16);
    const hash = `${salt.toString("hex")}:${(await derive(password, salt, 32)).toString("hex")}`;
    this.#db.prepare("UPDATE users SET password = ?, status = ?, modified_at = ? WHERE sub = ?").run(hash, permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD", this.#now(), sub);
  }

  setAttributes(sub: string, changed: Readonly<Record<string, string>>) {
    const user = this.find(sub);
    if (!user) return;
    const attributes = { ...user.attributes, ...changed };
    this.#db
      .prepare("UPDATE users SET attributes = ?, email = ?, modified_at = ? WHERE sub = ?")
      .run(JSON.stringify(attributes), tidyEmail(attributes.email ?? user.email), this.#now(), sub);
  }

  setEnabled(sub: string, enabled: boolean) {
    this.#db.prepare("UPDATE users SET enabled = ?, modified_at = ? WHERE sub = ?").run(enabled ? 1 : 0, this.#now(), sub);
  }

  remove(sub: string) {
    this.#db.prepare("DELETE FROM users WHERE sub = ?").run(sub);
  }

  /** The user whose password this is. An unknown name takes as long as a wrong password, so that names cannot be guessed by the clock. */
  async authenticate(email: string, password: string): Promise<PoolUser | undefined> {
    const row = this.#row(email);
    const [salt = "", hash = ""] = (row?.password ?? NO_PASSWORD).split(":");
    const expected = Buffer.from(hash, "hex");
    const right = timingSafeEqual(await derive(password, Buffer.from(salt, "hex"), expected.length), expected);
    return right && row?.password && row.enabled ? userOf(row) : undefined;
  }

  #row(name: string) {
    return this.#db.prepare("SELECT * FROM users WHERE sub = ? OR email = ?").get(name, tidyEmail(name)) as Row | undefined;
  }
}

export const passwordIsAcceptable = (password: string) => password.length >= SHORTEST_PASSWORD;

export const tidyEmail = (email: string) => email.trim().toLowerCase();

const userOf = (row: Row): PoolUser => ({
  sub: row.sub,
  email: row.email,
  attributes: JSON.parse(row.attributes) as Record<string, string>,
  enabled: row.enabled === 1,
  status: row.status as PoolUser["status"],
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
});
