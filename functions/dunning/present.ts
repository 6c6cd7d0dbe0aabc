// What the API says of dunning: amounts as decimal texts, and nothing that the engine keeps for itself.
import { checkPolicy } from "#domain/dunning/check.ts";
import type { keptPolicyJson, messageJson, PolicyJson, previewRowJson, promiseJson } from "#domain/dunning/routes.ts";
import type { Policy, Thresholds } from "#domain/dunning/policy/schema.ts";
import { promiseAt, type Receipt } from "#domain/dunning/promise.ts";
import type { PreviewRow } from "#domain/dunning/preview.ts";
import type { Hold, Message, MessageTotal, PaymentPromise } from "#domain/dunning/schema.ts";
import { money, parseDecimal, toJson, type MoneyJson } from "#domain/money.ts";
import type * as z from "zod";
import type { Languages } from "#functions/dunning/templates.ts";
import type { KeptPolicy } from "#functions/store/dunning-policies.ts";

export const amount = (minor: bigint, currency: string): MoneyJson => toJson(money(minor, currency));

/** The names of the ids that people are kept by, as far as they are still known. */
export type Names = ReadonlyMap<string, string>;
const named = <K extends string>(key: K, id: string | undefined, names: Names): { readonly [P in K]?: string } => (id !== undefined && names.has(id) ? ({ [key]: names.get(id) } as { [P in K]: string }) : {});

/** What a policy is shown with: who people are, and which texts are there in which languages. */
export type Around = { readonly names: Names; readonly templates: Languages };

export function presentPolicy({ policy, ...kept }: KeptPolicy, { names, templates }: Around, previous?: Policy): z.infer<typeof keptPolicyJson> {
  return { ...kept, ...named("changedByName", kept.changedBy, names), ...named("publishedByName", kept.publishedBy, names), policy: policyToJson(policy), problems: kept.state === "draft" ? checkPolicy(policy, { templates, ...(previous ? { previous } : {}) }) : [] };
}

const amounts = (thresholds: Thresholds): MoneyJson[] => thresholds.map(({ minor, currency }) => amount(minor, currency));
/** More decimals than the currency has are no amount of it: they count as none. */
const minors = (list: readonly MoneyJson[]): Thresholds => list.flatMap(({ amount: text, currency }) => parseDecimal(text, currency) ?? []);

export const policyToJson = (policy: Policy): PolicyJson => ({
  ...policy, minimumItem: amounts(policy.minimumItem), minimumTotal: amounts(policy.minimumTotal), maximumTotal: amounts(policy.maximumTotal),
  steps: policy.steps.map((step) => ({ ...step, minimum: amounts(step.minimum) })),
});
export const policyFromJson = (policy: PolicyJson): Policy => ({
  ...policy, minimumItem: minors(policy.minimumItem), minimumTotal: minors(policy.minimumTotal), maximumTotal: minors(policy.maximumTotal),
  steps: policy.steps.map((step) => ({ ...step, minimum: minors(step.minimum) })),
});

const totalOf = ({ currency, overdueMinor, disputedMinor, claimedMinor, creditsMinor, notDueMinor }: MessageTotal) => ({
  currency, overdue: amount(overdueMinor, currency), disputed: amount(disputedMinor, currency), claimed: amount(claimedMinor, currency), credits: amount(creditsMinor, currency), notDue: amount(notDueMinor, currency),
});

export const presentRow = ({ overdue, messages, left, reasons, notices = [], lines, ...row }: PreviewRow, { id, version }: Pick<Policy, "id" | "version">, whole: boolean): z.input<typeof previewRowJson> => ({
  ...row, debtorId: row.debtorId as `cus_${string}`, policyId: id, policyVersion: version, reasons: [...reasons], notices: [...notices],
  overdue: overdue.map(({ minor, currency }) => amount(minor, currency)),
  messages: messages.map(({ totals, ...rest }) => ({ ...rest, totals: totals.map(totalOf) })),
  left: left.map(({ number, reasons: why }) => ({ number, reasons: [...why] })),
  ...(whole ? { lines: lines.map(({ currency, openMinor, disputedMinor, reasons: why, ...line }) => ({ ...line, open: amount(openMinor, currency), disputed: amount(disputedMinor, currency), reasons: [...why] })) } : {}),
});

export function presentMessage({ lines, totals, runId: _r, manual: _m, attachments: _a, template: _t, daysToPay: _d, charges: _c, cycle: _y, ...message }: Message): z.input<typeof messageJson> {
  return {
    ...message, totals: totals.map(totalOf), items: lines.length,
    lines: lines.map(({ key, itemId, number, reference, issuedOn, dueOn, daysLate, level, part, step, currency, minor, openMinor, disputedMinor, claimedMinor }) => ({
      key, itemId, number, ...(reference ? { reference } : {}), issuedOn, dueOn, daysLate, level, part, ...(step ? { step } : {}),
      amount: amount(minor, currency), open: amount(openMinor, currency), disputed: amount(disputedMinor, currency), claimed: amount(claimedMinor, currency),
    })),
  };
}

export const presentHold = ({ scope, ...hold }: Hold, names: Names) => ({
  ...hold, ...named("placedByName", hold.placedBy, names), of: scope.of, ...("key" in scope ? { key: scope.key } : {}), ...("policyId" in scope ? { policyId: scope.policyId } : {}), ...("minor" in scope ? { minor: String(scope.minor) } : {}),
});

export function presentPromise(promise: PaymentPromise, receipts: readonly Receipt[], today: string, names: Names): z.input<typeof promiseJson> {
  const { id, customerId, promised, lines, promisedOn, payOn, by } = promise;
  const { deadline, status, receivedMinor } = promiseAt(promise, receipts, today);
  return {
    id, customerId, promised: toJson(promised), lines: lines.map(({ key, minor }) => ({ key, amount: amount(minor, promised.currency) })), promisedOn, payOn, deadline, status, by, ...named("byName", by, names),
    received: amount(receivedMinor, promised.currency),
  };
}
