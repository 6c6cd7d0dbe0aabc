// A queue never stands alone: what fails too often goes to its dead letters, and dead letters ring.
import { Duration } from "aws-cdk-lib";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { functions, type FunctionName } from "#infra/functions.ts";
import { HouseAlarm } from "#infra/parts/alarm.ts";
import { nameOf } from "#infra/parts/stage.ts";

export type QueueProps = {
  /** The function that reads it: its time decides how long a message stays hidden. */
  readonly reader: FunctionName;
  /** Who is hurt when a message cannot be handled. */
  readonly impact: string;
  /** How often a message is tried. Five outlasts a throttled minute; a poisoned message does not run for hours. */
  readonly tries?: number;
  /** For a reader that may answer "not yet": how long until it is asked, and asked again. Otherwise at once, and after six times its time. */
  readonly ask?: { readonly after: number; readonly every: number };
  readonly alarms: ITopic;
};

export class HouseQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { reader, impact, tries = 5, ask, alarms }: QueueProps) {
    super(scope, `${id}-queue`);
    this.deadLetters = deadLetters(this, id, { impact, alarms });
    this.queue = new Queue(this, "Queue", {
      queueName: nameOf(this, id),
      // SSE-SQS costs nothing, and S3, EventBridge and Scheduler may send without a grant on a key.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's time, as Lambda advises: a message that waits for a free function must not come back meanwhile.
      visibilityTimeout: Duration.seconds(ask?.every ?? 6 * functions[reader].seconds),
      ...(ask ? { deliveryDelay: Duration.seconds(ask.after) } : {}),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: tries },
    });
  }
}

/** For what fails for good. Kept as long as SQS can, fourteen days: time to repair the cause and send it back. */
export function deadLetters(scope: Construct, id: string, { impact, alarms }: { impact: string; alarms: ITopic }): Queue {
  const queue = new Queue(scope, "DeadLetters", { queueName: nameOf(scope, `${id}-dead-letters`), encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
  new HouseAlarm(scope, `${id}-dead-letters`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum" }),
    impact,
    remedy: `Messages lie in ${nameOf(scope, `${id}-dead-letters`)}. Read one, look up its message id in the function's log, repair the cause, then start a redrive: nothing is lost, and handling twice is harmless.`,
    above: 0,
    tell: alarms,
  });
  return queue;
}
