// A finding of cdk-nag that stays is explained where it arises: one exact finding, one place, one reason in words.
import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

export const explain = (where: IConstruct, finding: `AwsSolutions-${string}`, reason: string): void => Validations.of(where).acknowledge({ id: finding, reason });
