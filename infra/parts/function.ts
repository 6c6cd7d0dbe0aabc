// One Lambda function with the house's defaults: its bundle, a log of its own, and a role that may write that log and nothing else
// until a construct says more (parts/allow.ts).
import { Duration, RemovalPolicy, Size } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function, type ILayerVersion, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { functionFolder } from "#infra/bundle.ts";
import { functions, type FunctionName, type FunctionSettings } from "#infra/functions.ts";
import { nameOf, stageOf } from "#infra/parts/stage.ts";

/** DuckDB is native code of the machine that builds; everything else is cheaper on arm64. */
export const nativeArchitecture = process.arch === "arm64" ? Architecture.ARM_64 : Architecture.X86_64;

export function houseFunction(scope: Construct, name: FunctionName, { layers = [] }: { layers?: readonly ILayerVersion[] } = {}): Function {
  const [context, file] = name.split("/") as [string, string];
  const settings: FunctionSettings = functions[name];
  const logGroup = new LogGroup(scope, `${file}-log`, { logGroupName: `/quittance/${stageOf(scope)}/${name}`, retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
  const role = new Role(scope, `${file}-role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com"), description: `What functions/${name}.ts may do` });
  role.addToPolicy(new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logGroup.logGroupArn] }));
  return new Function(scope, file, {
    functionName: nameOf(scope, `${context}-${file}`),
    description: `functions/${name}.ts`,
    runtime: Runtime.NODEJS_24_X,
    architecture: settings.duckdb ? nativeArchitecture : Architecture.ARM_64,
    code: Code.fromAsset(functionFolder(name)),
    handler: "index.handler",
    memorySize: settings.memory,
    timeout: Duration.seconds(settings.seconds),
    ...(settings.disk ? { ephemeralStorageSize: Size.mebibytes(settings.disk) } : {}),
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    layers: [...layers],
    environment: { STAGE: stageOf(scope) },
  });
}
