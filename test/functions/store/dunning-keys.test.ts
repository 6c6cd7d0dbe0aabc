// The table of keys in dunning.ts is what people read to know where things are: it must say what the entities do.
import { readFileSync } from "node:fs";
import { createConversions } from "electrodb";
import { expect, test } from "vitest";
import { chargeDecisionEntity, contactFlagEntity, dueMessageEntity, dunningAccountEntity, handOffEntity, holdEntity, messageEntity, policyEntity, promiseEntity, rateConfirmationEntity, signalEntity, templateEntity, wideHoldEntity } from "#functions/store/dunning-records.ts";

const text = readFileSync(new URL("../../../functions/store/dunning.ts", import.meta.url), "utf8");
const rows = new Map([...text.matchAll(/^\/\/ ([a-z][a-z-]*) *\|(.*)$/gm)].map(([, kind, cells]) => [kind!, cells!.split("|").map((cell) => cell.trim())] as const));
const names = { tenant: "{t}", id: "{id}", language: "{language}", number: "{version}", reference: "{reference}", halfYear: "{half-year}", customerId: "{customer}", debtorId: "{debtor}", createdAt: "{created}", day: "{day}", shard: "{shard}" };
const entities = {
  policy: policyEntity(), template: templateEntity(), "charge-decision": chargeDecisionEntity(), "wide-hold": wideHoldEntity(), "rate-confirmation": rateConfirmationEntity(), "dunning-account": dunningAccountEntity(), hold: holdEntity(), promise: promiseEntity(), "contact-flag": contactFlagEntity(), signal: signalEntity(), "hand-off": handOffEntity(),
  message: messageEntity(), "due-message": dueMessageEntity(),
};

test.each(Object.entries(entities))("the keys of a %s are as the table says", (kind, entity) => {
  const { pk, sk, gsi1pk, gsi1sk } = createConversions(entity as never).fromComposite.toKeys(names as never) as unknown as Record<string, string>;
  expect(rows.get(kind)).toEqual([pk, sk, gsi1pk ?? "", gsi1sk ?? ""]);
});

test("every row of the table is an entity", () => {
  expect([...rows.keys()].filter((kind) => kind !== "kind").toSorted()).toEqual(Object.keys(entities).toSorted());
});
