// CloudFormation's intrinsic functions, resolved against what the local cloud says that each resource is called. Values are resolved when they
// are asked for, so resources may refer to each other in any order, also across the stacks of the app.
import { ACCOUNT, REGION } from "#infra/local/engine.ts";
import type { Resource, Stack } from "#infra/local/template/assembly.ts";

/** One resource of one stack. */
export type Located = { readonly stack: Stack; readonly id: string; readonly resource: Resource };
/** What `Ref` and `Fn::GetAtt` give for a resource; undefined when the type has no such attribute here. */
export type Identify = (located: Located, attribute: string | undefined) => unknown;
export type Resolve = (stack: Stack, value: unknown) => unknown;

export class TemplateProblem extends Error {
  override name = "TemplateProblem";
}

type Scope = { stack: Stack; stacks: readonly Stack[]; identify: Identify; resolve: (value: unknown) => unknown };
type Intrinsic = (argument: unknown, scope: Scope) => unknown;

export const resolver = (stacks: readonly Stack[], identify: Identify): Resolve => {
  const inStack = (stack: Stack, value: unknown): unknown => {
    const scope: Scope = { stack, stacks, identify, resolve: (inner) => inStack(stack, inner) };
    if (Array.isArray(value)) return value.map(scope.resolve).filter((entry) => entry !== undefined);
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined) {
      const intrinsic = intrinsics[name];
      if (intrinsic) return plainOnLoopback(intrinsic(argument, scope));
      if (name.startsWith("Fn::")) throw new TemplateProblem(`${stack.name} uses ${name}, which the local cloud cannot resolve.`);
    }
    return Object.fromEntries(entries.flatMap(([key, inner]) => (isPresent(scope.resolve(inner)) ? [[key, scope.resolve(inner)]] : [])));
  };
  return inStack;
};

const isPresent = (value: unknown): boolean => value !== undefined;

/** The template says https and wss, as on AWS; on this machine's loopback there is no TLS. */
const plainOnLoopback = (value: unknown): unknown =>
  typeof value === "string" ? value.replaceAll("https://127.0.0.1:", "http://127.0.0.1:").replaceAll("wss://127.0.0.1:", "ws://127.0.0.1:") : value;

const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, scope) => ref(String(name), scope),
  "Fn::GetAtt": (argument, scope) => {
    const [id, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split(".");
    return getAtt(id ?? "", attribute.join("."), scope);
  },
  "Fn::Sub": (argument, scope) => sub(argument, scope),
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return (scope.resolve(parts) as unknown[]).map(String).join(separator);
  },
  "Fn::Select": (argument, scope) => {
    const [index, list] = argument as [unknown, unknown];
    return (scope.resolve(list) as unknown[])[Number(scope.resolve(index))];
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = argument as [string, unknown];
    return String(scope.resolve(text)).split(separator);
  },
  "Fn::If": (argument, scope) => {
    const [condition, yes, no] = argument as [string, unknown, unknown];
    return scope.resolve(holds(condition, scope) ? yes : no);
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = scope.resolve(argument) as unknown[];
    return String(left) === String(right);
  },
  "Fn::And": (argument, scope) => (scope.resolve(argument) as unknown[]).every(Boolean),
  "Fn::Or": (argument, scope) => (scope.resolve(argument) as unknown[]).some(Boolean),
  "Fn::Not": (argument, scope) => !(scope.resolve(argument) as unknown[])[0],
  Condition: (name, scope) => (typeof name === "string" && scope.stack.template.Conditions?.[name] !== undefined ? holds(name, scope) : { Condition: scope.resolve(name) }),
  "Fn::ImportValue": (argument, scope) => imported(String(scope.resolve(argument)), scope),
  "Fn::FindInMap": (argument, scope) => {
    const [map, first, second] = scope.resolve(argument) as string[];
    return scope.stack.template.Mappings?.[map ?? ""]?.[first ?? ""]?.[second ?? ""];
  },
  "Fn::Base64": (argument, scope) => Buffer.from(String(scope.resolve(argument))).toString("base64"),
  "Fn::ToJsonString": (argument, scope) => JSON.stringify(scope.resolve(argument)),
};

const pseudoParameters: Record<string, (stack: Stack) => unknown> = {
  "AWS::Region": () => REGION,
  "AWS::AccountId": () => ACCOUNT,
  "AWS::Partition": () => "aws",
  "AWS::URLSuffix": () => "amazonaws.com",
  "AWS::StackName": (stack) => stack.name,
  "AWS::StackId": (stack) => `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack.name}/local`,
  "AWS::NoValue": () => undefined,
};

const ref = (name: string, scope: Scope): unknown => {
  const pseudo = pseudoParameters[name];
  if (pseudo) return pseudo(scope.stack);
  const parameter = scope.stack.template.Parameters?.[name];
  if (parameter) return parameter.Default;
  return identified(name, undefined, scope);
};

const getAtt = (id: string, attribute: string, scope: Scope): unknown => identified(id, attribute, scope);

const identified = (id: string, attribute: string | undefined, scope: Scope): unknown => {
  const resource = scope.stack.template.Resources[id];
  if (!resource) throw new TemplateProblem(`${scope.stack.name} refers to ${id}, which it does not contain.`);
  const value = scope.identify({ stack: scope.stack, id, resource }, attribute);
  if (value === undefined) throw new TemplateProblem(`${id} (${resource.Type}) has no ${attribute ? `attribute ${attribute}` : "Ref"} in the local cloud, but ${scope.stack.name} refers to it.`);
  return value;
};

const sub = (argument: unknown, scope: Scope): string => {
  const [text, given] = Array.isArray(argument) ? (argument as [string, Record<string, unknown>]) : [String(argument), {}];
  return text.replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in given) return String(scope.resolve(given[name]));
    if (!name.includes(".")) return String(ref(name, scope));
    const [id = "", ...attribute] = name.split(".");
    return String(getAtt(id, attribute.join("."), scope) ?? whole);
  });
};

const holds = (name: string, scope: Scope): boolean => Boolean(scope.resolve(scope.stack.template.Conditions?.[name]));

const imported = (name: string, scope: Scope): unknown => {
  for (const stack of scope.stacks) {
    const inner: Scope = { ...scope, stack, resolve: (value) => resolver(scope.stacks, scope.identify)(stack, value) };
    for (const output of Object.values(stack.template.Outputs ?? {})) if (output.Export && inner.resolve(output.Export.Name) === name) return inner.resolve(output.Value);
  }
  throw new TemplateProblem(`${scope.stack.name} imports ${name}, which no stack of the app exports.`);
};

/** Resources whose condition holds (those without one always do). */
export const activeResources = (stack: Stack, resolve: Resolve): Located[] =>
  Object.entries(stack.template.Resources).flatMap(([id, resource]) =>
    resource.Condition === undefined || resolve(stack, stack.template.Conditions?.[resource.Condition]) ? [{ stack, id, resource }] : [],
  );
