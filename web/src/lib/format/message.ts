// A message in words: its state, when it reached it, and what its lines do.
import type { Answer } from "#lib/api/client.ts";
import { clock, day, moment } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

export type MessageHead = Answer<"GET /messages">["items"][number];
export type Message = Answer<"GET /messages/{id}">;
type State = MessageHead["state"];

const words: Readonly<Record<State["status"], () => string>> = {
  planned: m.msg_planned, "awaiting-approval": m.msg_awaiting, approved: m.msg_approved, sending: m.msg_sending, sent: m.msg_sent, delivered: m.msg_delivered, bounced: m.msg_bounced, stopped: m.msg_stopped, failed: m.msg_error,
};
export const stateWord = ({ status }: State): string => words[status]();
export const stateTone = ({ status }: State): "good" | "bad" | "warn" | "acc" | "off" | "hold" =>
  ({ planned: "hold", "awaiting-approval": "warn", approved: "acc", sending: "acc", sent: "good", delivered: "good", bounced: "bad", stopped: "off", failed: "bad" } as const)[status];

export function stateSentence(message: Pick<MessageHead, "state" | "sendOn" | "notBefore" | "timeZone">): string {
  const { state } = message;
  switch (state.status) {
    case "sending":
      return m.msg_sending_at({ when: moment(state.claimedAt) });
    case "approved":
      return m.msg_approved_at({ when: moment(state.at) });
    case "sent":
      return m.msg_sent_at({ when: moment(state.at) });
    case "delivered":
      return m.msg_delivered_at({ when: moment(state.at) });
    case "bounced":
      return m.msg_bounced_at({ when: moment(state.at), detail: state.detail });
    case "stopped":
      return m.msg_stopped_at({ when: moment(state.at) });
    case "failed":
      return m.msg_failed_at({ when: moment(state.at), detail: state.detail });
    default:
      return m.msg_planned_for({ date: day(message.sendOn), time: clock(message.notBefore, message.timeZone) });
  }
}
export const partWords: Readonly<Record<Message["lines"][number]["part"], () => string>> = { advances: m.msg_part_advances, listed: m.msg_part_listed, "not-due": m.msg_part_not_due, credit: m.msg_part_credit };
