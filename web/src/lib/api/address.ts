// What a screen shows stands in its address, so that it can be sent to a colleague and survives a reload.
import { goto } from "$app/navigation";

export function ask(url: { readonly searchParams: { toString(): string } }, change: Readonly<Record<string, string | undefined>>): void {
  const search = new URLSearchParams(url.searchParams.toString());
  for (const [name, value] of Object.entries(change)) {
    if (value) search.set(name, value);
    else search.delete(name);
  }
  void goto(`?${search}`, { replace: true, reset: false });
}
