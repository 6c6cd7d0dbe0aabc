// What "Reminders" consists of, and who sees which part. A new screen there is one line here and a page below web/src/routes/reminders.
import { allowed, type Part } from "#lib/components/parts.ts";
import * as m from "#lib/paraglide/messages.js";

const all: readonly Part[] = [
  { href: "/reminders", label: m.rem_next_run, needs: "run.preview" },
  { href: "/reminders/approvals", label: m.rem_approvals, needs: "message.decide" },
  { href: "/reminders/calls", label: m.rem_calls, needs: "call.note" },
  { href: "/reminders/write", label: m.rem_write, needs: "message.write" },
  { href: "/reminders/hand-offs", label: m.rem_hand_offs, needs: "hand-off.propose" },
  { href: "/reminders/events", label: m.rem_events, needs: "signal.import" },
  { href: "/reminders/runs", label: m.rem_runs, needs: "run.preview" },
  { href: "/reminders/messages", label: m.rem_messages, needs: "message.read" },
  { href: "/reminders/policies", label: m.rem_policies, needs: "dunning.read" },
  { href: "/reminders/templates", label: m.rem_templates, needs: "dunning.read" },
  { href: "/reminders/rates", label: m.rem_rates, needs: "dunning.read" },
];

export const reminderTabs = (): readonly Part[] => allowed(all);
