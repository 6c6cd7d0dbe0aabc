// Why something failed, in words. What the API refuses it says itself, in the reader's language; what never reached it has two causes.
import { Problem } from "#lib/api/client.ts";
import * as m from "#lib/paraglide/messages.js";

export function whyFailed(error: unknown, online = navigator.onLine): string {
  if (!(error instanceof Problem)) return online ? m.failed_network() : m.failed_offline();
  return error.code === "request.forbidden" ? m.failed_forbidden() : error.message;
}
