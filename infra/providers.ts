// The keys of those who carry messages and money for us: Stripe, the provider of short messages, the printer. One secret, because a secret costs USD 0.40
// a month: made with a key of its own that signs the links in messages, and filled by whoever installs Quittance (functions/runtime/providers.ts says how).
import { RemovalPolicy } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { explain } from "#infra/parts/explain.ts";
import { nameOf } from "#infra/parts/stage.ts";

export class Providers extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, "Secret", {
      secretName: nameOf(this, "providers"),
      description: "Keys of Stripe, SMS and print-mail, and the one that signs links in messages",
      generateSecretString: { secretStringTemplate: "{}", generateStringKey: "linkKey", passwordLength: 64, excludePunctuation: true },
      // Links that were sent must go on working when the application is deployed anew.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    explain(this.secret, "AwsSolutions-SMG4", "Providers' keys are changed at the providers; a new key for links would break those that were sent.");
  }
}
