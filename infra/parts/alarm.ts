// An alarm that does not say who is hurt wakes somebody up and leaves him guessing. `impact` is the sentence he reads first.
import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { nameOf } from "#infra/parts/stage.ts";

export type AlarmProps = {
  readonly metric: Metric;
  /** Who is hurt, and how: "customers' payments stop being matched". */
  readonly impact: string;
  /** Where to look, what to do. */
  readonly remedy: string;
  readonly above: number;
  readonly minutes?: number;
  readonly tell: ITopic;
};

export class HouseAlarm extends Construct {
  constructor(scope: Construct, id: string, { metric, impact, remedy, above, minutes = 5, tell }: AlarmProps) {
    super(scope, id);
    if (impact.trim().length < 15) throw new Error(`The alarm ${this.node.path} does not say who is hurt.`);
    const alarm = new Alarm(this, "Alarm", {
      alarmName: nameOf(this, id),
      alarmDescription: `${impact}\n\n${remedy}`,
      metric: metric.with({ period: Duration.minutes(minutes) }),
      threshold: above,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(tell));
  }
}
