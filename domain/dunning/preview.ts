// The next run before it happens, by the same code path, and what is different from yesterday's (or from the version in force): who gets what, who does
// not, and why. Nothing here decides; it only counts and compares what plan.ts said.
import type { Plan } from "#domain/dunning/plan.ts";
import type { PlannedMessage } from "#domain/dunning/schema.ts";
import type { LineVerdict, OpenLine, Situation } from "#domain/dunning/situation.ts";
import type { Reason } from "#domain/reason.ts";

export type PreviewRow = {
  readonly group: string;
  readonly debtorId: string;
  readonly name: string;
  readonly items: number;
  /** Late, by currency. */
  readonly overdue: readonly { readonly currency: string; readonly minor: bigint }[];
  readonly level: number;
  readonly outcome: Plan["outcome"];
  readonly messages: readonly (Pick<PlannedMessage, "step" | "stepName" | "template" | "level" | "kind" | "channels" | "tone" | "language" | "sendOn" | "notBefore" | "timeZone" | "to" | "copyTo" | "totals" | "approvals"> & { readonly recipients: number })[];
  readonly reasons: readonly Reason[];
  readonly left: readonly { readonly number: string; readonly reasons: readonly Reason[] }[];
  readonly nextOn?: string;
  /** Who should hear of it. */
  readonly notices: Plan["notices"];
  /** Every instalment and what becomes of it. */
  readonly lines: readonly (LineVerdict & Pick<OpenLine, "itemId" | "reference" | "dueOn" | "currency" | "openMinor" | "disputedMinor">)[];
};

export function previewRow({ debtor, lines }: Situation, plan: Plan, today: string): PreviewRow {
  const overdue = new Map<string, bigint>();
  for (const { currency, openMinor, dueOn } of lines) if (openMinor > 0n && dueOn < today) overdue.set(currency, (overdue.get(currency) ?? 0n) + openMinor);
  return {
    group: plan.group, debtorId: debtor.id, name: debtor.name,
    items: lines.filter(({ openMinor }) => openMinor !== 0n).length,
    overdue: [...overdue].map(([currency, minor]) => ({ currency, minor })),
    level: plan.level, outcome: plan.outcome,
    messages: plan.messages.map(({ step, stepName, template, level, kind, channels, tone, language, sendOn, notBefore, timeZone, to, copyTo, totals, approvals }) => ({
      step, stepName, ...(template ? { template } : {}), level, kind, channels, tone, language, sendOn, notBefore, timeZone, to, copyTo, recipients: to.length, totals, approvals,
    })),
    reasons: plan.reasons, notices: plan.notices,
    left: plan.lines.filter(({ verdict }) => verdict === "excluded").map(({ number, reasons }) => ({ number, reasons })),
    ...(plan.nextOn ? { nextOn: plan.nextOn } : {}),
    lines: plan.lines.flatMap((verdict) => {
      const line = lines.find(({ key }) => key === verdict.key);
      return line ? [{ ...verdict, itemId: line.itemId, ...(line.reference ? { reference: line.reference } : {}), dueOn: line.dueOn, currency: line.currency, openMinor: line.openMinor, disputedMinor: line.disputedMinor }] : [];
    }),
  };
}

export type PreviewSummary = {
  readonly outcomes: Readonly<Record<Plan["outcome"], number>>;
  /** Debtors that are held, by their first reason, the most frequent first; amounts per currency. */
  readonly held: readonly { readonly code: string; readonly count: number; readonly overdue: readonly { readonly currency: string; readonly minor: bigint }[] }[];
};

export function summarize(rows: readonly PreviewRow[]): PreviewSummary {
  const outcomes = { sends: 0, part: 0, approval: 0, calls: 0, waits: 0, held: 0, nothing: 0 };
  const held = new Map<string, { count: number; overdue: Map<string, bigint> }>();
  for (const { outcome, reasons, overdue } of rows) {
    outcomes[outcome]++;
    if (outcome !== "held" && outcome !== "waits") continue;
    const code = reasons[0]?.code ?? "unknown";
    const one = held.get(code) ?? { count: 0, overdue: new Map<string, bigint>() };
    one.count++;
    for (const { currency, minor } of overdue) one.overdue.set(currency, (one.overdue.get(currency) ?? 0n) + minor);
    held.set(code, one);
  }
  const list = [...held].map(([code, { count, overdue }]) => ({ code, count, overdue: [...overdue].map(([currency, minor]) => ({ currency, minor })) }));
  return { outcomes, held: list.toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)) };
}

export type PreviewChange =
  | { readonly change: "new" | "gone"; readonly group: string; readonly name: string; readonly steps: readonly string[] }
  | { readonly change: "changed"; readonly group: string; readonly name: string; readonly before: readonly string[]; readonly after: readonly string[]; readonly reasons: readonly Reason[] };

/** By what would be sent: a debtor who is held for another reason than yesterday has not changed for whoever waits for his letter. */
export function differences(rows: readonly PreviewRow[], before: readonly PreviewRow[]): PreviewChange[] {
  const then = new Map(before.map((row) => [row.group, row]));
  const now = new Set(rows.map(({ group }) => group));
  const changes = rows.flatMap((row): PreviewChange[] => {
    const [steps, earlier] = [stepsOf(row), stepsOf(then.get(row.group))];
    if (steps.join() === earlier.join()) return [];
    const who = { group: row.group, name: row.name };
    if (earlier.length === 0) return [{ change: "new", ...who, steps }];
    return [steps.length === 0 ? { change: "gone", ...who, steps: earlier } : { change: "changed", ...who, before: earlier, after: steps, reasons: row.reasons }];
  });
  const lost = before.filter((row) => !now.has(row.group) && stepsOf(row).length > 0).map((row): PreviewChange => ({ change: "gone", group: row.group, name: row.name, steps: stepsOf(row) }));
  return [...changes, ...lost];
}

const stepsOf = (row: PreviewRow | undefined): string[] => (row?.messages ?? []).map(({ step, channels }) => `${step} ${channels.join("+")}`);
