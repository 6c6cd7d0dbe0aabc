// The API is the web's only door. Types come from the one route table (types only: zod stays out of the bundle); the key says method and path.
import type { z } from "zod";
import type { Api } from "../../../../domain/api.ts";
import { acting, headerFor } from "#lib/session/acting.svelte.ts";
import { accessToken, signIn } from "#lib/session/session.svelte.ts";
import * as m from "#lib/paraglide/messages.js";
import { getLocale } from "#lib/paraglide/runtime.js";

type Schema<R, K extends string> = R extends { readonly [P in K]: infer S } ? (S extends z.ZodType ? z.input<S> : never) : never;
type Part<R, K extends string> = [Schema<R, K>] extends [never] ? { readonly [P in K]?: undefined } : { readonly [P in K]: Schema<R, K> };
export type Ask<K extends keyof Api> = Part<Api[K], "params"> & ([Schema<Api[K], "query">] extends [never] ? object : { readonly query?: Schema<Api[K], "query"> }) & Part<Api[K], "body">;
export type Answer<K extends keyof Api> = Api[K] extends { readonly response: infer S extends z.ZodType } ? z.output<S> : never;

/** What the API refused, in the caller's language, with the reference that support can look up. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly traceId: string) {
    super(message);
  }
}

export async function call<K extends keyof Api & string>(key: K, ask: Ask<K> = {} as Ask<K>, signal?: AbortSignal): Promise<Answer<K>> {
  const [method, template] = key.split(" ") as [string, string];
  const { params = {}, query = {}, body } = ask as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, String(value)]])));
  const response = await fetch(`/api/v1${path}${search.size > 0 ? `?${search}` : ""}`, {
    method,
    headers: { authorization: `Bearer ${await accessToken()}`, "accept-language": getLocale(), ...headerFor(path), ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": crypto.randomUUID() }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (response.status === 401) await signIn();
  const answer = await response.json().catch(() => ({}));
  if (answer.code === "absence.not-covering") acting.doubts += 1;
  if (!response.ok) throw new Problem(response.status, answer.code ?? "request.failed", answer.detail ?? m.failed_server(), answer.traceId ?? response.headers.get("apigw-requestid") ?? "");
  return answer as Answer<K>;
}
