// One function per page of /operations.
import type { Cloud } from "#infra/local/cloud.ts";
import * as facts from "#infra/local/operations/facts.ts";
import { button, type Cell, html, link, table } from "#infra/local/operations/html.ts";

export type View = { readonly title: string; readonly content: Cell };

const at = (name: string): string => encodeURIComponent(name);
const alarming = (count: number): Cell => (count > 0 ? html`<strong class="bad">${count}</strong>` : count);
const time = (instant: string | undefined): Cell => instant?.replace("T", " ").replace(/(\.\d+)?Z$/, "") ?? "";

export const health = async (cloud: Cloud): Promise<View> => {
  const lines = await facts.health(cloud);
  return {
    title: "Health",
    content: [
      html`<p>The clock of this machine: ${time(new Date(cloud.clock.now()).toISOString())} UTC.</p>`,
      table(["Part", "", ""], lines.map(({ part, up, says }) => [part, up ? html`<span class="good">up</span>` : html`<span class="bad">down</span>`, says]), ""),
    ],
  };
};

export const queues = (cloud: Cloud): View => {
  const all = facts.queues(cloud);
  const [dead, working] = [all.filter(({ deadLettersOf }) => deadLettersOf.length > 0), all.filter(({ deadLettersOf }) => deadLettersOf.length === 0)];
  const head = ["Queue", "Waiting", "In flight", "Delayed", "Oldest (UTC)", ""];
  return {
    title: "Queues",
    content: [
      table(head, working.map((each) => [link(`/operations/queues/${at(each.name)}`, each.name), each.ready, each.inFlight, each.delayed, time(each.oldest), ""]), "There are no queues."),
      html`<h2>Dead letters</h2>`,
      table(
        head,
        dead.map((each) => [link(`/operations/queues/${at(each.name)}`, each.name), alarming(each.ready), each.inFlight, each.delayed, time(each.oldest), each.ready > 0 ? button(`/operations/queues/${at(each.name)}/replay`, "Replay all") : ""]),
        "There are no dead-letter queues.",
      ),
    ],
  };
};

export const queue = (cloud: Cloud, name: string): View | undefined => {
  const found = facts.queues(cloud).find((each) => each.name === name);
  if (!found) return undefined;
  const replayable = found.deadLettersOf.length > 0;
  const rows = cloud.sqs
    .peek(name)
    .slice(0, 100)
    .map((message) => [
      time(new Date(message.sentAt).toISOString()),
      message.receives,
      [html`<pre>${indented(message.body)}</pre>`, Object.entries(message.attributes).map(([key, value]) => html`<pre class="soft">${key}: ${value}</pre>`)],
      replayable ? button(`/operations/queues/${at(name)}/replay?message=${at(message.messageId)}`, "Replay") : "",
    ]);
  return {
    title: name,
    content: [replayable && found.ready > 0 ? html`<p>${button(`/operations/queues/${at(name)}/replay`, "Replay all")} to ${found.deadLettersOf.join(", ")}</p>` : "", table(["Sent (UTC)", "Received", "Message", ""], rows, "This queue is empty.")],
  };
};

export const functions = (cloud: Cloud): View => ({
  title: "Functions",
  content: table(
    ["Function", "Invocations", "Errors", "Running", "Workers", "Last errors"],
    facts.functions(cloud).map((each) => [link(`/operations/logs?source=${at(each.name)}`, each.name), each.invocations, alarming(each.errors), each.running, each.workers, each.lastErrors.slice(-2).map((text) => html`<pre>${text}</pre>`)]),
    "There are no functions.",
  ),
});

export const schedules = (cloud: Cloud): View => ({
  title: "Schedules",
  content: table(
    ["Schedule", "Expression", "Time zone", "Next (UTC)", "Target"],
    facts.schedules(cloud).map(({ name, expression, zone, next, target }) => [name, expression, zone, time(next), target.split(":").at(-1)]),
    "There are no schedules.",
  ),
});

export const events = (cloud: Cloud, query: URLSearchParams): View => ({
  title: "Events",
  content: [
    table(["Rule", "Bus", "Targets"], facts.rules(cloud).map(({ name, bus, targets }) => [name, bus, targets.map((arn) => arn.split(":").at(-1) ?? arn).join(", ")]), "There are no rules."),
    html`<h2>Last events</h2>`,
    table(
      ["Time (UTC)", "Fact", "Detail"],
      facts.events(cloud, query).map(({ event }) => [time(event.time), event["detail-type"], html`<details><summary>${event.id}</summary><pre>${JSON.stringify(event.detail, null, 2)}</pre></details>`]),
      "Nothing has happened yet.",
    ),
  ],
});

export const executions = (cloud: Cloud): View => ({
  title: "Executions",
  content: table(
    ["Execution", "State machine", "Status", "Started (UTC)", "Stopped (UTC)"],
    facts.executions(cloud).map((each) => [link(`/operations/executions/${at(each.arn)}`, each.name), each.machine, each.status, time(each.startedAt), time(each.stoppedAt)]),
    cloud.plan.stateMachines.length === 0 ? "The template has no state machine." : "Nothing was executed yet.",
  ),
});

export const execution = (cloud: Cloud, arn: string): View | undefined => {
  const found = facts.executions(cloud).find((each) => each.arn === arn);
  if (!found) return undefined;
  const rows = facts.history(cloud, arn).map(({ at: instant, type, details }) => [time(instant), type, html`<pre>${JSON.stringify(details, null, 2)}</pre>`]);
  return { title: found.name, content: [html`<p>${found.machine}: ${found.status}</p>`, table(["Time (UTC)", "Event", "Details"], rows, "")] };
};

export const buckets = async (cloud: Cloud, query: URLSearchParams): Promise<View> => {
  const name = query.get("bucket");
  if (!name) return { title: "Buckets", content: table(["Bucket"], facts.buckets(cloud).map((bucket) => [link(`/operations/buckets?bucket=${at(bucket)}`, bucket)]), "There are no buckets.") };
  const objects = await facts.objects(cloud, query);
  return { title: name, content: table(["Key", "Bytes", "Last written (UTC)"], objects.map(({ key, bytes, at: written }) => [key, bytes, time(written)]), "This bucket is empty.") };
};

export const logs = (cloud: Cloud, query: URLSearchParams): View => {
  const sources = ["", ...new Set([...cloud.engines.map(({ name }) => name), ...cloud.plan.functions.map(({ name }) => name)])];
  const chosen = (name: string, value: string): Cell => html`<option value="${value}"${(query.get(name) ?? "") === value ? html` selected` : ""}>${value || "all"}</option>`;
  const form = html`<form method="get"><input name="text" aria-label="Text" placeholder="text" value="${query.get("text") ?? ""}"><select name="source" aria-label="Source">${sources.map((value) => chosen("source", value))}</select><select name="level" aria-label="Level">${["", "debug", "info", "warn", "error"].map((value) => chosen("level", value))}</select><button>Show</button></form>`;
  const rows = facts
    .logs(cloud, query)
    .reverse()
    .map(({ at: instant, level, source, text }) => [time(instant), level === "error" ? html`<span class="bad">error</span>` : level, source, html`<pre>${text.slice(0, 4000)}</pre>`]);
  return { title: "Logs", content: [html`<p>${form}</p>`, table(["Time (UTC)", "Level", "Source", "Text"], rows, "Nothing was logged.")] };
};

const indented = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, 10_000);
  } catch {
    return text.slice(0, 10_000);
  }
};
