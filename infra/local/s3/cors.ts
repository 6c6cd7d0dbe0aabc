// Browsers ask before they upload to a presigned URL. The answer follows the bucket's own CORS rules, so that a missing rule fails here too.
import type { CorsRule } from "./bucket.ts";
import { S3Error } from "./error.ts";

export const preflight = (rules: readonly CorsRule[], headers: Readonly<Record<string, string>>): Record<string, string> => {
  const { origin, "access-control-request-method": method, "access-control-request-headers": wanted = "" } = headers;
  if (origin === undefined || method === undefined) throw new S3Error("InvalidRequest", "Insufficient information. Origin request header needed.");
  const names = wanted
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = rules.find((each) => allows(each, origin, method) && names.every((name) => (each.AllowedHeaders ?? []).some((allowed) => matches(allowed.toLowerCase(), name))));
  if (rule === undefined) throw new S3Error("AccessForbidden");
  return { ...granted(rule, origin), ...(names.length > 0 ? { "access-control-allow-headers": names.join(", ") } : {}) };
};

/** What a plain request with an Origin gets; nothing if no rule allows it, and the browser then keeps the answer from the page. */
export const corsHeaders = (rules: readonly CorsRule[], method: string, origin: string | undefined): Record<string, string> => {
  const rule = origin === undefined ? undefined : rules.find((each) => allows(each, origin, method));
  return rule === undefined || origin === undefined ? {} : granted(rule, origin);
};

const granted = (rule: CorsRule, origin: string): Record<string, string> => ({
  ...(rule.AllowedOrigins.includes("*") ? { "access-control-allow-origin": "*" } : { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" }),
  "access-control-allow-methods": rule.AllowedMethods.join(", "),
  ...(rule.ExposedHeaders?.length ? { "access-control-expose-headers": rule.ExposedHeaders.join(", ") } : {}),
  ...(rule.MaxAge === undefined ? {} : { "access-control-max-age": String(rule.MaxAge) }),
  vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
});

const allows = (rule: CorsRule, origin: string, method: string) => rule.AllowedMethods.includes(method) && rule.AllowedOrigins.some((allowed) => matches(allowed, origin));

/** S3 allows one asterisk in an origin or a header. */
const matches = (pattern: string, text: string) => {
  const [before = "", after] = pattern.split(/\*(.*)/s, 2);
  return after === undefined ? pattern === text : text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
};
