// Single letters act only when nobody is typing and nothing is open above the page, and can be switched off (they disturb some input aids).
const KEY = "quittance.letters";

export const lettersOn = (): boolean => localStorage.getItem(KEY) !== "off";
export const setLetters = (on: boolean): void => (on ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "off"));

const isTyping = ({ target }: KeyboardEvent): boolean => target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
/** Is this key press free to mean something on the page? */
export const isFree = (event: KeyboardEvent): boolean => !event.defaultPrevented && !isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]");
export const isFreeLetter = (event: KeyboardEvent): boolean => isFree(event) && lettersOn();

/** J and K from link to link of a list, as in a grid. */
export function walk(event: KeyboardEvent, list: HTMLElement | undefined): void {
  const by = { j: 1, k: -1 }[event.key];
  if (!by || !isFreeLetter(event)) return;
  const links = [...(list?.querySelectorAll<HTMLElement>("a.one") ?? [])];
  const at = links.indexOf(document.activeElement as HTMLElement);
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  event.preventDefault();
}
