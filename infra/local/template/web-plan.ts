// What browsers meet: HTTP APIs with their routes and authorizers, user pools with their clients, distributions with their headers.
import type { HttpApiSpec, HttpRoute, JwtAuthorizer, LambdaAuthorizer } from "#infra/local/http-api.ts";
import type { Declared, OfType, Properties } from "#infra/local/template/plan.ts";
import { TemplateProblem } from "#infra/local/template/resolve.ts";

export type UserPoolPlan = { readonly id: string; readonly domains: readonly string[]; readonly clientIds: readonly string[]; readonly preTokenTrigger: string | undefined };
export type BehaviorPlan = { readonly pattern: string; readonly headers: Readonly<Record<string, string>>; readonly api: string | undefined };
export type WebPlan = {
  readonly apis: readonly HttpApiSpec[];
  readonly userPools: readonly UserPoolPlan[];
  readonly distributions: readonly { readonly id: string; readonly behaviors: readonly BehaviorPlan[] }[];
};

export const webPlan = (ofType: OfType): WebPlan => ({
  apis: ofType("AWS::ApiGatewayV2::Api").map((api) => apiPlan(api, ofType)),
  userPools: ofType("AWS::Cognito::UserPool").map((pool) => userPoolPlan(pool, ofType)),
  distributions: ofType("AWS::CloudFront::Distribution").map((each) => ({ id: each.id, behaviors: behaviorPlans(each, ofType) })),
});

const of = (declared: Declared, property: string, ref: string): boolean => declared.properties[property] === ref;

const apiPlan = ({ id, ref, properties }: Declared, ofType: OfType): HttpApiSpec => {
  if (properties["ProtocolType"] !== "HTTP") throw new TemplateProblem(`${id} is a ${String(properties["ProtocolType"])} API: the local cloud serves HTTP APIs only.`);
  const integrations = new Map(ofType("AWS::ApiGatewayV2::Integration").map((integration) => [integration.ref, integration]));
  const authorizers = new Map(ofType("AWS::ApiGatewayV2::Authorizer").map((authorizer) => [authorizer.ref, authorizer]));
  const routes = ofType("AWS::ApiGatewayV2::Route").filter((route) => of(route, "ApiId", ref));
  const cors = properties["CorsConfiguration"] as { AllowOrigins?: string[] } | undefined;
  return { id: ref, routes: routes.map((route) => routePlan(route, integrations, authorizers)), allowOrigins: cors?.AllowOrigins ?? [] };
};

const routePlan = (route: Declared, integrations: ReadonlyMap<string, Declared>, authorizers: ReadonlyMap<string, Declared>): HttpRoute => {
  const integration = integrations.get(String(route.properties["Target"] ?? "").replace("integrations/", ""));
  if (integration?.properties["IntegrationType"] !== "AWS_PROXY") throw new TemplateProblem(`${route.id} does not lead to a function: the local HTTP API knows AWS_PROXY integrations only.`);
  const functionArn = functionIn(integration.properties["IntegrationUri"]);
  const type = route.properties["AuthorizationType"] ?? "NONE";
  const key = String(route.properties["RouteKey"]);
  if (type === "NONE") return { key, functionArn };
  const authorizer = authorizers.get(String(route.properties["AuthorizerId"]));
  if (type === "CUSTOM" && authorizer) return { key, functionArn, authorizer: lambdaAuthorizer(authorizer) };
  const jwt = authorizer?.properties["JwtConfiguration"] as { Issuer?: string; Audience?: string[] } | undefined;
  if (type !== "JWT" || !jwt?.Issuer) throw new TemplateProblem(`${route.id} is authorized by ${String(type)}: the local HTTP API knows JWT and Lambda authorizers only.`);
  const authorized: JwtAuthorizer = { issuer: jwt.Issuer, audience: jwt.Audience ?? [], scopes: (route.properties["AuthorizationScopes"] ?? []) as string[] };
  return { key, functionArn, authorizer: authorized };
};

const functionIn = (uri: unknown): string => /(arn:aws:lambda:[^/]+?)(\/invocations)?$/.exec(String(uri))?.[1] ?? "";

const lambdaAuthorizer = ({ id, properties }: Declared): LambdaAuthorizer => {
  const source = (properties["IdentitySource"] as string[] | undefined) ?? [];
  const simple = properties["EnableSimpleResponses"] === true && properties["AuthorizerPayloadFormatVersion"] === "2.0";
  const header = /^\$request\.header\.([\w-]+)$/i.exec(source[0] ?? "")?.[1]?.toLowerCase();
  if (!simple || !header || source.length > 1) throw new TemplateProblem(`${id} answers with policies, or looks at something else than one header: the local HTTP API knows simple answers for one header only.`);
  return { functionArn: functionIn(properties["AuthorizerUri"]), header, rememberMs: Number(properties["AuthorizerResultTtlInSeconds"] ?? 300) * 1000 };
};

const userPoolPlan = ({ ref, properties }: Declared, ofType: OfType): UserPoolPlan => {
  const lambda = (properties["LambdaConfig"] ?? {}) as { PreTokenGeneration?: string; PreTokenGenerationConfig?: { LambdaArn?: string } };
  const mine = (type: string): Declared[] => ofType(type).filter((each) => of(each, "UserPoolId", ref));
  return {
    id: ref,
    domains: mine("AWS::Cognito::UserPoolDomain").map(({ name }) => name),
    clientIds: mine("AWS::Cognito::UserPoolClient").map((client) => client.ref),
    preTokenTrigger: lambda.PreTokenGenerationConfig?.LambdaArn ?? lambda.PreTokenGeneration,
  };
};

type CacheBehavior = { PathPattern?: string; TargetOriginId: string; ResponseHeadersPolicyId?: string };
type DistributionConfig = { CacheBehaviors?: CacheBehavior[]; DefaultCacheBehavior: CacheBehavior; Origins: { Id: string; DomainName: string }[] };

const behaviorPlans = ({ id, properties }: Declared, ofType: OfType): BehaviorPlan[] => {
  const config = properties["DistributionConfig"] as DistributionConfig;
  const policies = new Map(ofType("AWS::CloudFront::ResponseHeadersPolicy").map((policy) => [policy.ref, policyHeaders(policy.properties)]));
  return [...(config.CacheBehaviors ?? []), { ...config.DefaultCacheBehavior, PathPattern: "*" }].map((behavior) => {
    const origin = config.Origins.find((each) => each.Id === behavior.TargetOriginId)?.DomainName ?? "";
    const api = /^([^.]+)\.execute-api\./.exec(origin)?.[1];
    if (!api && !/\.s3[.-]/.test(origin)) throw new TemplateProblem(`${id} leads to ${origin}: the local CloudFront knows buckets and HTTP APIs as origins.`);
    return { pattern: behavior.PathPattern ?? "*", headers: policies.get(behavior.ResponseHeadersPolicyId ?? "") ?? {}, api };
  });
};

const policyHeaders = (properties: Properties): Record<string, string> => {
  const config = properties["ResponseHeadersPolicyConfig"] as {
    CustomHeadersConfig?: { Items: { Header: string; Value: string }[] };
    SecurityHeadersConfig?: {
      ContentSecurityPolicy?: { ContentSecurityPolicy: string };
      ContentTypeOptions?: object;
      FrameOptions?: { FrameOption: string };
      ReferrerPolicy?: { ReferrerPolicy: string };
    };
  };
  const security = config.SecurityHeadersConfig ?? {};
  return {
    ...Object.fromEntries((config.CustomHeadersConfig?.Items ?? []).map(({ Header, Value }) => [Header.toLowerCase(), Value])),
    // Strict-Transport-Security and upgrade-insecure-requests make no sense on a loopback without TLS.
    ...(security.ContentSecurityPolicy ? { "content-security-policy": security.ContentSecurityPolicy.ContentSecurityPolicy.replace(/;?\s*upgrade-insecure-requests/, "") } : {}),
    ...(security.ContentTypeOptions ? { "x-content-type-options": "nosniff" } : {}),
    ...(security.FrameOptions ? { "x-frame-options": security.FrameOptions.FrameOption } : {}),
    ...(security.ReferrerPolicy ? { "referrer-policy": security.ReferrerPolicy.ReferrerPolicy } : {}),
  };
};
