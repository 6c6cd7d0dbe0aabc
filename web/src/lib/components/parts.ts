// A place that consists of several screens (people, reminders, payments) lists them, each with the right that it needs; the web shows who may what he may.
import { may } from "#lib/session/session.svelte.ts";

export type Part = { readonly href: string; readonly label: () => string; readonly needs: string };

export const allowed = (parts: readonly Part[]): readonly Part[] => parts.filter(({ needs }) => may(needs));
