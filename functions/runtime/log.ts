import { Logger } from "@aws-lambda-powertools/logger";

/** One logger for a function; the context of an invocation is added by `task`. */
export const logger = new Logger({ serviceName: "quittance", ...(process.env.STAGE ? { environment: process.env.STAGE } : {}) });
