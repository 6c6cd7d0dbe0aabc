// A place that consists of several screens (people, reminders, payments) lists them, each with the right that it needs; the web shows who may what he may.
import { may } from "#lib/session/session.svelte.ts";

export type Part = { readonly href: string; readonly label: () => string; readonly needs: string };

export const allowed = (parts: readonly Part[]): readonly Part[] => parts.filter(({ needs }) => may(needs));

/** On a phone the list is wider than the screen: the link that is open is moved into sight. The list is its links' offset parent. */
export const inSight = (open: boolean) => (link: HTMLElement) => {
  if (open) link.parentElement!.scrollLeft = link.offsetLeft - (link.parentElement!.clientWidth - link.offsetWidth) / 2;
};
