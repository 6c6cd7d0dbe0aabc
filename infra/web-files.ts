// Puts the built web into its bucket, by what may be cached: files whose name carries their hash for a year, the rest is asked for each time.
//
// CDK's uploader would give itself whole families of S3 actions; it gets the few it uses, from a role that it cannot widen.
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Construct } from "constructs";
import type { Door } from "#infra/door.ts";
import { explain } from "#infra/parts/explain.ts";
import { stageOf, worldwideNameOf } from "#infra/parts/stage.ts";
import type { WebBuild } from "#infra/web-build.ts";

export class WebFiles extends Construct {
  constructor(scope: Construct, id: string, { door, web }: { door: Door; web: WebBuild }) {
    super(scope, id);
    const { files, distribution } = door.web;
    const logGroup = new LogGroup(this, "Log", { logGroupName: `/quittance/${stageOf(this)}/web-files`, retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const role = this.uploader(logGroup, distribution.distributionArn);
    const upload = { sources: [Source.asset(web.folder)], destinationBucket: files, logGroup, role, memoryLimit: 512 };
    const hashed = "_app/immutable/*";
    // Old hashed files stay: a page opened before a deployment still asks for them.
    const first = new BucketDeployment(this, "Hashed", { ...upload, exclude: ["*"], include: [hashed], prune: false, cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()] });
    const then = new BucketDeployment(this, "Rest", { ...upload, exclude: [hashed], prune: true, cacheControl: [CacheControl.noCache()], distribution, distributionPaths: ["/index.html"] });
    then.node.addDependency(first);
    const handler = Stack.of(this).node.children.find(({ node }) => node.id.startsWith("Custom::CDKBucketDeployment"));
    if (handler) explain(handler, "AwsSolutions-L1", "The runtime of CDK's own uploader is CDK's to choose; it runs during a deployment only.");
  }

  private uploader(logGroup: LogGroup, distribution: string): IRole {
    const { account, region } = Stack.of(this);
    const from = `arn:aws:s3:::cdk-hnb659fds-assets-${account}-${region}`;
    const to = `arn:aws:s3:::${worldwideNameOf(this, "web")}`;
    const role = new Role(this, "Uploader", { assumedBy: new ServicePrincipal("lambda.amazonaws.com"), description: "Copies the built web into its bucket" });
    const allow = (actions: string[], resources: string[]) => role.addToPolicy(new PolicyStatement({ actions, resources }));
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]);
    allow(["s3:ListBucket", "s3:GetBucketLocation"], [from, to]);
    allow(["s3:GetObject"], [`${from}/*`]);
    allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], [`${to}/*`]);
    allow(["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"], [distribution]);
    for (const objects of [`${from}/*`, `${to}/*`] as const) explain(role, `AwsSolutions-IAM5[Resource::${objects}]`, "The names of built files carry their hashes, so they are not known before; bucket and actions are exact.");
    return role.withoutPolicyUpdates();
  }
}
