// The folder where the local cloud keeps everything, and the lock that lets only one run use it.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export type DataFolder = {
  readonly path: string;
  /** Nobody ever finished a first start here. */
  readonly isNew: boolean;
  /** Known to whoever may read this folder, and to nobody else: what the token command shows at the operations port. */
  readonly secret: string;
  markFilled(content: object): void;
  filled(): unknown;
  release(): void;
};

export const openDataFolder = (directory: string): DataFolder => {
  const path = resolve(directory);
  mkdirSync(path, { recursive: true });
  const lock = join(path, "cloud.pid");
  const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
  if (holder > 0 && holder !== process.pid && isLocalCloud(holder))
    throw new Error(`Quittance is running already with the data in ${path} (process ${holder}). Stop it first, or choose another folder with --data.`);
  writeFileSync(lock, String(process.pid));
  const filledFile = join(path, "filled.json");
  return {
    path,
    isNew: !existsSync(filledFile),
    secret: secretOf(path),
    markFilled: (content) => writeFileSync(filledFile, JSON.stringify(content, null, 2)),
    filled: () => (existsSync(filledFile) ? (JSON.parse(readFileSync(filledFile, "utf8")) as unknown) : undefined),
    release: () => rmSync(lock, { force: true }),
  };
};

/** A process number is soon given to somebody else, so what it runs is looked at as well where that can be seen. */
const isLocalCloud = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === "EPERM";
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || /node|vitest/.test(readFileSync(commandLine, "utf8"));
};

const secretOf = (path: string): string => {
  const file = join(path, "secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
};
