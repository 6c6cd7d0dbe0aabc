// A person's account in the user pool: who signs in with this address is this user of this tenant. Both are set once and for ever (the pool does not let
// them be changed), so an address that another tenant uses is refused aloud: one address opens one desk.
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  UserNotFoundException,
  UsernameExistsException,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import type { User } from "#domain/access/schema.ts";

export class AccountOfAnother extends Error {}

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
    if (has("custom:tenant") && (has("custom:tenant") !== tenant || has("custom:user") !== user.id)) throw new AccountOfAnother(`${user.email} signs in as somebody else already`);
    const bound: Record<string, string> = has("custom:tenant") ? {} : { "custom:tenant": tenant, "custom:user": user.id };
    await cognito.send(new AdminUpdateUserAttributesCommand({ ...known, UserAttributes: attributesOf({ name: user.name, ...bound }) }));
  }
}

/** Disabled in the pool, nobody gets a new token; one that is out ends at the door, which asks for the user at every request. */
export async function letIn(cognito: CognitoIdentityProviderClient, pool: string, email: string, enabled: boolean): Promise<void> {
  const known = { UserPoolId: pool, Username: email };
  await cognito.send(enabled ? new AdminEnableUserCommand(known) : new AdminDisableUserCommand(known));
}

export type SignIn = { readonly state: "invited" | "confirmed" | "disabled" | "missing"; readonly mfa: boolean; readonly changedAt?: string };

export async function signInOf(cognito: CognitoIdentityProviderClient, pool: string, email: string): Promise<SignIn> {
  try {
    const { Enabled, UserStatus, UserMFASettingList = [], UserLastModifiedDate } = await cognito.send(new AdminGetUserCommand({ UserPoolId: pool, Username: email }));
    const state = Enabled === false ? "disabled" : UserStatus === "CONFIRMED" || UserStatus === "EXTERNAL_PROVIDER" ? "confirmed" : "invited";
    return { state, mfa: UserMFASettingList.length > 0, ...(UserLastModifiedDate ? { changedAt: UserLastModifiedDate.toISOString() } : {}) };
  } catch (error) {
    if (error instanceof UserNotFoundException) return { state: "missing", mfa: false };
    throw error;
  }
}

const attributesOf = (values: Record<string, string>): AttributeType[] => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
