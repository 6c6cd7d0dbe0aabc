// Access: who am I, who else is here; and the function that sets up a tenant with its people.
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { auditRoutes } from "#domain/access/audit/routes.ts";
import { administrationRoutes, deskRoutes } from "#domain/access/routes.ts";
import type { Door } from "#infra/door.ts";
import { allow, read, useBucket, useTable, useTenantTable } from "#infra/parts/allow.ts";
import { explain } from "#infra/parts/explain.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { deadLetters } from "#infra/parts/queue.ts";
import { nameOf } from "#infra/parts/stage.ts";
import { serve, servePublic } from "#infra/parts/routes.ts";
import { followTable } from "#infra/parts/stream.ts";
import type { Storage } from "#infra/storage.ts";

export class Access extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const { userPool, domain } = door.signIn;
    const issuer = `https://cognito-idp.${userPool.env.region}.amazonaws.com/${userPool.userPoolId}`;

    const api = houseFunction(this, "access/api");
    useTenantTable(api, storage.table, "write");
    // The list over all tenants of absences whose start or end is still to be told.
    api.addToRolePolicy(
      new PolicyStatement({
        actions: ["dynamodb:PutItem", "dynamodb:DeleteItem"],
        resources: [storage.table.tableArn],
        conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["~sys#ABS"] }, Null: { "dynamodb:LeadingKeys": "false" } },
      }),
    );
    serve(this, door, api, deskRoutes);

    const reference = houseFunction(this, "access/reference");
    reference.addEnvironment("USER_POOL_CLIENT_ID", door.client.userPoolClientId).addEnvironment("OIDC_ISSUER", issuer).addEnvironment("OIDC_AUTHORITY_DOMAIN", domain);
    reference.addEnvironment("LIVE_HTTP", door.live.httpUrl).addEnvironment("LIVE_REALTIME", door.live.realtimeUrl);
    servePublic(this, door, reference, {
      "GET /api/health": "Says that the API answers, and nothing about anybody.",
      "GET /api/v1/config": "The page needs to know where to sign in before anybody has.",
      "GET /api/v1/openapi.json": "The description of the API is the same for everybody, and is published.",
    });

    const administration = houseFunction(this, "access/administration");
    useTenantTable(administration, storage.table, "write");
    administration.addEnvironment("USER_POOL_ID", userPool.userPoolId);
    const account = ["AdminCreateUser", "AdminGetUser", "AdminUpdateUserAttributes"].map((action) => `cognito-idp:${action}`);
    allow(administration, [...account, "cognito-idp:AdminDisableUser", "cognito-idp:AdminEnableUser"], [userPool.userPoolArn]);
    serve(this, door, administration, administrationRoutes);

    const provision = houseFunction(this, "access/provision-tenant");
    useTable(provision, storage.table, [...read, "PutItem", "BatchWriteItem"]);
    provision.addEnvironment("USER_POOL_ID", userPool.userPoolId);
    allow(provision, account, [userPool.userPoolArn]);

    this.audit(door, storage);
    this.absences(door, storage);
  }

  /** What has an author (by), what was refused or deleted (notes), and the steps of imports: everything else never wakes the function. */
  private audit(door: Door, storage: Storage): void {
    const keep = houseFunction(this, "access/keep-audit");
    useTable(keep, storage.table, [...read, "PutItem"]);
    const api = houseFunction(this, "access/audit-api");
    useTenantTable(api, storage.table, "read");
    useBucket(api, "documents", { actions: ["GetObject", "PutObject"] });
    serve(this, door, api, auditRoutes);

    const image = (pattern: object) => ({ dynamodb: { NewImage: pattern } });
    followTable(this, "keep-audit", {
      reader: keep,
      table: storage.table,
      batch: 100,
      filters: [image({ by: { S: [{ exists: true }] } }), image({ __edb_e__: { S: ["audit-note", "run"] } })],
      alarms: door.alarms,
      impact: "Changes are not in the audit: whoever must prove who did what cannot, until this is repaired.",
    });
  }

  /** Cover goes by the date and waits for nothing; this only tells that it began or ended. Four times a day is often enough for that. */
  private absences(door: Door, storage: Storage): void {
    const tell = houseFunction(this, "access/tell-absences");
    useTable(tell, storage.table, [...read, "PutItem", "DeleteItem"]);
    const lost = deadLetters(this, "absences", { impact: "The audit does not show when absences began and ended, and other contexts do not hear of it; cover itself works.", alarms: door.alarms });
    explain(lost, "AwsSolutions-SQS3", "It is itself where failed firings end; the checker only knows dead letters of queues, not of schedules.");
    tell.configureAsyncInvoke({ onFailure: new SqsDestination(lost), retryAttempts: 2 });
    const role = new Role(this, "absences-role", { assumedBy: new ServicePrincipal("scheduler.amazonaws.com"), description: "Starts the telling of absences" });
    role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [tell.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [lost.queueArn] }));
    new CfnSchedule(this, "Absences", {
      name: nameOf(this, "absences"),
      description: "Tells which absences began or ended",
      scheduleExpression: "cron(5 0/6 * * ? *)",
      scheduleExpressionTimezone: "Europe/Paris",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: tell.functionArn, roleArn: role.roleArn, input: "{}", deadLetterConfig: { arn: lost.queueArn } },
    });
  }
}
