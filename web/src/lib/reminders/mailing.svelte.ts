// A message by hand before it goes: the words, to whom, and who would get it, read part by part. Whoever is unticked is left out; what is sent is exactly
// what is ticked on the screen. One mailing has one name, so that a second press sends nothing twice.
import { untrack } from "svelte";
import { call, type Answer, type Ask } from "#lib/api/client.ts";

export type Words = Pick<Ask<"POST /messages/preview">["body"], "template" | "text" | "language" | "channel" | "override">;
export type Whom = Pick<Ask<"POST /messages/preview">["body"], "customers" | "filter">;
export type MailingRow = Answer<"POST /messages/preview">["items"][number];
export type Sent = { readonly ids: readonly `msg_${string}`[]; readonly goes: number; readonly waits: number; readonly left: number; readonly at: string };

type Question = { readonly words: Words; readonly whom: Whom };

/** What the API takes at once. */
const AT_ONCE = 200;

export class Mailing {
  rows: readonly MailingRow[] = $state.raw([]);
  without: ReadonlySet<string> = $state.raw(new Set());
  error: Error | undefined = $state.raw();
  loading = $state(false);
  #asked = new AbortController();
  #question: () => Question | undefined;

  constructor(question: () => Question | undefined) {
    this.#question = question;
    $effect(() => {
      const asked = question();
      const timer = setTimeout(() => untrack(() => void this.#read(asked)), 350);
      return () => (clearTimeout(timer), this.#asked.abort());
    });
  }

  refresh = (): void => void this.#read(this.#question());
  toggle = (id: string): void => void (this.without = this.without.has(id) ? new Set([...this.without].filter((one) => one !== id)) : new Set([...this.without, id]));
  get going(): readonly MailingRow[] {
    return this.rows.filter(({ outcome, customer }) => outcome !== "excluded" && !this.without.has(customer.id));
  }

  async #read(asked: Question | undefined): Promise<void> {
    this.#asked.abort();
    const { signal } = (this.#asked = new AbortController());
    if (!asked) return void ((this.rows = []), (this.loading = false));
    this.loading = true;
    try {
      const rows: MailingRow[] = [];
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const answer = await call("POST /messages/preview", { body: { ...asked.words, ...asked.whom, cursor } }, signal);
        if (signal.aborted) return;
        rows.push(...answer.items);
        cursor = answer.nextCursor;
      }
      this.rows = rows.toSorted(largestFirst);
      this.error = undefined;
    } catch (error) {
      if (!signal.aborted) this.error = error as Error;
    } finally {
      if (!signal.aborted) this.loading = false;
    }
  }
}

/** Amounts of one currency are compared; the currencies stand in the order of their names. */
function largestFirst({ asked: [a] }: MailingRow, { asked: [b] }: MailingRow): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  return a.currency === b.currency ? Number(b.amount) - Number(a.amount) : a.currency < b.currency ? -1 : 1;
}

/** In the order of the list; a part that fails leaves the parts before it sent, and says so by what comes back. */
export async function sendMailing(words: Words, going: readonly MailingRow[], batch: string): Promise<Sent> {
  const answers = [];
  for (let from = 0; from < going.length; from += AT_ONCE) answers.push(await call("POST /messages", { body: { ...words, batch, customers: going.slice(from, from + AT_ONCE).map(({ customer }) => customer.id) } }));
  const items = answers.flatMap(({ items: part }) => part);
  const of = (outcome: MailingRow["outcome"]) => items.filter((one) => one.outcome === outcome).length;
  return { ids: items.flatMap(({ messageId }) => messageId ?? []), goes: of("sends"), waits: of("approval"), left: of("excluded"), at: new Date().toISOString() };
}

/** Those that left meanwhile stay sent. */
export async function takeBack(ids: readonly `msg_${string}`[]): Promise<{ withdrawn: number; stayed: number }> {
  const sum = { withdrawn: 0, stayed: 0 };
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const { withdrawn, stayed } = await call("POST /messages/withdrawal", { body: { messages: ids.slice(from, from + AT_ONCE) } });
    sum.withdrawn += withdrawn;
    sum.stayed += stayed;
  }
  return sum;
}
