// The REST API of EventBridge Scheduler: /schedules/{name}. Every schedule is in the group `default` unless it names another one.
import type { AwsHandler, AwsRequest, AwsResponse } from "../engine.ts";
import { scheduleArn, type ScheduleProperties } from "./schedule.ts";

export type KeptSchedule = { readonly properties: ScheduleProperties; readonly created: number; readonly changed: number };
export type ScheduleBook = {
  find(group: string, name: string): KeptSchedule | undefined;
  list(): readonly KeptSchedule[];
  save(properties: ScheduleProperties): void;
  remove(group: string, name: string): void;
};

export const schedulerApi = (book: ScheduleBook): AwsHandler => {
  return async (request) => {
    const [, root, name, ...rest] = request.url.pathname.split("/").map(decodeURIComponent);
    if (root === "schedule-groups" || (root === "tags" && request.headers["authorization"]?.includes("/scheduler/")))
      return problem(501, "NotImplementedException", "The local Scheduler has no operations on groups and tags.");
    if (root !== "schedules" || rest.length > 0) return undefined;
    try {
      return name === undefined || name === "" ? list(book, request) : one(book, request, name);
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof Error) return problem(400, "ValidationException", error.message);
      throw error;
    }
  };
};

const one = (book: ScheduleBook, { method, url, body }: AwsRequest, name: string): AwsResponse => {
  if (method === "POST" || method === "PUT") return write(book, method, { ...(JSON.parse(body.toString()) as Omit<ScheduleProperties, "Name">), Name: name });
  const group = url.searchParams.get("groupName") ?? "default";
  const found = book.find(group, name);
  if (found === undefined) return notFound(name);
  if (method === "GET") return json(200, described(found));
  if (method !== "DELETE") return problem(405, "ValidationException", `${method} is not an operation on a schedule.`);
  book.remove(group, name);
  return json(200, {});
};

const write = (book: ScheduleBook, method: "POST" | "PUT", properties: ScheduleProperties): AwsResponse => {
  const exists = book.find(properties.GroupName ?? "default", properties.Name) !== undefined;
  if (method === "POST" && exists) return problem(409, "ConflictException", `Schedule ${properties.Name} already exists.`);
  if (method === "PUT" && !exists) return notFound(properties.Name);
  for (const field of ["ScheduleExpression", "Target", "FlexibleTimeWindow"] as const)
    if (properties[field] === undefined)
      return problem(400, "ValidationException", `1 validation error detected: Value at '${field}' failed to satisfy constraint: Member must not be null`);
  book.save(properties);
  return json(200, { ScheduleArn: scheduleArn(properties) });
};

const list = (book: ScheduleBook, { method, url }: AwsRequest): AwsResponse => {
  if (method !== "GET") return problem(405, "ValidationException", `${method} is not an operation on schedules.`);
  const wanted = (name: string) => url.searchParams.get(name) ?? undefined;
  const max = Math.min(Number(wanted("MaxResults") ?? 100), 100);
  const from = Number(wanted("NextToken") ?? 0);
  const fitting = book.list().filter(({ properties: { Name, GroupName = "default", State = "ENABLED" } }) => {
    return Name.startsWith(wanted("NamePrefix") ?? "") && GroupName === (wanted("ScheduleGroup") ?? GroupName) && State === (wanted("State") ?? State);
  });
  const Schedules = fitting.slice(from, from + max).map((each) => {
    const { Arn, CreationDate, GroupName, LastModificationDate, Name, State, Target } = described(each);
    return { Arn, CreationDate, GroupName, LastModificationDate, Name, State, Target: { Arn: Target.Arn } };
  });
  return json(200, { Schedules, ...(from + max < fitting.length ? { NextToken: String(from + max) } : {}) });
};

const described = ({ properties, created, changed }: KeptSchedule) => ({
  GroupName: "default",
  State: "ENABLED",
  ScheduleExpressionTimezone: "UTC",
  ActionAfterCompletion: "NONE",
  ...properties,
  StartDate: seconds(properties.StartDate),
  EndDate: seconds(properties.EndDate),
  Arn: scheduleArn(properties),
  CreationDate: created / 1000,
  LastModificationDate: changed / 1000,
});

const seconds = (date: string | number | undefined) => (typeof date === "string" ? Date.parse(date) / 1000 : date);
const notFound = (name: string) => problem(404, "ResourceNotFoundException", `Schedule ${name} does not exist.`);
const problem = (status: number, type: string, message: string): AwsResponse => ({
  ...json(status, { Message: message, message }),
  headers: { "content-type": "application/json", "x-amzn-errortype": type },
});
const json = (status: number, body: unknown): AwsResponse => ({ status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
