// Who may come in: a Cognito user pool with its own sign-in pages. Accounts are made by an administrator, never by a stranger.
//
// The tenant and the user's id are custom attributes that are set once, when the account is made: nobody can move himself to another tenant,
// and the browser's client may not write them. access/add-claims copies them into the access token, which the API and AppSync check.
import { Duration } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { HouseAlarm } from "#infra/parts/alarm.ts";
import { explain } from "#infra/parts/explain.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { kept, nameOf, worldwideNameOf } from "#infra/parts/stage.ts";

export class SignIn extends Construct {
  readonly userPool: cognito.UserPool;
  /** Host name of the sign-in pages. */
  readonly domain: string;

  constructor(scope: Construct, id: string, { alarms }: { alarms: ITopic }) {
    super(scope, id);
    this.userPool = this.pool();
    const prefix = worldwideNameOf(this, "sign-in");
    this.userPool.addDomain("Domain", { cognitoDomain: { domainPrefix: prefix }, managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN });
    this.domain = `${prefix}.auth.${this.userPool.env.region}.amazoncognito.com`;
    const addClaims = houseFunction(this, "access/add-claims");
    this.userPool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, addClaims, cognito.LambdaVersion.V2_0);
    new HouseAlarm(this, "add-claims-errors", {
      metric: addClaims.metricErrors(),
      impact: "People cannot sign in: no token is issued.",
      remedy: "Read the log of access/add-claims.",
      above: 0,
      tell: alarms,
    });
  }

  /** For the browser: authorization code with PKCE, no secret. Its pages are only reachable at the web's own address. */
  client(origin: string): cognito.UserPoolClient {
    const ownData = new cognito.ClientAttributes().withStandardAttributes({ email: true, fullname: true, locale: true });
    const client = this.userPool.addClient("Browser", {
      userPoolClientName: nameOf(this, "browser"),
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
        callbackUrls: [`${origin}/`, `${origin}/signed-in`],
        logoutUrls: [`${origin}/`, `${origin}/signed-out`],
      },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A working day: who comes back the next morning signs in again.
      refreshTokenValidity: Duration.hours(14),
      writeAttributes: ownData,
    });
    // Managed sign-in pages answer with an error until the client has a style, be it Cognito's own.
    new cognito.CfnManagedLoginBranding(this, "Pages", { userPoolId: this.userPool.userPoolId, clientId: client.userPoolClientId, useCognitoProvidedValues: true });
    return client;
  }

  private pool(): cognito.UserPool {
    const set = { mutable: false, minLen: 1, maxLen: 64 };
    const pool = new cognito.UserPool(this, "People", {
      userPoolName: nameOf(this, "people"),
      // Essentials has managed sign-in and claims in access tokens, and its first 10,000 users a month are free.
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true }, fullname: { required: false, mutable: true } },
      customAttributes: { tenant: new cognito.StringAttribute(set), user: new cognito.StringAttribute(set) },
      passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true, passwordHistorySize: 5, tempPasswordValidity: Duration.days(7) },
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: kept,
    });
    explain(pool, "AwsSolutions-COG2", "Whether a second factor is asked of everybody is each company's decision; everybody can turn on an authenticator app.");
    explain(pool, "AwsSolutions-COG3", "Threat protection belongs to the Plus plan, which costs per user; the pool is not open to sign-up.");
    explain(pool, "AwsSolutions-COG8", "The Plus plan costs per user. Essentials has all that sign-in here needs.");
    return pool;
  }
}
