// Five wrong passwords in a quarter of an hour are enough: then this address, or this sender, waits. Counted in memory; a restart forgives.
const WINDOW_MS = 15 * 60_000;
const ALLOWED = { account: 5, sender: 30 } as const;

export class Attempts {
  readonly #failures = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Minutes to wait, or 0. */
  minutesToWait(email: string, sender: string): number {
    return Math.max(this.#wait(`account ${email}`, ALLOWED.account), this.#wait(`sender ${sender}`, ALLOWED.sender));
  }

  failed(email: string, sender: string) {
    for (const key of [`account ${email}`, `sender ${sender}`]) this.#failures.set(key, [...this.#recent(key), this.#now()]);
  }

  succeeded(email: string) {
    this.#failures.delete(`account ${email}`);
  }

  #wait(key: string, allowed: number) {
    const recent = this.#recent(key);
    const deciding = recent[recent.length - allowed];
    return deciding === undefined ? 0 : Math.ceil((deciding + WINDOW_MS - this.#now()) / 60_000);
  }

  #recent(key: string) {
    return (this.#failures.get(key) ?? []).filter((at) => at > this.#now() - WINDOW_MS);
  }
}
