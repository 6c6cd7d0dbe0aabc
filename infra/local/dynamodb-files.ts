// Where DynamoDB Local's database file lies while it runs, and how it gets into the data folder.
// A copy is taken only when the file did not change meanwhile and has no journal, so the copy in the data folder is always a whole database.
// The folder on tmpfs exists only between a start and its clean stop: if it is there at a start, the run before was killed, and it is newer.
import { createHash, randomUUID } from "node:crypto";
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export type DatabaseFolder = {
  readonly path: string;
  readonly onTmpfs: boolean;
  /** True when a whole copy was taken. */
  copyToDataFolder(): boolean;
  /** After the database was closed: the last copy, then the folder on tmpfs goes. */
  settle(): void;
};

const FILE = "shared-local-instance.db";
const TMPFS = "/dev/shm";
/** In a folder on tmpfs: the data folder that it belongs to. */
const OWNER = "data-folder";

export const openDatabaseFolder = (dataDir: string, tmpfs = TMPFS): DatabaseFolder => {
  const kept = join(dataDir, "dynamodb");
  mkdirSync(kept, { recursive: true });
  if (!writable(tmpfs)) return { path: kept, onTmpfs: false, copyToDataFolder: () => true, settle: () => undefined };
  sweep(tmpfs);
  const path = join(tmpfs, `quittance-${installId(dataDir)}`);
  if (!existsSync(join(path, FILE))) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (existsSync(join(kept, FILE))) copyFileSync(join(kept, FILE), join(path, FILE));
  }
  writeFileSync(join(path, OWNER), resolve(dataDir));
  const copyToDataFolder = (): boolean => copyWhole(join(path, FILE), join(kept, FILE));
  return {
    path,
    onTmpfs: true,
    copyToDataFolder,
    settle: () => {
      if (copyToDataFolder()) rmSync(path, { recursive: true, force: true });
    },
  };
};

/** What killed runs left behind goes when their data folder is gone: nobody can come back to it. */
const sweep = (tmpfs: string): void => {
  for (const name of readdirSync(tmpfs).filter((each) => each.startsWith("quittance-"))) {
    const owner = join(tmpfs, name, OWNER);
    if (existsSync(owner) && !existsSync(readFileSync(owner, "utf8"))) rmSync(join(tmpfs, name), { recursive: true, force: true });
  }
};

const writable = (directory: string): boolean => {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** Belongs to this data folder at this place: neither a new folder of the same name nor a copy of it elsewhere takes over another's database. */
const installId = (dataDir: string): string => {
  const file = join(dataDir, "dynamodb", "id");
  if (!existsSync(file)) writeFileSync(file, randomUUID());
  return createHash("sha256").update(readFileSync(file, "utf8")).update(resolve(dataDir)).digest("hex").slice(0, 16);
};

const copyWhole = (from: string, to: string): boolean => {
  if (!existsSync(from)) return true;
  const before = fingerprint(from);
  if (before === fingerprint(to, ".source")) return true;
  copyFileSync(from, `${to}.new`);
  if (existsSync(`${from}-journal`) || fingerprint(from) !== before) return false;
  renameSync(`${to}.new`, to);
  writeFileSync(`${to}.source`, before);
  return true;
};

/** Of a live file what the file system says; of a kept copy what its source was when it was copied. */
const fingerprint = (file: string, noteSuffix?: string): string => {
  if (noteSuffix !== undefined) return existsSync(`${file}${noteSuffix}`) ? readFileSync(`${file}${noteSuffix}`, "utf8") : "";
  const { size, mtimeMs, ino } = statSync(file);
  const wal = existsSync(`${file}-wal`) ? statSync(`${file}-wal`) : undefined;
  return `${ino}:${size}:${mtimeMs}:${wal ? `${wal.size}:${wal.mtimeMs}` : ""}`;
};
