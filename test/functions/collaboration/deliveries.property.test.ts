// For random people and customers: what the live channels deliver to a person is what Cedar lets that person see, whatever he tries to listen to.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { User } from "#domain/access/schema.ts";
import { topicChannel, userChannel } from "#domain/live-channel.ts";
import { personalMessages, topicMessage, type LiveFact } from "#functions/collaboration/live.ts";
import { authorize } from "#functions/runtime/authorize.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import { onlyOwnChannels } from "#infra/live.ts";
import { Broker } from "#infra/local/live/broker.ts";

const USERS = [{ AuthType: "AMAZON_COGNITO_USER_POOLS" }];
const FUNCTIONS = [{ AuthType: "AWS_IAM" }];
const openBroker = () =>
  new Broker({ Name: "live", EventConfig: { AuthProviders: [...USERS, ...FUNCTIONS], ConnectionAuthModes: USERS, DefaultPublishAuthModes: FUNCTIONS, DefaultSubscribeAuthModes: USERS } }, [{ Name: "tenant", CodeHandlers: onlyOwnChannels, PublishAuthModes: FUNCTIONS, SubscribeAuthModes: USERS }]);
const asUser = (tenant: string, user: string) => ({ authType: "AMAZON_COGNITO_USER_POOLS" as const, identity: { type: "user" as const, claims: { tenant, user }, sub: "s", issuer: "i", username: "u" } });
const asFunction = { authType: "AWS_IAM" as const, identity: { type: "iam" as const, accountId: "0", userArn: "arn", username: "f" } };

const names = ["Inès Marchetti", "Thomas Lebrun"];
const customers = fc.array(fc.record({ country: fc.constantFrom("FR", "GB"), collector: fc.constantFrom(...names, undefined), salesperson: fc.constantFrom("Marc Delorme", undefined), entities: fc.subarray(["ent_fr", "ent_uk"]) }), { minLength: 1, maxLength: 5 });
const people = fc.array(
  fc.record({ name: fc.constantFrom(...names, "Marc Delorme"), role: fc.constantFrom("collector", "salesperson", "credit-manager", "executive"), entityIds: fc.subarray(["ent_fr" as const, "ent_uk" as const]), countries: fc.subarray(["FR", "GB"]) }),
  { minLength: 1, maxLength: 4 },
);

test("each person hears of exactly the customers that he may open, and of nobody else's through any channel", () => {
  fc.assert(
    fc.property(customers, people, (some, all) => {
      const callers = all.map((person, n) => callerFrom("ardelane", { ...person, id: `usr_a_${n}`, email: `${n}@b.example`, language: "en" } as User));
      const broker = openBroker();
      const heard = callers.map(() => [] as string[]);
      callers.forEach(({ user }, n) => {
        const me = asUser("ardelane", user.id);
        const listen = (channel: string) => broker.subscribe(me, channel, (event) => heard[n]!.push(...[(JSON.parse(event) as { data: { customerId?: string } }).data.customerId ?? []].flat()));
        listen(userChannel("ardelane", user.id));
        listen(topicChannel("ardelane", "ledger"));
        for (const other of ["usr_a_0", "usr_a_1", "usr_a_2"].filter((id) => id !== user.id)) expect(() => listen(userChannel("ardelane", other))).toThrow("not authorized");
        for (const channel of ["/tenant/*", "/tenant/ardelane/*", "/tenant/ardelane/user/*", "/tenant/globex/ledger", userChannel("globex", user.id), "/tenant/ardelane/payroll"]) expect(() => listen(channel), channel).toThrow("not authorized");
      });
      some.forEach((facts, n) => {
        const fact: LiveFact = { name: "CustomerChanged", id: `f${n}`, tenant: "ardelane", occurredAt: "2026-03-31T06:00:00.000Z", actor: { type: "user", id: "usr_x", name: "X" }, version: 1, data: { customerId: `cus_${n}`, fields: ["segment"] } };
        for (const { channel, event } of [topicMessage(fact), ...personalMessages(fact, { ...facts, id: `cus_${n}` }, callers)]) broker.publish(asFunction, channel, [JSON.stringify(event)]);
      });
      callers.forEach((caller, n) => {
        const permitted = some.flatMap((facts, k) => (authorize(caller, "customer.read", { ...facts, kind: "customer", id: `cus_${k}`, tenant: "ardelane" }).allowed ? [`cus_${k}`] : []));
        expect(heard[n]).toEqual(permitted);
      });
    }),
    { numRuns: 8 },
  );
});

test("two people never share a channel, whatever their ids", () => {
  const id = fc.stringMatching(/^usr_[A-Za-z0-9_.~-]{1,20}$/);
  fc.assert(fc.property(id, id, (a, b) => void expect(userChannel("t", a) === userChannel("t", b)).toBe(a === b)));
  fc.assert(fc.property(id, (a) => void expect(userChannel("t", a).split("/").at(-1)).toMatch(/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/)));
});
