// Which entry of a route table a request is for. A fixed part wins over a parameter: /sources/detect is not the source "detect".
import type { Route, RouteKey, RouteTable } from "#domain/route.ts";

export const API_BASE = "/api/v1";

type Match = { readonly key: RouteKey; readonly route: Route; readonly params: Readonly<Record<string, string>> };

export function routeOf(table: RouteTable, method: string, rawPath: string): Match | undefined {
  if (!rawPath.startsWith(`${API_BASE}/`)) return undefined;
  const asked = rawPath.slice(API_BASE.length + 1).split("/");
  const matches = (Object.entries(table) as [RouteKey, Route][]).flatMap(([key, route]) => {
    const [verb, path] = key.split(" ") as [string, string];
    const params = verb === method ? paramsOf(path.slice(1).split("/"), asked) : undefined;
    return params ? [{ key, route, params }] : [];
  });
  return matches.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

function paramsOf(parts: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== asked.length) return undefined;
  const params: Record<string, string> = {};
  for (const [n, part] of parts.entries()) {
    const text = asked[n]!;
    if (!part.startsWith("{")) {
      if (part !== text) return undefined;
    } else {
      const value = decoded(text);
      if (!value) return undefined;
      params[part.slice(1, -1)] = value;
    }
  }
  return params;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
