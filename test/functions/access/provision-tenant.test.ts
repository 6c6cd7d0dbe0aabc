import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provisioningSchema, type User } from "#domain/access/schema.ts";
import { keepAccount } from "#functions/access/account.ts";
import { provision } from "#functions/access/provision-tenant.ts";
import { accessStore } from "#functions/store/access.ts";
import { ingestionStore } from "#functions/store/ingestion.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());

const asked = provisioningSchema.parse({
  tenant: { id: "verdier", name: "Verdier", currency: "EUR" },
  entities: [{ id: "ent_fr", code: "FR", name: "Minoterie Verdier", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" }],
  users: [{ email: "lea@verdier.example", name: "Léa", role: "collector", language: "fr", password: "for the first time" }],
  sources: [{ id: "src_sage", slug: "sage", name: "Sage", format: "fec", mode: "full", codeSpace: "sage", terms: { days: 30, endOfMonth: false } }],
  rates: [{ from: "GBP", to: "EUR", rate: "1.1689", on: "2026-01-31" }],
});

test("a tenant is set up once, however often it is asked for, and nobody else's is touched", async () => {
  delete process.env.USER_POOL_ID;
  const first = await provision(asked);
  expect(await provision(asked)).toEqual(first);
  const [access, ledger] = [accessStore("verdier"), ledgerStore("verdier")];
  expect(await access.tenant()).toEqual(asked.tenant);
  expect(await access.users()).toMatchObject([{ id: first.users[0]!.id, email: "lea@verdier.example", entityIds: [] }]);
  expect(JSON.stringify(await access.users())).not.toContain("for the first time");
  expect(await ledger.entities()).toEqual(asked.entities);
  expect(await access.rates()).toEqual(asked.rates);
  expect(await ingestionStore("verdier").sources()).toMatchObject(asked.sources);
  expect(await accessStore("stranger").users()).toEqual([]);
});

test("an account is bound to its tenant and user once; an address of another tenant is refused", async () => {
  const lea: User = { id: "usr_lea", email: "lea@verdier.example", name: "Léa", role: "collector", language: "fr", entityIds: [] };
  const cognito = mockClient(CognitoIdentityProviderClient);
  const client = new CognitoIdentityProviderClient({ region: "eu-west-3" });
  await keepAccount(client, "pool", "verdier", lea);
  const created = cognito.commandCalls(AdminCreateUserCommand)[0]!.args[0].input;
  expect(created).toMatchObject({ UserPoolId: "pool", Username: "lea@verdier.example" });
  expect(created.UserAttributes).toEqual(
    expect.arrayContaining([
      { Name: "custom:tenant", Value: "verdier" },
      { Name: "custom:user", Value: "usr_lea" },
    ]),
  );

  cognito.on(AdminCreateUserCommand).rejects(new UsernameExistsException({ message: "exists", $metadata: {} }));
  cognito.on(AdminGetUserCommand).resolves({
    UserAttributes: [
      { Name: "custom:tenant", Value: "verdier" },
      { Name: "custom:user", Value: "usr_lea" },
    ],
  });
  await keepAccount(client, "pool", "verdier", lea);
  expect(cognito.commandCalls(AdminUpdateUserAttributesCommand)[0]!.args[0].input.UserAttributes).toEqual([{ Name: "name", Value: "Léa" }]);
  await expect(keepAccount(client, "pool", "stranger", lea)).rejects.toThrow("signs in as somebody else already");
});
