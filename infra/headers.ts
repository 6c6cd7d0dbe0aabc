// What the browser is told not to do. Scripts come from this origin only; the one inline script of the built page (SvelteKit's start) is allowed
// by its hash, read from the build, never by 'unsafe-inline'.
import { createHash } from "node:crypto";
import { Duration, Stack } from "aws-cdk-lib";
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import { nameOf, worldwideNameOf } from "#infra/parts/stage.ts";

type Hosts = { readonly signIn: string; readonly live: string; readonly page: string };

export const securityHeaders = (scope: Construct, id: string, hosts: Hosts): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: nameOf(scope, "web"),
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(scope, hosts), override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
    },
    customHeadersBehavior: { customHeaders: [{ header: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), payment=()", override: true }] },
  });

function contentSecurityPolicy(scope: Construct, { signIn, live, page }: Hosts): string {
  const { region } = Stack.of(scope);
  const inbox = `https://${worldwideNameOf(scope, "inbox")}.s3.${region}.amazonaws.com`;
  const rules: Record<string, string[]> = {
    "default-src": ["'none'"],
    "script-src": ["'self'", ...inlineScriptHashes(page)],
    // Components set widths and positions as style attributes.
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    // The API (same origin), sign-in, live messages, and uploads to the inbox by presigned address.
    "connect-src": ["'self'", `https://${signIn}`, `https://cognito-idp.${region}.amazonaws.com`, live, inbox],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(rules)
    .map(([rule, values]) => `${rule} ${values.join(" ")}`)
    .join("; ");
}

export const inlineScriptHashes = (page: string): string[] =>
  [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, code = ""]) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
