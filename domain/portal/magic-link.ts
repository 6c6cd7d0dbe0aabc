// A link that opens the portal once. Whoever reads the table finds no link: only its hash is kept. Whoever reads the mail after the contact finds it
// spent. It lives a quarter of an hour, because mail is forwarded and lies in archives.
//
// A link does not open by being looked at: mail scanners and previews follow addresses. Its secret stands behind the `#`, which no server is told,
// and the page opens the session only when somebody presses the button.
export const LINK_MINUTES = 15;
/** A working day: who comes back tomorrow asks for another link. */
export const SESSION_HOURS = 8;

export type Link = { readonly expiresAt: string; readonly usedAt?: string | undefined };

/** Why a link does not open; the contact is told the same in every case. */
export const linkRefusal = (link: Link | undefined, now: string): "unknown" | "used" | "expired" | undefined =>
  !link ? "unknown" : link.usedAt ? "used" : link.expiresAt <= now ? "expired" : undefined;

export const later = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString();
