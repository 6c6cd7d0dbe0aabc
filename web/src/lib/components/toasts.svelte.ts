// What just happened, in one line, three at most. Failures stay until they are closed.
type Toast = { readonly id: number; readonly text: string; readonly bad?: boolean; readonly act?: { readonly label: string; readonly run: () => void } };

class Toasts {
  shown: Toast[] = $state([]);
  #next = 1;

  say(text: string, more: Omit<Toast, "id" | "text"> = {}): void {
    const id = this.#next++;
    this.shown = [...this.shown.filter((toast) => toast.text !== text), { id, text, ...more }].slice(-3);
    if (!more.bad) setTimeout(() => this.drop(id), 10_000);
  }

  /** What `Z` takes back. */
  get latest(): Toast | undefined {
    return this.shown.findLast(({ act }) => act);
  }
  act(id: number): void {
    this.shown.find((toast) => toast.id === id)?.act?.run();
    this.drop(id);
  }
  drop(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}
export const toasts = new Toasts();
