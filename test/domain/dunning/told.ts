// A plan in one line, for tables that a credit manager can read: "sends r1 by email about F-1", "held by insolvency", "part … without F-2 (dispute)".
import type { Plan } from "#domain/dunning/plan.ts";

export function told(plan: Plan): string {
  const messages = plan.messages.map(({ step, channels, lines, approvals }) => {
    const numbers = (part: string) => lines.filter((line) => line.part === part).map(({ number, step: own, level, claimedMinor, openMinor }) => `${number}${own && own !== step ? `(${own})` : ""}${part === "listed" ? `(level ${level})` : ""}${part !== "credit" && claimedMinor !== openMinor ? `(asks ${claimedMinor / 100n})` : ""}`);
    const [climbs, listed, credits] = [numbers("advances"), numbers("listed"), numbers("credit")];
    return `${step} by ${channels.join("+")} about ${climbs.join(" ")}${listed.length > 0 ? ` listing ${listed.join(" ")}` : ""}${credits.length > 0 ? ` less ${credits.join(" ")}` : ""}${approvals.length > 0 ? ` if approved: ${codes(approvals)}` : ""}`;
  });
  const left = plan.lines.filter(({ verdict }) => verdict === "excluded").map(({ number, reasons }) => `${number} (${codes(reasons)})`);
  const because = plan.reasons.length > 0 ? ` by ${codes(plan.reasons)}` : "";
  const next = plan.outcome === "nothing" && plan.nextOn ? ` until ${plan.nextOn}` : "";
  return `${plan.outcome}${messages.length > 0 ? ` ${messages.join(" and ")}` : ""}${because}${next}${plan.messages.length > 0 && left.length > 0 ? ` without ${left.join(", ")}` : ""}`;
}

const codes = (reasons: readonly { readonly code: string; readonly until?: unknown; readonly why?: unknown }[]): string =>
  [...new Set(reasons.map(({ code, until, why }) => `${code}${typeof why === "string" && code === "waits-for-slot" ? ` ${why}` : ""}${typeof until === "string" && !["promise", "context-rule"].includes(code) ? ` ${until}` : ""}`))].join(", ");
