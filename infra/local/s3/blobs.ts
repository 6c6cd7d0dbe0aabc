// The bytes of objects: one file each, under a name that nobody chose. A file is written aside and renamed when it is whole; one that no
// object names (its writer was killed before the index knew it) is swept away at the next start.
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { copyFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export class Blobs {
  readonly #folder: string;
  readonly #aside: string;

  constructor(dataDir: string, isReferenced: (blob: string) => boolean) {
    this.#folder = join(dataDir, "objects");
    this.#aside = join(dataDir, "incoming");
    rmSync(this.#aside, { recursive: true, force: true });
    mkdirSync(this.#aside, { recursive: true });
    for (let shard = 0; shard < 256; shard += 1) mkdirSync(join(this.#folder, shard.toString(16).padStart(2, "0")), { recursive: true });
    for (const shard of readdirSync(this.#folder)) for (const blob of readdirSync(join(this.#folder, shard))) if (!isReferenced(blob)) this.remove(blob);
  }

  /** Writes a stream aside, letting `see` look at every chunk, and keeps it only if `accept` does not throw. */
  async write(source: readonly (Readable | Transform)[], see: (chunk: Buffer) => void, accept: () => void): Promise<string> {
    const blob = randomBytes(16).toString("hex");
    const aside = join(this.#aside, blob);
    const watcher = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        try {
          see(chunk);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      },
    });
    try {
      await pipeline([...source, watcher, createWriteStream(aside, { highWaterMark: 1024 * 1024 })]);
      accept();
      await rename(aside, this.#path(blob));
      return blob;
    } catch (error) {
      rmSync(aside, { force: true });
      throw error;
    }
  }

  /** Several blobs one after the other as a new one. */
  async join(blobs: readonly string[]): Promise<string> {
    const blob = randomBytes(16).toString("hex");
    const aside = join(this.#aside, blob);
    for (const part of blobs) await pipeline(createReadStream(this.#path(part)), createWriteStream(aside, { flags: "a", highWaterMark: 1024 * 1024 }));
    await rename(aside, this.#path(blob));
    return blob;
  }

  async copy(blob: string): Promise<string> {
    const copy = randomBytes(16).toString("hex");
    await copyFile(this.#path(blob), join(this.#aside, copy));
    await rename(join(this.#aside, copy), this.#path(copy));
    return copy;
  }

  read(blob: string, range?: { readonly start: number; readonly end: number }): Readable {
    return createReadStream(this.#path(blob), range);
  }

  remove(blob: string): void {
    try {
      unlinkSync(this.#path(blob));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  #path(blob: string) {
    return join(this.#folder, blob.slice(0, 2), blob);
  }
}

export const md5 = () => createHash("md5");
