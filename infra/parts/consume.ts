// How work reaches a function: from its own queue, and into that queue from the bus when it follows facts. Each consumer has a queue of its own,
// so that a slow or failing one has its own retries and dead letters and nobody waits for it.
import { Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { Function } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Construct } from "constructs";
import { EVENT_SOURCE, type FactName } from "#events/catalogue.ts";
import { nameOf } from "#infra/parts/stage.ts";
import type { HouseQueue } from "#infra/parts/queue.ts";
import type { Storage } from "#infra/storage.ts";

/** `together` caps how many run at once; without it, Lambda goes as wide as the queue is long. */
export function work(fn: Function, { queue }: HouseQueue, { batch = 1, together }: { batch?: number; together?: number } = {}): void {
  fn.addEventSource(new SqsEventSource(queue, { batchSize: batch, reportBatchItemFailures: true, ...(together === undefined ? {} : { maxConcurrency: together }) }));
}

export function follow(scope: Construct, id: string, storage: Storage, { queue, deadLetters }: HouseQueue, facts: readonly { readonly name: FactName }[]): void {
  new Rule(scope, `${id}-rule`, {
    ruleName: nameOf(scope, id),
    eventBus: storage.bus,
    eventPattern: { source: [EVENT_SOURCE], detailType: facts.map(({ name }) => name) },
    targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
  });
}
