import { expect, test } from "vitest";
import { policyFor, situationsOf, type CustomerFile } from "#domain/dunning/group.ts";
import { newAccount } from "#domain/dunning/account.ts";
import { plan } from "#domain/dunning/plan.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import type { Party } from "#domain/dunning/situation.ts";
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import type { CustomerId } from "#domain/id.ts";
import { hold, line, mark, party, standard, world } from "#test/world/dunning.ts";
import { told } from "./told.ts";

const file = (id: CustomerId, own: Partial<CustomerFile> = {}, who: Partial<Party> = {}): CustomerFile => ({ party: party({ id, ...who }), lines: [line({ customerId: id, number: id.slice(4) })], holds: [], promises: [], signals: [], account: newAccount(id), ...own });
const group = party({ id: "cus_group", name: "Groupe Quillery" });
const by = (unit: Policy["unit"], files: readonly CustomerFile[]) =>
  situationsOf(files, unit, (id) => (id === group.id ? group : undefined)).map((one) => `${one.group} to ${one.addressee.id}: ${told(plan(one, prepare({ ...standard, unit }), world("2026-03-09T05:00:00Z")))}`);

const two = [file("cus_lyon", { payerId: group.id }), file("cus_lille", { payerId: group.id })];

test("two debtors of one payer get a message each, or the payer gets one", () => {
  expect(by("debtor", two)).toEqual(["cus_lyon to cus_lyon: sends r1 by email about lyon", "cus_lille to cus_lille: sends r1 by email about lille"]);
  expect(by("payer", two)).toEqual(["cus_group to cus_group: sends r1 by email about lille lyon"]);
});

test("what the debtor was sent counts when his payer is written to", () => {
  const reminded = file("cus_lyon", { payerId: group.id, account: { ...newAccount("cus_lyon"), marks: [mark("r1", "2026-02-20", { key: "itm_lyon~1" })] }, lines: [line({ customerId: "cus_lyon", number: "lyon", dueOn: "2026-02-10" })] });
  expect(by("payer", [reminded, two[1]!])).toEqual(["cus_group to cus_group: sends r2 by email about lille(r1) lyon"]);
});

test("a hold on one debtor of a payer keeps his items out, not those of the other", () => {
  const held = { ...two[0]!, holds: [hold({ reason: "payment-plan", until: "2026-05-01", scope: { of: "debtor", customerId: "cus_lyon" } })] };
  expect(by("payer", [held, two[1]!])).toEqual(["cus_group to cus_group: part r1 by email about lille without lyon (payment-plan 2026-05-01)"]);
  const insolvent = { ...two[0]!, party: { ...two[0]!.party, flags: ["insolvency"] as const } };
  expect(by("payer", [insolvent, two[1]!])).toEqual(["cus_group to cus_group: part r1 by email about lille without lyon (insolvency)"]);
});

test("one message per contract, or per legal entity of ours", () => {
  const contracts = file("cus_lyon", { lines: [line({ customerId: "cus_lyon", reference: "PO-7" }), line({ customerId: "cus_lyon", number: "F-2", reference: "PO-8" }), line({ customerId: "cus_lyon", number: "F-3", entityId: "ent_uk", reference: "PO-8" })] });
  expect(by("contract", [contracts])).toEqual(["cus_lyon|PO-7 to cus_lyon: sends r1 by email about F-1", "cus_lyon|PO-8 to cus_lyon: sends r1 by email about F-2 F-3"]);
  expect(by("entity", [contracts])).toEqual(["cus_lyon|ent_fr to cus_lyon: sends r1 by email about F-1 F-2", "cus_lyon|ent_uk to cus_lyon: sends r1 by email about F-3"]);
});

test("a payer of two hundred debtors gets a message each ninety, for a message is one transaction over its debtors", () => {
  const many = Array.from({ length: 200 }, (_, n) => file(`cus_${1000 + n}`, { payerId: group.id }));
  expect(situationsOf(many, "payer", () => group).map(({ group: name, accounts }) => [name, accounts.length])).toEqual([["cus_group|1", 90], ["cus_group|2", 90], ["cus_group|3", 20]]);
});

test("the most telling policy wins: customer, segment, entity, country, then priority", () => {
  const of = (segment: string | undefined, country = "FR") => policyFor({ party: party({ ...(segment ? { segment } : {}), country }), lines: [line()] }, defaultPolicies)?.name;
  expect([of(undefined), of("vip"), of("risky"), of("public"), of("public", "DE"), of("unheard-of")]).toEqual(["Standard France", "Gentle", "Strict", "Public sector, Chorus Pro", "Standard France", "Standard France"]);
  const own = { ...standard, id: "pol_own" as const, appliesTo: { customers: ["cus_quillery" as const], segments: [], entities: [], countries: [] } };
  expect(policyFor({ party: party({ segment: "vip" }), lines: [line()] }, [...defaultPolicies, own])?.id).toBe("pol_own");
  expect(policyFor({ party: party({ id: "cus_other" }), lines: [line()] }, [own])).toBeUndefined();
});
