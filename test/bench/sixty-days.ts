// Sixty days of reminders over the demo company: the clock is moved day by day, what waits for somebody is approved, and then every mail and every message is
// looked at. Told: what went where, along which steps each instalment climbed, and each fault: a mail twice, a day that is no working day where the debtor
// is, an hour outside the window, another language than the debtor's, a step before its turn or again.
//
//   npm run bench sixty-days       starts a local cloud of its own (a quarter of an hour); sixty-days=10 for so many days
import { isBusinessDay } from "#domain/calendar/business-days.ts";
import { localTime } from "#domain/calendar/local-time.ts";
import { timeZoneOf } from "#domain/calendar/time-zones.ts";
import { wordsOf } from "#domain/dunning/messages/words.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

const CUSTOMERS = 60;
/** A Sunday: what is due goes on Monday, and the sixty days lead over Thanksgiving, Christmas and New Year. */
const BEGINS = "2026-11-22T14:00:00+01:00";
const LADDER = ["r1", "r2", "r3", "formal", "hand-off"];
const manager = "claire.vasseur@ardelane.example";
type Mail = { readonly at: string; readonly to: readonly string[]; readonly text: string; readonly headers: Readonly<Record<string, string>> };
type Line = { readonly key: string; readonly part: string; readonly step?: string };
type Message = { readonly id: string; readonly kind: string; readonly step: string; readonly debtorId: string; readonly language: string; readonly timeZone: string; readonly sendOn: string; readonly channels: readonly string[]; readonly state: { readonly status: string }; readonly lines: readonly Line[] };
type Customer = { readonly id: string; readonly country: string };

export async function run(days = 60): Promise<void> {
  const cloud = await startCloud({ customers: CUSTOMERS, now: BEGINS });
  const get = async <T>(path: string, by = manager): Promise<T> => (await cloud.api(by, "GET", path)).body as T;
  try {
    const approved = await live(cloud, days);
    const customers = await everybody(get);
    const messages = (await Promise.all(customers.map(async ({ id }) => (await get<{ items: { id: string }[] }>(`/messages?customer=${id}&limit=100`)).items))).flat();
    const known = new Map<string, Message>();
    for (const { id } of messages) known.set(id, await get<Message>(`/messages/${id}`));
    const mails = ((await (await fetch(`${cloud.endpoints.mail}/messages`)).json()) as Mail[]).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    const countries = new Map(customers.map(({ id, country }) => [id, country]));
    const faults = [...faultsOfMails(mails, known, countries), ...faultsOfLetters(known, countries, mails), ...faultsOfLadders(known)];
    console.log(`${days} days, ${customers.length} debtors: ${mails.length} mails, ${[...known.values()].filter(({ kind, state }) => kind !== "task" && state.status === "delivered").length} messages delivered by all channels, ${approved} approved`);
    console.log(`steps climbed: ${[...climbed(known)].map(([path, n]) => `${path} (${n})`).join(", ")}`);
    console.log(`${faults.length} faults, bound 0`);
    for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
  } finally {
    await cloud.stop();
  }
}

async function live(cloud: TestCloud, days: number): Promise<number> {
  let approved = 0;
  for (let day = 0; day < days; day++) {
    await cloud.advance({ advance: "P1D" });
    const { items } = (await cloud.api(manager, "GET", "/dunning/approvals")).body as { items: { id: string }[] };
    for (const { id } of items) if ((await cloud.api(manager, "POST", `/messages/${id}/decision`, { decision: "approve" })).status === 200) approved++;
  }
  return approved;
}

async function everybody(get: <T>(path: string) => Promise<T>): Promise<Customer[]> {
  const found: Customer[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: { items: Customer[]; nextCursor?: string } = await get(`/customers?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

function faultsOfMails(mails: readonly Mail[], known: ReadonlyMap<string, Message>, countries: ReadonlyMap<string, string>): string[] {
  const seen = new Set<string>();
  return mails.flatMap(({ at, to, text, headers }) => {
    const message = known.get(headers["x-message"] ?? "");
    if (!message) return [`a mail of no message to ${to.join()}`];
    const country = countries.get(message.debtorId)!;
    const { date, time } = localTime(at, message.timeZone ?? timeZoneOf(country, undefined, "Europe/Paris"));
    const name = `${message.id} (${message.step}, ${country})`;
    const wanted = country === "FR" ? ("fr" as const) : ("en" as const);
    const again = seen.has(message.id + to.join());
    seen.add(message.id + to.join());
    return [
      ...(again ? [`${name}: twice`] : []),
      ...(isBusinessDay(date, country) ? [] : [`${name}: ${date} is no working day`]),
      ...(time >= "08:30" && time <= "11:30" ? [] : [`${name}: at ${time}`]),
      ...(message.language === wanted && Object.values(wordsOf[wanted].titles).some((title) => text.startsWith(String(title))) ? [] : [`${name}: in ${message.language}, begins "${text.slice(0, 40)}"`]),
    ];
  });
}

/** What goes by post leaves on a working day too, and what was to go by mail is in the mailbox. */
function faultsOfLetters(known: ReadonlyMap<string, Message>, countries: ReadonlyMap<string, string>, mails: readonly Mail[]): string[] {
  const mailed = new Set(mails.map(({ headers }) => headers["x-message"]));
  return [...known.values()].filter(gone).flatMap(({ id, step, sendOn, debtorId, channels }) => [
    ...(isBusinessDay(sendOn, countries.get(debtorId)!) ? [] : [`${id} (${step}): ${sendOn} is no working day`]),
    ...(channels.includes("email") && !mailed.has(id) ? [`${id} (${step}): not in the mailbox`] : []),
  ]);
}

const gone = ({ kind, state }: Message): boolean => kind !== "task" && (state.status === "delivered" || state.status === "sent");

/** By instalment, the steps that were reached, in the order of their days. */
function reached(known: ReadonlyMap<string, Message>): Map<string, string[]> {
  const steps = new Map<string, string[]>();
  for (const message of [...known.values()].filter(gone).toSorted((a, b) => (a.sendOn < b.sendOn ? -1 : 1)))
    for (const { key, part, step } of message.lines) if (part === "advances" && step) steps.set(key, [...(steps.get(key) ?? []), step]);
  return steps;
}

const faultsOfLadders = (known: ReadonlyMap<string, Message>): string[] =>
  [...reached(known)].flatMap(([key, steps]) => (steps.filter((step) => step !== "courtesy").some((step, n) => step !== LADDER[n]) || steps.lastIndexOf("courtesy") > 0 ? [`${key}: ${steps.join(" ")}`] : []));

function climbed(known: ReadonlyMap<string, Message>): Map<string, number> {
  const paths = new Map<string, number>();
  for (const steps of reached(known).values()) paths.set(steps.join(" "), (paths.get(steps.join(" ")) ?? 0) + 1);
  return new Map([...paths].toSorted((a, b) => b[1] - a[1]));
}
