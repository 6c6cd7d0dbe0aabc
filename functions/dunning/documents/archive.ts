// Many files as one: zip archives whose bytes depend on their content alone, with a list of digests that anybody can check (`sha256sum -c`).
import { type Zippable, zipSync } from "fflate";
import { sha256 } from "#functions/dunning/evidence.ts";

export type ArchivedFile = { readonly name: string; readonly body: Uint8Array };

/** A zip knows no time zone and begins in 1980: all files bear the day that is given, at midnight. */
export function zipOf(files: readonly ArchivedFile[], day: string): Uint8Array {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const entries: Zippable = {};
  for (const { name, body } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) entries[name] = [body, { mtime: new Date(year, month - 1, date), level: packs(name) ? 6 : 0 }];
  return zipSync(entries);
}

export const withDigests = (files: readonly ArchivedFile[]): ArchivedFile[] => [
  ...files,
  { name: "SHA256SUMS", body: Buffer.from(`${files.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, body }) => `${sha256(body)}  ${name}`).join("\n")}\n`) },
];

const packs = (name: string): boolean => !/\.(pdf|zip|xlsx|png|jpe?g)$/i.test(name);
