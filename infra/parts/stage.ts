// What every construct is told about where it runs: one copy of Quittance is one stage of one account and region.
import { RemovalPolicy, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** Physical names are spelled out, so that an ERP's operator, a log search and the constructs of all stacks can all say the same name. */
export const nameOf = (scope: Construct, part: string): string => `quittance-${stageOf(scope)}-${part}`;

/** Bucket names and sign-in domains are shared with the whole world, so they also carry account and region. */
export const worldwideNameOf = (scope: Construct, part: string): string => {
  const { account, region } = Stack.of(scope);
  return `${nameOf(scope, part)}-${account}-${region}`;
};

export const stageOf = (scope: Construct): string => String(scope.node.getContext("stage"));

/** Money owed to somebody is not test data: what holds it outlives its stack. */
export const kept = RemovalPolicy.RETAIN;
