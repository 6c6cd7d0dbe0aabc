// The query protocol of SES version 1: a form in, XML out; lists are `Name.member.1`, `Name.member.2`.
import { randomUUID } from "node:crypto";
import type { AwsResponse } from "../engine.ts";
import { element } from "../s3/xml.ts";

const SES_NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/";

export class SesProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const members = (form: URLSearchParams, name: string): string[] => {
  const found: string[] = [];
  for (let n = 1; form.has(`${name}.member.${n}`); n += 1) found.push(form.get(`${name}.member.${n}`) ?? "");
  return found;
};

export const tags = (form: URLSearchParams): Record<string, string> => {
  const found: Record<string, string> = {};
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n += 1) found[form.get(`Tags.member.${n}.Name`) ?? ""] = form.get(`Tags.member.${n}.Value`) ?? "";
  return found;
};

/** Refuses parameters that would be ignored. Lists and structures are known by their first word. */
export const refuseUnknownParameters = (form: URLSearchParams, known: readonly string[]): void => {
  const unknown = [...form.keys()].find((name) => !["Action", "Version", ...known].includes(name.split(".")[0] ?? ""));
  if (unknown !== undefined) throw new SesProblem("InvalidParameterValue", `The local SES does not know the parameter ${unknown}.`);
};

export const succeeded = (action: string, result: string): AwsResponse =>
  xml(200, element(`${action}Response`, element(`${action}Result`, result, { raw: true }) + metadata(), { raw: true, xmlns: SES_NAMESPACE }));

export const refused = ({ code, message }: SesProblem): AwsResponse => {
  const error = element("Error", element("Type", "Sender") + element("Code", code) + element("Message", message), { raw: true });
  return xml(400, element("ErrorResponse", error + element("RequestId", randomUUID()), { raw: true, xmlns: SES_NAMESPACE }));
};

const metadata = () => element("ResponseMetadata", element("RequestId", randomUUID()), { raw: true });
const xml = (status: number, body: string): AwsResponse => ({ status, headers: { "content-type": "text/xml" }, body });
