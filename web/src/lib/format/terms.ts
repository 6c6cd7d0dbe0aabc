import * as m from "#lib/paraglide/messages.js";
export const termsWord = ({ days, endOfMonth }: { days: number; endOfMonth: boolean }): string => (endOfMonth ? m.terms_end_of_month({ n: days, count: String(days) }) : m.terms_net({ n: days, count: String(days) }));
