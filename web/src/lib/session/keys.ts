// Single letters act only when nobody is typing and nothing is open above the page, and can be switched off (they disturb some input aids).
const KEY = "quittance.letters";

export const lettersOn = (): boolean => localStorage.getItem(KEY) !== "off";
export const setLetters = (on: boolean): void => (on ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "off"));

const isTyping = ({ target }: KeyboardEvent): boolean => target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
/** Is this key press free to mean something on the page? */
export const isFree = (event: KeyboardEvent): boolean => !event.defaultPrevented && !isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]");
export const isFreeLetter = (event: KeyboardEvent): boolean => isFree(event) && lettersOn();
