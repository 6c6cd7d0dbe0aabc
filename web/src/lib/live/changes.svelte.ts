// What is heard while a page is open. A message only says that something changed: whoever shows it asks the API again.
import type { Config } from "#lib/session/session.svelte.ts";
import { accessToken } from "#lib/session/session.svelte.ts";
import { connectLive, type LiveState } from "#lib/live/client.ts";

type Heard = { readonly type: string; readonly data: { readonly runId?: string; readonly state?: string; readonly customerId?: string } };
type Listener = (heard: Heard) => void;

export const live: { state: LiveState } = $state({ state: "connecting" });
const listeners = new Set<Listener>();

/** Calls back for every change of this tenant while the component lives. */
export function onChange(listener: Listener): void {
  $effect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  });
}

export function listen(config: Config, tenant: string): { close(): void } {
  const client = connectLive({ realtime: config.live.realtime, token: accessToken, state: (state) => (live.state = state) });
  const tell = (heard: Heard) => listeners.forEach((listener) => listener(heard));
  for (const topic of ["imports", "ledger", "payments", "reminders"]) {
    client.subscribe(`/tenant/${tenant}/${topic}`, { event: (event) => tell(event as Heard), resumed: () => tell({ type: "Resumed", data: {} }) });
  }
  return client;
}

/** Many messages in a row are one reason to ask again: `act` runs once things have been quiet for a moment, and at least every two seconds. */
export function gathered(act: () => void, quiet = 250): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = 0;
  return () => {
    const now = performance.now();
    if (!timer) first = now;
    clearTimeout(timer);
    timer = setTimeout(() => ((timer = undefined), act()), now - first > 2000 ? 0 : quiet);
  };
}
