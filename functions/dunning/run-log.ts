// What a run did, as it decided that morning: who was planned, who was not and why. One object per day and part of the customers, written once: a part
// that is planned again (a retry, a second run) leaves the first word standing.
//
//   {tenant}/reminder-runs/{day}/{zone}.{shard}
import type { PreviewRow } from "#domain/dunning/preview.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { addDays, type DateText } from "#domain/date.ts";
import type { EvidenceObjects } from "#functions/dunning/evidence.ts";
import { packed, unpacked } from "#functions/store/packed.ts";

export type LoggedRow = { readonly row: PreviewRow; readonly policyId: `pol_${string}`; readonly policyVersion: number; readonly entities: readonly string[]; readonly messages: readonly Message["id"][] };

/** How far back "the run before" is looked for: over a long weekend with its holidays. */
const LOOK_BACK = 7;

export function runLog(objects: EvidenceObjects, tenant: string) {
  const folder = `${tenant}/reminder-runs/`;
  const read = async (key: string): Promise<LoggedRow[] | undefined> => {
    const body = await objects.get(key);
    return body && unpacked<LoggedRow[]>(body[0] === 0x5b ? Buffer.from(body).toString("utf8") : body);
  };
  let ran: Promise<DateText | undefined> | undefined;
  const lastRunBefore = async (on: DateText): Promise<DateText | undefined> => {
    for (let back = 1; back <= LOOK_BACK; back++) {
      const day = addDays(on, -back);
      if ((await objects.list(`${folder}${day}/`)).length > 0) return day;
    }
    return undefined;
  };
  return {
    keep: (on: DateText, part: string, rows: readonly LoggedRow[]) => objects.put(`${folder}${on}/${part}`, Buffer.from(packed(rows))),
    /** The days of this month and the one before, the newest first, and how many parts each has. */
    async days(today: DateText): Promise<{ on: DateText; parts: number }[]> {
      const months = [today.slice(0, 7), addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7)];
      const keys = (await Promise.all(months.map((month) => objects.list(`${folder}${month}`)))).flat();
      const days = Map.groupBy(keys, (key) => key.slice(folder.length, folder.length + 10));
      return [...days].map(([on, parts]) => ({ on, parts: parts.length })).toSorted((a, b) => (a.on < b.on ? 1 : -1));
    },
    parts: async (on: DateText): Promise<string[]> => (await objects.list(`${folder}${on}/`)).toSorted(),
    part: async (key: string): Promise<LoggedRow[]> => (await read(key)) ?? [],
    /** What the last run before a day did of a part: nothing, if nobody was in it then. */
    async before(on: DateText, part: string): Promise<{ readonly on: DateText; readonly rows: LoggedRow[] } | undefined> {
      const day = await (ran ??= lastRunBefore(on));
      return day === undefined ? undefined : { on: day, rows: (await read(`${folder}${day}/${part}`)) ?? [] };
    },
  };
}
export type RunLog = ReturnType<typeof runLog>;
