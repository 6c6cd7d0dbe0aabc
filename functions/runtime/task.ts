// Every handler gets the same middle: structured logs with the request id, and nothing else in its way.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { logger } from "#functions/runtime/log.ts";

export const task = <In, Out>(handle: (event: In, context: Context) => Promise<Out>) =>
  middy<In, Out>()
    .use(injectLambdaContext(logger))
    .handler((event, context) => handle(event, context));
