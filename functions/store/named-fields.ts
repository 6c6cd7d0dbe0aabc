// A record of the table by the names of the domain: the store writes short field names to save bytes, people read long ones. A kind that is not
// listed keeps its short names. Keys, bookkeeping and secrets are left out: what is not here cannot leak through the audit.
import { Entity } from "electrodb";
import { commitmentEntity, contactEntity, customerEntity } from "#functions/store/customer.ts";
import * as dunning from "#functions/store/dunning-records.ts";
import { holdingEntity } from "#functions/store/holding.ts";
import { sourceEntity } from "#functions/store/import-records.ts";
import { itemEntity } from "#functions/store/item.ts";
import { paymentEntity } from "#functions/store/payment.ts";
import { legalEntityEntity, listEntity, rateEntity, roleEntity, tenantEntity, userEntity } from "#functions/store/settings.ts";
import { lessonEntity, matchingModelEntity, matchingRulesEntity, memoryEditEntity } from "#functions/store/payer-memory.ts";
import { STAMP } from "#functions/store/stamp.ts";

type Row = Readonly<Record<string, unknown>>;

const kinds: Readonly<Record<string, () => unknown>> = {
  tenant: tenantEntity,
  user: userEntity,
  role: roleEntity,
  "settings-list": listEntity,
  "legal-entity": legalEntityEntity,
  rate: rateEntity,
  customer: customerEntity,
  contact: contactEntity,
  holding: holdingEntity,
  item: itemEntity,
  commitment: commitmentEntity,
  source: sourceEntity,
  payment: paymentEntity,
  policy: dunning.policyEntity,
  "wide-hold": dunning.wideHoldEntity,
  "rate-confirmation": dunning.rateConfirmationEntity,
  "dunning-account": dunning.dunningAccountEntity,
  hold: dunning.holdEntity,
  promise: dunning.promiseEntity,
  "contact-flag": dunning.contactFlagEntity,
  signal: dunning.signalEntity,
  "hand-off": dunning.handOffEntity,
  message: dunning.messageEntity,
  "memory-edit": memoryEditEntity,
  "matching-rules": matchingRulesEntity,
  "matching-model": matchingModelEntity,
  lesson: lessonEntity,
};

const bookkeeping = new Set(["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "__edb_e__", "__edb_v__", STAMP, "ttl", "f", "fact", "facts", "tenant", "t", "version", "v", "fingerprint", "codeKey", "numberKey", "mail", "touched"]);
const secret = /secret|token|hash|password/i;

export function named(row: Row): Row {
  const names = namesOf(String(row["__edb_e__"]));
  const shown = Object.entries(row).flatMap(([field, value]) => {
    const name = names.get(field) ?? field;
    if (bookkeeping.has(field) || bookkeeping.has(name) || secret.test(name)) return [];
    // What a record keeps as one piece is told part by part, or a change of one word would show as a change of everything.
    return name === "content" && value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).filter(([part]) => !bookkeeping.has(part) && !secret.test(part)) : [[name, value] as const];
  });
  return Object.fromEntries(shown);
}

const known = new Map<string, ReadonlyMap<string, string>>();
function namesOf(kind: string): ReadonlyMap<string, string> {
  const found = known.get(kind);
  if (found) return found;
  const entity = kinds[kind]?.();
  const attributes = entity instanceof Entity ? (entity as unknown as { model: { schema: { attributes: Record<string, { field: string }> } } }).model.schema.attributes : {};
  const names = new Map(Object.entries(attributes).map(([name, { field }]) => [field, name]));
  known.set(kind, names);
  return names;
}
