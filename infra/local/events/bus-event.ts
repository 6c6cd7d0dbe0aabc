import { randomUUID } from "node:crypto";
import { ACCOUNT, REGION } from "../engine.ts";

/** An event as targets see it. */
export type BusEvent = {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
};

export type NewEvent = { readonly source: string; readonly "detail-type": string; readonly time: string; readonly resources?: readonly string[]; readonly detail: unknown };

export const busEvent = ({ source, "detail-type": detailType, time, resources = [], detail }: NewEvent): BusEvent => ({
  version: "0",
  id: randomUUID(),
  "detail-type": detailType,
  source,
  account: ACCOUNT,
  time: new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z"),
  region: REGION,
  resources,
  detail,
});
