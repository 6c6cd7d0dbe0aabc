import * as z from "zod";
import { learnedFactJson, lessonJson, matchingRulesSchema, memoryChangeSchema, memoryEditJson, payerJson, rulesVersionJson } from "#domain/cash-application/matching/schema.ts";
import { idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const ofEntity = z.object({ entity: idSchema("ent") });

export const matchingRoutes = routes({
  "GET /payer-memory": {
    summary: "List what the desk knows of payers",
    description: "Accounts and names that banks wrote, whom they paid for, and how often. `q` searches account, name and customer. Last seen first.",
    action: "payer-memory.read", about: "entity", named: "query.entity",
    query: z.object({ entity: idSchema("ent").optional(), q: z.string().max(100).optional(), customer: idSchema("cus").optional(), type: z.enum(["iban", "name"]).optional(), limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().optional() }),
    response: z.object({ items: z.array(payerJson), total: z.int(), nextCursor: z.string().optional() }),
  },
  "GET /payer-memory/edits": {
    summary: "List what people told the memory by hand",
    action: "payer-memory.read", about: "entity", named: "query.entity",
    query: ofEntity.partial(),
    response: z.object({ items: z.array(memoryEditJson) }),
  },
  "POST /payer-memory/edits": {
    summary: "Correct the memory",
    description: "Pin, merge, forget or unlearn (see MemoryChange). Counts from the next matching on; can be taken back.",
    action: "payer-memory.change", about: "entity", named: "body.entityId",
    body: z.object({ entityId: idSchema("ent"), change: memoryChangeSchema, reason: z.string().max(500).optional() }),
    response: memoryEditJson,
    status: 201,
    refusals: ["entity.unknown", "customer.unknown", "lesson.unknown", "payer.merged-into-itself"],
  },
  "DELETE /payer-memory/edits/{id}": {
    summary: "Take a correction of the memory back",
    action: "payer-memory.change", about: "entity", named: "query.entity",
    params: z.object({ id: idSchema("med") }),
    query: ofEntity,
    response: z.object({ id: z.string() }),
    refusals: ["memory-edit.gone"],
  },
  "GET /payer-memory/{id}": {
    summary: "Get what is known of one payer, and which clearings taught it",
    action: "payer-memory.read", about: "entity", named: "query.entity",
    params: z.object({ id: idSchema("pyr") }),
    query: ofEntity,
    response: payerJson.extend({ lessons: z.array(lessonJson), edits: z.array(memoryEditJson) }),
    refusals: ["payer.nothing-known"],
  },
  "GET /customers/{id}/payment-habits": {
    summary: "How a customer pays, as clearings taught it",
    description: "Habits (which documents a payment covers), differences (exact, discount, fee …) and amounts that were written off, each with its support. Also from which accounts and under which names he was paid for.",
    action: "payer-memory.read",
    about: "customer",
    params: z.object({ id: idSchema("cus") }),
    response: z.object({ facts: z.array(learnedFactJson.extend({ entityId: idSchema("ent") })), payers: z.array(payerJson) }),
    refusals: ["customer.unknown"],
  },
  "GET /matching-rules": {
    summary: "List the rules and tolerances of automatic posting",
    description: "The newest version first. `published` is in force; before the first one, the house rules are (version 0). Amounts are units of their currency.",
    action: "matching-rules.read",
    response: z.object({ items: z.array(rulesVersionJson) }),
  },
  "PUT /matching-rules/draft": {
    summary: "Draft new rules, and measure them",
    description: "Nothing is posted by a draft. It is measured at once on the last 90 days of decided payments: how many it would have posted, how often that was right, and what would change. Ask for the versions again until `measurement.state` is measured.",
    action: "matching-rules.change",
    body: z.object({ rules: matchingRulesSchema, revision: z.int() }),
    response: rulesVersionJson,
    refusals: ["matching-rules.changed-meanwhile", "matching-rules.not-sensible", "customer.unknown"],
  },
  "POST /matching-rules/measurement": {
    summary: "Measure again",
    description: "The draft, if there is one; else the rules in force, which also fits threshold and probabilities to what was cleared since.",
    action: "matching-rules.change",
    body: z.object({}),
    response: rulesVersionJson,
    status: 202,
    refusals: ["matching-rules.changed-meanwhile"],
  },
  "POST /matching-rules/publication": {
    summary: "Publish the draft",
    description: "Only as it was measured, and by somebody else than who changed it last. Refused where the measurement speaks against it, unless `despite` says why it is published all the same.",
    action: "matching-rules.publish",
    body: z.object({ revision: z.int(), despite: z.string().min(1).max(500).optional() }),
    response: rulesVersionJson,
    refusals: ["matching-rules.no-draft", "matching-rules.changed-meanwhile", "matching-rules.not-measured", "matching-rules.needs-another-publisher", "matching-rules.measured-against"],
  },
});
