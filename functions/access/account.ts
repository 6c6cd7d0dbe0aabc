// A person's account in the user pool: who signs in with this address is this user of this tenant. Both are set once and for ever (the pool does not let
// them be changed), so an address that another tenant uses is refused aloud: one address opens one desk.
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  UsernameExistsException,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import type { User } from "#domain/access/schema.ts";

export async function keepAccount(cognito: CognitoIdentityProviderClient, pool: string, tenant: string, user: User, password?: string): Promise<void> {
  const known = { UserPoolId: pool, Username: user.email };
  const attributes = attributesOf({ email: user.email, email_verified: "true", name: user.name, "custom:tenant": tenant, "custom:user": user.id });
  // With a given password nobody is written to: whoever set it tells the person.
  const first = password ? ({ TemporaryPassword: password, MessageAction: "SUPPRESS" } as const) : {};
  try {
    await cognito.send(new AdminCreateUserCommand({ ...known, UserAttributes: attributes, ...first }));
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand(known));
    const has = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
    if (has("custom:tenant") && (has("custom:tenant") !== tenant || has("custom:user") !== user.id)) throw new Error(`${user.email} signs in as somebody else already`);
    const bound: Record<string, string> = has("custom:tenant") ? {} : { "custom:tenant": tenant, "custom:user": user.id };
    await cognito.send(new AdminUpdateUserAttributesCommand({ ...known, UserAttributes: attributesOf({ name: user.name, ...bound }) }));
  }
}

const attributesOf = (values: Record<string, string>): AttributeType[] => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
