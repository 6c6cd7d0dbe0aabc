// Live screens: AppSync Events. Functions publish with their role; people subscribe with their access token, and hear their own tenant only.
//
// A channel is /tenant/{tenantId}/{topic}. The handler below runs in AppSync at each subscription and compares the second segment with the
// claim that access/add-claims put in the token; a wildcard is no tenant's id, so nobody listens to all.
import { AppSyncAuthorizationType, ChannelNamespace, Code, EventApi } from "aws-cdk-lib/aws-appsync";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { nameOf } from "#infra/parts/stage.ts";

const onlyOwnTenant = `import { util } from "@aws-appsync/utils";

export function onSubscribe(ctx) {
  if (ctx.info.channel.segments[1] !== ctx.identity.claims.tenant) util.unauthorized();
}
`;

export class Live extends Construct {
  /** Where functions publish. */
  readonly httpUrl: string;
  /** Where browsers subscribe. */
  readonly realtimeUrl: string;
  readonly namespaceArn: string;

  constructor(scope: Construct, id: string, { userPool }: { userPool: IUserPool }) {
    super(scope, id);
    const [people, functions] = [AppSyncAuthorizationType.USER_POOL, AppSyncAuthorizationType.IAM];
    const api = new EventApi(this, "Api", {
      apiName: nameOf(this, "live"),
      authorizationConfig: {
        authProviders: [{ authorizationType: people, cognitoConfig: { userPool } }, { authorizationType: functions }],
        connectionAuthModeTypes: [people],
        defaultPublishAuthModeTypes: [functions],
        defaultSubscribeAuthModeTypes: [people],
      },
    });
    const tenant = new ChannelNamespace(this, "Tenant", {
      api,
      channelNamespaceName: "tenant",
      code: Code.fromInline(onlyOwnTenant),
      authorizationConfig: { publishAuthModeTypes: [functions], subscribeAuthModeTypes: [people] },
    });
    this.httpUrl = `https://${api.httpDns}/event`;
    this.realtimeUrl = `wss://${api.realtimeDns}/event/realtime`;
    this.namespaceArn = tenant.channelNamespaceArn;
  }
}
