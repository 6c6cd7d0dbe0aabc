// Every function that answers the API decides by Cedar, whose WebAssembly (4 MB) comes in one layer of the stack.
import { AssetHashType, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Code, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { layCedar } from "#infra/bundle.ts";
import { nameOf } from "#infra/parts/stage.ts";

export function cedarLayer(scope: Construct): LayerVersion {
  const stack = Stack.of(scope);
  const known = stack.node.tryFindChild("Cedar") as LayerVersion | undefined;
  if (known) return known;
  const { folder, version } = layCedar();
  return new LayerVersion(stack, "Cedar", {
    layerVersionName: nameOf(scope, "cedar"),
    description: `@cedar-policy/cedar-wasm ${version}`,
    code: Code.fromAsset(folder, { assetHashType: AssetHashType.CUSTOM, assetHash: `cedar ${version}` }),
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
