// A stream record as the SDK reads it, turned into the shape in which Lambda hands it to a function: epoch seconds, binary as base64.
import type { AttributeValue, _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { REGION } from "#infra/local/engine.ts";

export type LambdaStreamRecord = {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: { readonly SequenceNumber: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
};

export const toLambdaRecord = (record: StreamRecord, streamArn: string): LambdaStreamRecord => {
  const change = record.dynamodb ?? {};
  return {
    eventID: record.eventID ?? "",
    eventName: record.eventName ?? "",
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: REGION,
    eventSourceARN: streamArn,
    ...(record.userIdentity ? { userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId } } : {}),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((change.ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
      Keys: image(change.Keys),
      ...(change.NewImage ? { NewImage: image(change.NewImage) } : {}),
      ...(change.OldImage ? { OldImage: image(change.OldImage) } : {}),
      SequenceNumber: change.SequenceNumber ?? "",
      SizeBytes: change.SizeBytes,
      StreamViewType: change.StreamViewType,
    },
  };
};

const image = (attributes: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined =>
  attributes && Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attribute(value)]));

const attribute = (value: AttributeValue): unknown => {
  if (value.B !== undefined) return { B: Buffer.from(value.B).toString("base64") };
  if (value.BS !== undefined) return { BS: value.BS.map((each) => Buffer.from(each).toString("base64")) };
  if (value.M !== undefined) return { M: image(value.M) };
  if (value.L !== undefined) return { L: value.L.map(attribute) };
  return value;
};
