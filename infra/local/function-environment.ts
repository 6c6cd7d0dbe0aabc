// What a function's worker is given: its own variables from the template, what Lambda itself sets, and where AWS is on this machine. Nothing
// of the runner's own environment.
import { REGION } from "#infra/local/engine.ts";
import { LOCAL_KEYS } from "#infra/local/dynamodb.ts";
import { functionArn, type FunctionSpec } from "#infra/local/lambda.ts";
import type { Localize } from "#infra/local/local-names.ts";

export type AwsPorts = { readonly aws: number; readonly sqs: number; readonly dynamodb: number; readonly s3: number; readonly live: number };

export const functionEnvironment = (spec: FunctionSpec, ports: AwsPorts, localize: Localize): FunctionSpec => ({
  ...spec,
  environment: {
    ...Object.fromEntries(Object.entries(spec.environment).map(([name, value]) => [name, localize(value)])),
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: LOCAL_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_KEYS.secretAccessKey,
    ...awsEndpoints(ports),
    QUITTANCE_FUNCTION_ARN: functionArn(spec.name),
    TMPDIR: "/tmp",
    TZ: "UTC",
  },
});

export const awsEndpoints = (ports: AwsPorts): Record<string, string> => ({
  AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}`,
  AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${ports.sqs}`,
  AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${ports.dynamodb}`,
  AWS_ENDPOINT_URL_DYNAMODB_STREAMS: `http://127.0.0.1:${ports.dynamodb}`,
  AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${ports.s3}`,
});
