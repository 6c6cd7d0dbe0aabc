// What rules and schedules have in common: a target with an input, retries and a queue for what could not be delivered. The runner knows how
// to reach a queue, a function, a state machine; engines hand it an ARN and a payload.
import type { RetryLimits } from "./outbox.ts";

export type Delivery = { readonly arn: string; readonly payload: string; readonly messageGroupId?: string };
/** Resolves when the target has taken it. A thrown `Undeliverable` is not tried again. */
export type Dispatch = (delivery: Delivery) => Promise<void>;
export type DeadLetter = (queueArn: string, body: string, attributes: Readonly<Record<string, string>>) => Promise<void>;

/** The target does not exist or will never take this: trying again helps nobody. */
export class Undeliverable extends Error {}

/** As CloudFormation writes it, for AWS::Events::Rule and AWS::Scheduler::Schedule alike. */
export type RetryPolicy = { readonly MaximumEventAgeInSeconds?: number; readonly MaximumRetryAttempts?: number };

export const limitsOf = (policy: RetryPolicy = {}): RetryLimits => ({
  attempts: Number(policy.MaximumRetryAttempts ?? 185),
  ageMs: Number(policy.MaximumEventAgeInSeconds ?? 86_400) * 1000,
});

/** The attributes with which AWS labels a dead letter of a rule or a schedule. */
export const deadLetterAttributes = (error: unknown, names: Readonly<Record<string, string>>): Record<string, string> => ({
  ERROR_CODE: error instanceof Error && error.name !== "Error" ? error.name : "SDK_CLIENT_ERROR",
  ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
  EXHAUSTED_RETRY_CONDITION: error instanceof Undeliverable ? "NonRetryable" : "MaximumRetryAttempts",
  ...names,
});

/** Refuses properties that would be ignored. */
export const refuseUnknown = (what: string, properties: object, known: readonly string[]): void => {
  const unknown = Object.keys(properties).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${what}: the local cloud does not know ${unknown.join(", ")}`);
};

export const awsJson = (status: number, body: unknown, errorType?: string) => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1", ...(errorType === undefined ? {} : { "x-amzn-errortype": errorType }) },
  body: JSON.stringify(body),
});
