// Asks the API as API Gateway would: the token has been verified, its claims say tenant and user.
import type { Context } from "aws-lambda";
import type { ApiEvent } from "#functions/runtime/api.ts";

type Handler = (event: ApiEvent, context: Context, callback: () => void) => Promise<{ statusCode?: number; body?: string }>;
export type Asked = { readonly as?: { readonly tenant: string; readonly user: string }; readonly body?: unknown; readonly language?: string; readonly headers?: Readonly<Record<string, string>> };

/** An answer is whatever the route says; tests look into it freely. */
export async function ask(handler: unknown, request: string, { as, body, language = "en", headers = {} }: Asked = {}): Promise<{ status: number; json: any }> {
  const [method = "GET", url = ""] = request.split(" ");
  const [rawPath = "", rawQueryString = ""] = url.split("?");
  const event: ApiEvent = {
    rawPath: rawPath.startsWith("/api/") ? rawPath : `/api/v1${rawPath}`,
    rawQueryString,
    headers: { "accept-language": language, ...headers },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    requestContext: { requestId: "req-1", http: { method }, ...(as ? { authorizer: { jwt: { claims: { ...as } } } } : {}) },
  };
  const { statusCode = 0, body: text = "" } = await (handler as Handler)(event, { awsRequestId: "req-1" } as Context, () => undefined);
  return { status: statusCode, json: text ? JSON.parse(text) : undefined };
}
