// AssumeRole on one machine: the session that is asked for, with the credentials of this machine, because nothing here looks at policies. The tag is
// told in the session's token, so that a test can see for whom a session was made. It ends by real time, which is what the SDK goes by.
import type { AwsHandler } from "#infra/local/engine.ts";
import { LOCAL_KEYS } from "#infra/local/dynamodb.ts";

export const stsApi: AwsHandler = async ({ method, headers, body }) => {
  if (method !== "POST" || !/x-www-form-urlencoded/.test(headers["content-type"] ?? "")) return undefined;
  const asked = new URLSearchParams(body.toString("utf8"));
  if (asked.get("Action") !== "AssumeRole") return undefined;
  const tag = `${asked.get("Tags.member.1.Key")}=${asked.get("Tags.member.1.Value")}`;
  const expires = new Date(Date.now() + Number(asked.get("DurationSeconds") ?? 3600) * 1000).toISOString();
  const credentials = `<AccessKeyId>${LOCAL_KEYS.accessKeyId}</AccessKeyId><SecretAccessKey>${LOCAL_KEYS.secretAccessKey}</SecretAccessKey><SessionToken>${tag}</SessionToken><Expiration>${expires}</Expiration>`;
  const answer = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body: answer };
};
