// Shadow mode: rules that were drafted are measured on the last 90 days of decided payments, and the measurement is kept with the draft. What was fitted to
// those days is kept as the draft's model: it posts nothing until somebody publishes the rules. Measuring the rules in force fits their model anew.
import { measureRules, firstDayOf, type Past } from "#domain/cash-application/matching/measurement.ts";
import { houseRules, inForce, rulesKey, type KeptRules } from "#domain/cash-application/matching/rules.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { addDays } from "#domain/date.ts";
import { matchingRulesDrafted } from "#events/cash-application.ts";
import { listOf } from "#functions/cash-application/open-items.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer } from "#functions/runtime/consumer.ts";
import { logger } from "#functions/runtime/log.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { payerMemoryStore, type PayerMemoryStore } from "#functions/store/payer-memory.ts";
import { paymentStore, type PaymentStore } from "#functions/store/payment.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import { env } from "#functions/runtime/env.ts";

export type MeasureStores = { readonly memory: PayerMemoryStore; readonly payments: PaymentStore; readonly entities: readonly string[] };

export const handler = consumer([matchingRulesDrafted], async ({ tenant, data }) => {
  const entities = (await ledgerStore(tenant).entities()).map(({ id }) => id);
  await measure({ memory: payerMemoryStore(tenant), payments: paymentStore(tenant), entities }, await listOf(tenant, env("LAKE_BUCKET")), data.version, now());
});

const AT_ONCE = 16;

export async function measure({ memory, payments, entities }: MeasureStores, list: OpenItemsList, version: number, at: string): Promise<void> {
  const versions = await memory.rules();
  const draft = versions.find((one) => one.version === version);
  if (!draft || draft.measurement?.state !== "measuring") return;
  const past: Past[] = [];
  for (const entityId of entities) past.push({ entityId, payments: await decidedPayments(payments, entityId, at), lessons: await memory.lessons(entityId), edits: await memory.edits(entityId) });
  const standing = versions.find((one) => one.version === inForce(versions).version) ?? houseRules;
  const { measurement, model } = measureRules(list, past, draft, standing.version === version ? draft : standing, at);
  // Of rules in force, a model that would post less surely than they promise does not take the place of the one they were published with.
  if (draft.state === "draft" || measurement.against?.length === 0) await memory.saveModel(version, model);
  const kept: KeptRules = { ...draft, measurement: { ...measurement, of: rulesKey(draft.rules) } };
  // Changed meanwhile: that change has asked for a measurement of its own.
  const saved = await memory.saveRules(kept);
  logger.info("matching rules measured", { version, payments: measurement.proposed?.payments ?? 0, saved });
}

/** What people decided, and what was posted, of the last 90 days; also what was taken back, which is no right answer but a wrong one. */
async function decidedPayments(payments: PaymentStore, entityId: string, at: string): Promise<Payment[]> {
  const today = at.slice(0, 10);
  const days: string[] = [];
  for (let day = firstDayOf(today); day <= today; day = addDays(day, 1)) days.push(day);
  const found: Payment[] = [];
  for (let n = 0; n < days.length; n += AT_ONCE) found.push(...(await Promise.all(days.slice(n, n + AT_ONCE).map((day) => payments.ofDay(entityId, day)))).flat());
  return found.filter(({ status, allocations }) => status === "applied" || status === "on-account" || status === "set-aside" || allocations.length > 0);
}
