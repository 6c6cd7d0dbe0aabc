// Who gave a customer to whoever held it.
import type { Answer } from "#lib/api/client.ts";
import * as m from "#lib/paraglide/messages.js";

export type Holding = Answer<"GET /customers/{id}/holders">["items"][number];
export const givenBy = ({ by }: Holding): string => (by.type === "source" ? m.pf_hist_import() : (by.name ?? by.id));
