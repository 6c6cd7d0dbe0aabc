// What a rule's target gets: the event, a part of it, a constant, or a text with values from the event.
import type { BusEvent } from "./bus-event.ts";

export type TargetInput = {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputPathsMap?: Readonly<Record<string, string>>; readonly InputTemplate: string };
};

export const payloadFor = ({ Input, InputPath, InputTransformer }: TargetInput, event: BusEvent, rule: { readonly arn: string; readonly name: string }): string => {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(InputPath, event) ?? {});
  if (InputTransformer === undefined) return JSON.stringify(event);
  const fromEvent = Object.entries(InputTransformer.InputPathsMap ?? {}).map(([name, path]) => [name, valueAt(path, event)] as const);
  return filled(InputTransformer.InputTemplate, {
    ...Object.fromEntries(fromEvent),
    "aws.events.rule-arn": rule.arn,
    "aws.events.rule-name": rule.name,
    "aws.events.event.ingestion-time": event.time,
    "aws.events.event": { ...event, detail: undefined },
    "aws.events.event.json": event,
  });
};

/** `$.detail.items[0].id`: the paths that an input path or a map of paths may use. */
export const valueAt = (path: string, event: unknown): unknown => {
  if (!/^\$(\.[\w-]+|\[\d+\]|\['[^']+'\])*$/.test(path)) throw new Error(`"${path}" is not a path that EventBridge understands`);
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(([, name, position, quoted]) => name ?? position ?? quoted!);
  return steps.reduce<unknown>((value, step) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined), event);
};

/** Inside quotes a value becomes part of the text, outside it becomes JSON; a missing one is empty text or null. */
const filled = (template: string, values: Readonly<Record<string, unknown>>): string => {
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (whole, name: string | undefined) => {
    if (whole === '"') quoted = !quoted;
    if (name === undefined || !(name in values)) return whole;
    const value = values[name];
    if (!quoted) return JSON.stringify(value ?? null);
    const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
};
