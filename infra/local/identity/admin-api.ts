// The part of Cognito's user pool API that the application calls to keep its people: names, errors and shapes as AWS documents them.
import type { AwsHandler, AwsResponse, Log } from "../engine.ts";
import { passwordIsAcceptable, tidyEmail, type PoolUser, type UserPool } from "./user-pool.ts";

export type CognitoApiOptions = { readonly poolId: string; readonly users: UserPool; readonly endSessionsOf: (sub: string) => void; readonly log: Log };

type Attribute = { readonly Name: string; readonly Value?: string };
type Input = {
  readonly UserPoolId?: string;
  readonly Username?: string;
  readonly UserAttributes?: readonly Attribute[];
  readonly TemporaryPassword?: string;
  readonly Password?: string;
  readonly Permanent?: boolean;
  readonly Filter?: string;
  readonly Limit?: number;
  readonly PaginationToken?: string;
};
type Action = (input: Input, options: CognitoApiOptions) => unknown;

const PREFIX = "AWSCognitoIdentityProviderService.";
const LARGEST_PAGE = 60;

export const cognitoApi =
  (options: CognitoApiOptions): AwsHandler =>
  async ({ headers, body }) => {
    const target = headers["x-amz-target"] ?? "";
    if (!target.startsWith(PREFIX)) return undefined;
    const action = ACTIONS[target.slice(PREFIX.length)];
    try {
      if (!action) throw new CognitoError("UnknownOperationException", `${target} is not served on this machine.`);
      const input = JSON.parse(body.toString("utf8") || "{}") as Input;
      if (input.UserPoolId !== options.poolId) throw new CognitoError("ResourceNotFoundException", `User pool ${input.UserPoolId} does not exist.`);
      return answer(200, await action(input, options));
    } catch (error) {
      if (!(error instanceof CognitoError)) throw error;
      return answer(400, { __type: error.name, message: error.message }, { "x-amzn-errortype": error.name });
    }
  };

const ACTIONS: Readonly<Record<string, Action>> = {
  async AdminCreateUser(input, { users, log }) {
    const attributes = attributesOf(input);
    const email = tidyEmail(attributes.email ?? input.Username ?? "");
    if (!email.includes("@")) throw new CognitoError("InvalidParameterException", "Username should be an email.");
    if (users.find(email)) throw new CognitoError("UsernameExistsException", "An account with the given email already exists.");
    if (input.TemporaryPassword !== undefined) checkPassword(input.TemporaryPassword);
    const password = input.TemporaryPassword ?? `Welcome-${crypto.randomUUID().slice(0, 8)}`;
    const user = users.create(email, attributes);
    await users.setPassword(user.sub, password, false);
    // On AWS the person gets this by e-mail; here the log of the machine is the only place to read it.
    if (input.TemporaryPassword === undefined) log({ source: "sign-in", level: "info", text: `${email} signs in for the first time with the password ${password}` });
    return { User: userType(user, "Attributes") };
  },
  async AdminSetUserPassword(input, options) {
    checkPassword(input.Password ?? "");
    await options.users.setPassword(named(input, options).sub, input.Password ?? "", input.Permanent ?? false);
    return {};
  },
  AdminGetUser: (input, options) => userType(named(input, options), "UserAttributes"),
  AdminUpdateUserAttributes(input, options) {
    const user = named(input, options);
    const changed = attributesOf(input);
    const other = changed.email === undefined ? undefined : options.users.find(changed.email);
    if (other && other.sub !== user.sub) throw new CognitoError("AliasExistsException", "An account with the given email already exists.");
    options.users.setAttributes(user.sub, changed);
    return {};
  },
  AdminDisableUser(input, options) {
    const { sub } = named(input, options);
    options.users.setEnabled(sub, false);
    options.endSessionsOf(sub);
    return {};
  },
  AdminEnableUser(input, options) {
    options.users.setEnabled(named(input, options).sub, true);
    return {};
  },
  AdminDeleteUser(input, options) {
    const { sub } = named(input, options);
    options.users.remove(sub);
    options.endSessionsOf(sub);
    return {};
  },
  ListUsers(input, { users }) {
    const matching = users.list().filter(filterOf(input.Filter));
    const from = Number(input.PaginationToken ?? 0);
    const until = from + Math.min(input.Limit ?? LARGEST_PAGE, LARGEST_PAGE);
    return { Users: matching.slice(from, until).map((user) => userType(user, "Attributes")), ...(until < matching.length ? { PaginationToken: String(until) } : {}) };
  },
};

const named = (input: Input, { users }: CognitoApiOptions): PoolUser => {
  const user = users.find(input.Username ?? "");
  if (!user) throw new CognitoError("UserNotFoundException", "User does not exist.");
  return user;
};

const checkPassword = (password: string) => {
  if (!passwordIsAcceptable(password)) throw new CognitoError("InvalidPasswordException", "Password did not conform with policy: Password not long enough");
};

/** `email = "a@b.fr"` or `name ^= "In"`: equality or beginning, of one attribute. */
const filterOf = (filter: string | undefined) => {
  if (!filter) return () => true;
  const [, name = "", operator, value = ""] = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  if (!operator) throw new CognitoError("InvalidParameterException", `Error while parsing filter ${filter}.`);
  const wanted = value.replace(/\\(.)/g, "$1");
  return (user: PoolUser) => {
    const own = filterableOf(user)[name] ?? "";
    return operator === "=" ? own === wanted : own.startsWith(wanted);
  };
};

const filterableOf = (user: PoolUser): Readonly<Record<string, string>> => ({
  ...user.attributes,
  sub: user.sub,
  username: user.sub,
  status: user.enabled ? "Enabled" : "Disabled",
  "cognito:user_status": user.status,
});

const attributesOf = (input: Input) => Object.fromEntries((input.UserAttributes ?? []).map(({ Name, Value = "" }) => [Name, Value]));

const userType = (user: PoolUser, attributes: "Attributes" | "UserAttributes") => ({
  Username: user.sub,
  [attributes]: [{ Name: "sub", Value: user.sub }, ...Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value }))],
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.modifiedAt / 1000,
  Enabled: user.enabled,
  UserStatus: user.status,
});

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): AwsResponse => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1", ...headers },
  body: JSON.stringify(body),
});

class CognitoError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
