// The one port that people and browsers use: the web app and the API as CloudFront would serve them, and beside them what belongs to this
// machine alone: sign-in, mailbox, operations, clock, health.
import type { IncomingMessage, ServerResponse } from "node:http";
import { clockPage } from "#infra/local/clock-page.ts";
import type { Cloud } from "#infra/local/cloud.ts";
import { type Distribution, distribution } from "#infra/local/cloudfront.ts";
import type { AwsRequest, AwsResponse } from "#infra/local/engine.ts";
import { healthPage } from "#infra/local/health.ts";
import { listen, sendResponse, toAwsRequest } from "#infra/local/http.ts";
import { type HttpApi, type HttpRoute, httpApi } from "#infra/local/http-api.ts";
import { mailbox } from "#infra/local/mailbox.ts";
import { jwtVerifier } from "#infra/local/jwt.ts";
import { postPage } from "#infra/local/providers/post-page.ts";
import { operationsPages } from "#infra/local/operations/pages.ts";

export type Front = { readonly port: number; readonly url: string; serve(cloud: Cloud): void; close(): Promise<void> };
type Page = (request: AwsRequest) => Promise<AwsResponse>;

export const startFront = async (port: number): Promise<Front> => {
  let handle = async (_request: IncomingMessage, response: ServerResponse): Promise<void> =>
    sendResponse(response, { status: 503, headers: { "content-type": "text/plain", "retry-after": "2" }, body: "Quittance is starting." });
  const { port: bound, close } = await listen((request, response) => handle(request, response), port, false);
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    serve: (cloud) => {
      handle = router(cloud);
    },
    close,
  };
};

const router = (cloud: Cloud): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const pages: readonly [path: string, page: Page][] = [
    ["/api/health", healthPage(cloud.engines)],
    ["/mail", mailPages(cloud)],
    ["/operations", operationsPages(cloud)],
    ["/clock", clockPage(cloud.clock)],
  ];
  const web = webOf(cloud);
  return async (raw, response) => {
    const path = (raw.url ?? "/").split("?")[0] ?? "/";
    if (!isThisMachine(raw)) return sendResponse(response, { status: 403, headers: { "content-type": "text/plain" }, body: "This address is for this machine only.\n" });
    const within = (prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}.`);
    if (within("/oidc")) return cloud.identity.handle(raw, response);
    const request = await toAwsRequest(raw);
    const page = pages.find(([prefix]) => within(prefix))?.[1] ?? web;
    sendResponse(response, await page(request));
  };
};

/** Other web sites that a browser has open must neither read (a name of theirs that leads here) nor click (a form of theirs) on this machine. */
const isThisMachine = ({ headers, method }: IncomingMessage): boolean => {
  const host = (headers.host ?? "").replace(/:\d+$/, "");
  const fromElsewhere = headers["sec-fetch-site"] === "cross-site" && method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
  return ["127.0.0.1", "localhost", "[::1]"].includes(host) && !fromElsewhere;
};

const mailPages = ({ ses, standIns }: Cloud): Page => {
  const [post, mail] = [postPage(standIns), mailbox(ses)];
  return async (request) => (await post(request)) ?? (await mail(request)) ?? { status: 404 };
};

/** The template's distribution; without one (small test templates) the first HTTP API answers everything. */
const webOf = (cloud: Cloud): Distribution => {
  const { plan, lambdas, clock, identity, localize } = cloud;
  const verify = jwtVerifier(() => identity.jwks());
  const apis = new Map<string, HttpApi>(plan.apis.map((spec) => [spec.id, httpApi({ ...spec, routes: spec.routes.map((route) => withLocalIssuer(route, localize)) }, { invoke: lambdas.invoke, verify, clock })]));
  const front = plan.distributions[0];
  const onlyApi = [...apis.values()][0];
  if (!front) return async (request) => (onlyApi ? onlyApi(request) : { status: 404 });
  const behaviors = front.behaviors.map(({ pattern, headers, api }) => {
    const served = api === undefined ? undefined : apis.get(api);
    const local = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, localize(value)]));
    return { pattern, headers: local, target: served ? { api: served } : { web: cloud.web } };
  });
  return distribution(behaviors, "index.html");
};

const withLocalIssuer = (route: HttpRoute, localize: (text: string) => string): HttpRoute =>
  route.authorizer && "issuer" in route.authorizer ? { ...route, authorizer: { ...route.authorizer, issuer: localize(route.authorizer.issuer) } } : route;
