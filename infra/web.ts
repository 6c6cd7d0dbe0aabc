// The one address that people see: CloudFront in front of the built web (S3, private) and of the API, so that the browser knows one origin.
//
// A path without a file extension is a screen of the single-page app and gets index.html; this is rewritten on the way in, not by an error page,
// because error pages would also swallow the API's 403 and 404.
import { type Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import { Stack } from "aws-cdk-lib";
import * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Construct } from "constructs";
import { houseBucket } from "#infra/parts/bucket.ts";
import { explain } from "#infra/parts/explain.ts";
import { nameOf } from "#infra/parts/stage.ts";

const screensGetIndex = `function handler(event) {
  var request = event.request;
  if (request.uri.indexOf(".", request.uri.lastIndexOf("/")) < 0) request.uri = "/index.html";
  return request;
}
`;

export class Web extends Construct {
  readonly distribution: cloudfront.Distribution;
  readonly files: Bucket;
  /** https://…, without a slash at the end. */
  readonly origin: string;

  constructor(scope: Construct, id: string, { api, headers, accessLogs }: { api: HttpApi; headers: cloudfront.ResponseHeadersPolicy; accessLogs: IBucket }) {
    super(scope, id);
    this.files = houseBucket(this, "web", { accessLogs, undoDays: 30 });
    const behaviour = { responseHeadersPolicy: headers, viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS, compress: true };
    this.distribution = new cloudfront.Distribution(this, "Front", {
      comment: nameOf(this, "web"),
      defaultRootObject: "index.html",
      defaultBehavior: {
        ...behaviour,
        origin: S3BucketOrigin.withOriginAccessControl(this.files),
        functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: new cloudfront.Function(this, "Screens", { functionName: nameOf(this, "screens"), code: cloudfront.FunctionCode.fromInline(screensGetIndex) }) }],
      },
      additionalBehaviors: {
        "/api/*": {
          ...behaviour,
          origin: new HttpOrigin(`${api.apiId}.execute-api.${Stack.of(this).region}.amazonaws.com`),
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      // Europe and North America: the cheapest class, and where the users are.
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      enableLogging: true,
      logBucket: accessLogs,
      logFilePrefix: "front/",
    });
    this.origin = `https://${this.distribution.distributionDomainName}`;
    explain(this.distribution, "AwsSolutions-CFR1", "Which countries a company's people sign in from is not ours to say.");
    explain(this.distribution, "AwsSolutions-CFR2", "A web ACL costs USD 5 a month and more when idle. Everything but the sign-in needs a token, and the API throttles.");
    explain(this.distribution, "AwsSolutions-CFR4", "CloudFront's own certificate fixes the protocol; CloudFront still negotiates TLS 1.2 or 1.3 with every current browser.");
  }
}
