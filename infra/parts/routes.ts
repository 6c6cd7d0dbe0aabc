// The routes of the API, made from the same tables that check requests and write the OpenAPI document: a route that is not in a table does not
// exist, and one that is needs a token unless its action is "public".
import { HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Function } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { RouteKey, RouteTable } from "#domain/route.ts";
import type { Door } from "#infra/door.ts";
import { keepTheDoor } from "#infra/parts/allow.ts";
import { cedarLayer } from "#infra/parts/cedar.ts";
import { explain } from "#infra/parts/explain.ts";

export function serve(scope: Construct, door: Door, fn: Function, table: RouteTable): void {
  keepTheDoor(fn);
  fn.addLayers(cedarLayer(scope));
  const integration = integrationOf(fn);
  for (const [key, { action }] of Object.entries(table)) route(scope, door, integration, `${key.replace(" /", " /api/v1/")}` as RouteKey, action === "public");
}

/** Routes without a token of ours: the function behind them knows its visitors in another way, which the reason says. */
export function serveVisitors(scope: Construct, door: Door, fn: Function, table: RouteTable, reason: string): void {
  servePublic(scope, door, fn, Object.fromEntries(Object.keys(table).map((key) => [key.replace(" /", " /api/v1/"), reason])));
}

/** What anybody may ask without a token; each with its reason. */
export function servePublic(scope: Construct, door: Door, fn: Function, reasons: Readonly<Record<RouteKey, string>>): void {
  const integration = integrationOf(fn);
  for (const [key, reason] of Object.entries(reasons)) explain(route(scope, door, integration, key as RouteKey, true), "AwsSolutions-APIG4", reason);
}

const integrationOf = (fn: Function) => new HttpLambdaIntegration(`${fn.node.id}-integration`, fn, { scopePermissionToRoute: false });

function route(scope: Construct, door: Door, integration: HttpLambdaIntegration, key: RouteKey, open: boolean): HttpRoute {
  const [method, path] = key.split(" ") as [HttpMethod, string];
  return new HttpRoute(scope, key.replaceAll("/", "."), {
    httpApi: door.api,
    routeKey: HttpRouteKey.with(path, method),
    integration,
    authorizer: open ? new HttpNoneAuthorizer() : door.callers,
  });
}
