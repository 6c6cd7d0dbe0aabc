// What browsers know and must not change under their feet: the address, the sign-in, the API's host, the live channel. The other stacks hang
// their routes and functions on it, and can be deployed as often as wanted.
import { Duration, RemovalPolicy, Stack, type StackProps, CfnOutput } from "aws-cdk-lib";
import { HttpApi, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import type { UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { type Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { securityHeaders } from "#infra/headers.ts";
import { Live } from "#infra/live.ts";
import { HouseAlarm } from "#infra/parts/alarm.ts";
import { accessLogBucket } from "#infra/parts/bucket.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { nameOf, stageOf } from "#infra/parts/stage.ts";
import { SignIn } from "#infra/sign-in.ts";
import { Web } from "#infra/web.ts";
import type { WebBuild } from "#infra/web-build.ts";

export type DoorProps = StackProps & { readonly web: WebBuild; readonly alarmMail?: string };

export class Door extends Stack {
  readonly accessLogs: Bucket;
  readonly alarms: Topic;
  readonly signIn: SignIn;
  readonly client: UserPoolClient;
  readonly live: Live;
  readonly web: Web;
  readonly api: HttpApi;
  /** Says whose a bearer token is: of a person of this stage's user pool, or of a program with a token of its own. */
  readonly callers: HttpLambdaAuthorizer;

  constructor(scope: Construct, id: string, { web, alarmMail, ...props }: DoorProps) {
    super(scope, id, props);
    this.accessLogs = accessLogBucket(this, "access-logs");
    this.alarms = new Topic(this, "Alarms", { topicName: nameOf(this, "alarms"), enforceSSL: true });
    if (alarmMail) this.alarms.addSubscription(new EmailSubscription(alarmMail));
    this.signIn = new SignIn(this, "SignIn", { alarms: this.alarms });
    this.live = new Live(this, "Live", { userPool: this.signIn.userPool });
    this.api = this.httpApi();
    const headers = securityHeaders(this, "Headers", { signIn: this.signIn.domain, live: this.live.realtimeUrl.replace(/\/event\/realtime$/, ""), page: web.page });
    this.web = new Web(this, "Web", { api: this.api, headers, accessLogs: this.accessLogs });
    this.client = this.signIn.client(this.web.origin);
    this.callers = this.authorizer();
    new CfnOutput(this, "Address", { value: this.web.origin, description: "Where people sign in" });
  }

  private authorizer(): HttpLambdaAuthorizer {
    const { userPool } = this.signIn;
    const fn = houseFunction(this, "access/authorize");
    // The table's stack comes after this one, so the table is known by its name; of it, tokens (K) and the tenant's settings (T).
    const table = nameOf(this, "ledger");
    fn.addEnvironment("TABLE", table).addEnvironment("USER_POOL_CLIENT_ID", this.client.userPoolClientId);
    fn.addEnvironment("OIDC_ISSUER", `https://cognito-idp.${userPool.env.region}.amazonaws.com/${userPool.userPoolId}`);
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
        resources: [`arn:aws:dynamodb:${this.region}:${this.account}:table/${table}`],
        conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["*#K#*", "*#T"] }, Null: { "dynamodb:LeadingKeys": "false" } },
      }),
    );
    new HouseAlarm(this, "authorize-errors", { metric: fn.metricErrors(), impact: "Nobody gets an answer of the API: tokens cannot be checked.", remedy: "Read the log of access/authorize.", above: 0, tell: this.alarms });
    return new HttpLambdaAuthorizer("Callers", fn, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ["$request.header.Authorization"],
      // A token that was rotated away or has just expired works for a minute more at most; each busy person costs one invocation a minute.
      resultsCacheTtl: Duration.minutes(1),
    });
  }

  private httpApi(): HttpApi {
    const api = new HttpApi(this, "Api", { apiName: nameOf(this, "api"), createDefaultStage: false });
    const log = new LogGroup(this, "ApiLog", { logGroupName: `/quittance/${stageOf(this)}/api-access`, retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    new HttpStage(this, "ApiStage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      // A hundred busy people ask about fifty times a second; what is far above that is a mistake or an attack.
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: { destination: new LogGroupLogDestination(log) },
    });
    new HouseAlarm(this, "api-errors", {
      metric: api.metricServerError({ statistic: "Sum" }),
      impact: "People see errors instead of their receivables.",
      remedy: `Look for status 500 in /quittance/${stageOf(this)}/api-access, then in the log of the function behind that route.`,
      above: 5,
      tell: this.alarms,
    });
    return api;
  }
}
