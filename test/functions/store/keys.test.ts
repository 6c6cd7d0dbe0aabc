// The table of keys in table.ts is what people read to know where things are: it must say what the entities do.
import { readFileSync } from "node:fs";
import { createConversions } from "electrodb";
import { expect, test } from "vitest";
import { commitmentEntity, contactEntity, customerEntity } from "#functions/store/customer.ts";
import { holdingEntity } from "#functions/store/holding.ts";
import { itemEntity, numberKey } from "#functions/store/item.ts";
import { legalEntityEntity, listEntity, rateEntity, roleEntity, tenantEntity, userEntity } from "#functions/store/settings.ts";
import { codeKey } from "#functions/store/customer.ts";

const text = readFileSync(new URL("../../../functions/store/table.ts", import.meta.url), "utf8");
const rows = [...text.matchAll(/^\/\/ ([a-z-]+) *\|(.*)$/gm)].map(([, kind, cells]) => [kind!, cells!.split("|").map((cell) => cell.trim())] as const).filter(([kind]) => /[a-z]/.test(kind) && kind !== "kind");

const names = { tenant: "{t}", customerId: "{customer}", id: "{id}", numberKey: "{number}", codeKey: "{code space}#{code}", mail: "{mail}", name: "{name}", since: "{since}", holder: "{holder}", from: "{from}", to: "{to}", on: "{on}" };
const entities = {
  tenant: tenantEntity(),
  user: userEntity(),
  role: roleEntity(),
  "settings-list": listEntity(),
  "legal-entity": legalEntityEntity(),
  rate: rateEntity(),
  customer: customerEntity(),
  contact: contactEntity(),
  holding: holdingEntity(),
  item: itemEntity(),
  commitment: commitmentEntity(),
};

test.each(Object.entries(entities))("the keys of a %s are as the table says", (kind, entity) => {
  const { pk, sk, gsi1pk, gsi1sk } = createConversions(entity as never).fromComposite.toKeys(names as never) as unknown as Record<string, string>;
  expect(rows.find(([name]) => name === kind)?.[1]).toEqual([pk, sk, gsi1pk ?? "", gsi1sk ?? ""]);
});

test("every row of the table is an entity, and every key begins with the tenant", () => {
  expect(rows.map(([kind]) => kind).toSorted()).toEqual(Object.keys(entities).toSorted());
  for (const [, [pk = "", , gsi1pk = ""]] of rows) expect([pk, gsi1pk].filter((key) => key && !key.startsWith("{t}#"))).toEqual([]);
});

test("a foreign text never becomes two parts of a key", () => {
  expect([codeKey("sage", "A#B"), codeKey("a#b", "c")]).toEqual(["sage#A%23B", "a%23b#c"]);
  expect([numberKey("FA-2026/0042 "), numberKey("fa20260042"), numberKey("№ #")]).toEqual(["FA20260042", "FA20260042", "NO"]);
});
