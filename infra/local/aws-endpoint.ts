// The AWS services that speak JSON or Query over one address: every engine's handler is asked in turn, and what none knows is refused as AWS
// would. Functions may be invoked here as well, should one call another.
import type { AwsHandler, AwsResponse } from "#infra/local/engine.ts";
import { listen, sendResponse, toAwsRequest } from "#infra/local/http.ts";
import { functionName, type Lambdas } from "#infra/local/lambda.ts";

export const startAwsEndpoint = async (handlers: () => readonly AwsHandler[], port: number): Promise<{ port: number; close(): Promise<void> }> =>
  listen(
    async (raw, response) => {
      const request = await toAwsRequest(raw);
      for (const handler of handlers()) {
        const answer = await handler(request, raw);
        if (answer) return sendResponse(response, answer);
      }
      const asked = request.headers["x-amz-target"] ?? `${request.method} ${request.url.pathname}`;
      sendResponse(response, problem(400, "UnknownOperationException", `The local cloud does not know ${asked}.`));
    },
    port,
    true,
  );

const problem = (status: number, type: string, message: string): AwsResponse => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-errortype": type },
  body: JSON.stringify({ __type: type, message }),
});

export const lambdaApi =
  (lambdas: Lambdas): AwsHandler =>
  async ({ method, url, headers, body }) => {
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname)?.[1];
    if (!name || method !== "POST") return undefined;
    const spec = lambdas.spec(decodeURIComponent(name));
    if (!spec) return problem(404, "ResourceNotFoundException", `Function not found: ${functionName(decodeURIComponent(name))}`);
    const payload = body.length > 0 ? (JSON.parse(body.toString()) as unknown) : {};
    if (headers["x-amz-invocation-type"] === "Event") {
      void lambdas.invoke(spec.name, payload);
      return { status: 202 };
    }
    const result = await lambdas.invoke(spec.name, payload);
    if (result.ok) return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(result.payload) };
    const { errorType, errorMessage, stack } = result;
    return { status: 200, headers: { "content-type": "application/json", "x-amz-function-error": "Unhandled" }, body: JSON.stringify({ errorType, errorMessage, trace: stack }) };
  };
