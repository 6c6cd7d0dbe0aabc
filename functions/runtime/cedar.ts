// Cedar, loaded at the first decision and not before: its WebAssembly is four megabytes, which come in a layer (infra/parts/cedar.ts). The policies
// are parsed once; a decision is then a fraction of a millisecond.
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { policySources, type PolicySource } from "#functions/runtime/policies.ts";

type Cedar = typeof import("@cedar-policy/cedar-wasm/nodejs");
type Request = Omit<Parameters<Cedar["statefulIsAuthorized"]>[0], "preparsedPolicySetId">;
export type Verdict = { readonly allowed: boolean; /** Ids of the policies that decided. */ readonly policies: readonly string[] };
export type Policy = { readonly id: string; readonly effect: "permit" | "forbid"; readonly text: string; readonly en: string; readonly fr: string };

const SET = "quittance";
let loaded: { readonly cedar: Cedar; readonly policies: ReadonlyMap<string, Policy> } | undefined;

export function evaluate(request: Request): Verdict {
  const answer = ready().cedar.statefulIsAuthorized({ ...request, preparsedPolicySetId: SET });
  if (answer.type === "failure") throw new Error(`Cedar could not decide: ${answer.errors.map(({ message }) => message).join("; ")}`);
  const { decision, diagnostics } = answer.response;
  // A policy that fails is skipped by Cedar; were it a forbid, something forbidden would be allowed.
  if (diagnostics.errors.length > 0) throw new Error(`a policy failed: ${diagnostics.errors.map(({ policyId, error }) => `${policyId} ${error.message}`).join("; ")}`);
  return { allowed: decision === "allow", policies: diagnostics.reason.toSorted() };
}

export const policies = (): ReadonlyMap<string, Policy> => ready().policies;

function ready() {
  return (loaded ??= load());
}

/** V8 would optimize Cedar while it makes its first decision, which then costs twice the CPU: a budget of some hundred decisions leaves that for later. */
const LATER = "--wasm-tiering-budget=200000000";

function load() {
  setFlagsFromString(LATER);
  const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs") as Cedar;
  const staticPolicies = Object.fromEntries(policySources.map(({ id, text, parsed }) => [id, parsed ?? text]));
  const answer = cedar.preparsePolicySet(SET, { staticPolicies });
  if (answer.type === "failure") throw new Error(`the policies cannot be parsed: ${answer.errors.map(({ message }) => message).join("; ")}`);
  return { cedar, policies: new Map(policySources.map((source) => [source.id, policyOf(source)])) };
}

function policyOf({ id, text }: PolicySource): Policy {
  const said = (name: string): string => new RegExp(`@${name}\\("((?:[^"\\\\]|\\\\.)*)"\\)`).exec(text)?.[1] ?? "";
  return { id, effect: /\bforbid\s*\(/.test(text) ? "forbid" : "permit", text, en: said("en"), fr: said("fr") };
}
