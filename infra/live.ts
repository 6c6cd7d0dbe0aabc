// Live screens: AppSync Events. Functions publish with their role; people subscribe with their access token, and hear their own tenant only.
//
// A channel is /tenant/{tenant}/{topic}, where everybody of a tenant hears that something moved, or /tenant/{tenant}/user/{user}, where one person hears
// what is about objects that he may see. The handler below runs in AppSync at each subscription and compares both with the claims that
// access/add-claims put in the token; a wildcard is neither a topic nor a person, so nobody listens to more than his own.
import { AppSyncAuthorizationType, ChannelNamespace, Code, EventApi } from "aws-cdk-lib/aws-appsync";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { liveTopics, segmentSpellings } from "#domain/live-channel.ts";
import { nameOf } from "#infra/parts/stage.ts";

export const onlyOwnChannels = `import { util } from "@aws-appsync/utils";

export function onSubscribe(ctx) {
  const segments = ctx.info.channel.segments;
  const claims = ctx.identity.claims;
  const spelled = ${JSON.stringify(segmentSpellings)}.reduce((text, pair) => text.split(pair[0]).join(pair[1]), claims.user ? claims.user : "");
  const topic = segments.length === 3 && ${JSON.stringify(liveTopics)}.includes(segments[2]);
  const own = segments.length === 4 && segments[2] === "user" && spelled !== "" && segments[3] === spelled + "x";
  if (segments[1] !== claims.tenant || !(topic || own)) util.unauthorized();
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
      code: Code.fromInline(onlyOwnChannels),
      authorizationConfig: { publishAuthModeTypes: [functions], subscribeAuthModeTypes: [people] },
    });
    this.httpUrl = `https://${api.httpDns}/event`;
    this.realtimeUrl = `wss://${api.realtimeDns}/event/realtime`;
    this.namespaceArn = tenant.channelNamespaceArn;
  }
}
