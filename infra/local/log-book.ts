// What all parts say: the last lines in memory for /operations, all of it in one file of the data folder.
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Log, LogLine } from "#infra/local/engine.ts";

export type LogBook = { readonly log: Log; lines(filter: { text?: string; source?: string; level?: string; limit: number }): LogLine[]; close(): void };

const KEPT = 5_000;
const LARGEST_FILE = 20 * 1024 * 1024;

export const openLogBook = (dataDir: string, now: () => number): LogBook => {
  const directory = join(dataDir, "logs");
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "cloud.log");
  if (existsSync(file) && statSync(file).size > LARGEST_FILE) renameSync(file, join(directory, "cloud.log.1"));
  const lines: LogLine[] = [];
  let unwritten = "";
  const write = (): void => {
    if (unwritten) appendFileSync(file, unwritten);
    unwritten = "";
  };
  const timer = setInterval(write, 500);
  timer.unref();
  return {
    log: (line) => {
      const full: LogLine = { at: new Date(now()).toISOString(), ...line };
      lines.push(full);
      if (lines.length > KEPT) lines.splice(0, KEPT / 10);
      unwritten += `${full.at} ${full.level.padEnd(5)} ${full.source}  ${full.text.replaceAll("\n", "\n  ")}\n`;
    },
    lines: ({ text, source, level, limit }) =>
      lines
        .filter((line) => (!text || line.text.toLowerCase().includes(text.toLowerCase())) && (!source || line.source === source) && (!level || line.level === level))
        .slice(-limit),
    close: () => {
      clearInterval(timer);
      write();
    },
  };
};
