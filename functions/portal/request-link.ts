// A link is made and mailed by another function, behind a queue. So the door does exactly the same for an address that is known and for one that is
// not, in the same time; and nobody waits for a mail server.
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { LinkRequest } from "#domain/portal/schema.ts";
import { env } from "#functions/runtime/env.ts";

export type RequestLink = (request: LinkRequest) => Promise<void>;

export const requestLink: RequestLink = async (request) => {
  const { PORTAL_LINK_QUEUE_URL } = env("PORTAL_LINK_QUEUE_URL");
  await (sqs ??= new SQSClient({})).send(new SendMessageCommand({ QueueUrl: PORTAL_LINK_QUEUE_URL, MessageBody: JSON.stringify(request) }));
};
let sqs: SQSClient | undefined;
