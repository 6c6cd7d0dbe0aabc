// What every story needs: somebody signed in who drops files and asks the API.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import type { Run } from "#domain/ingestion/schema.ts";
import type { TestCloud } from "#test/world/local-cloud.ts";

export type Json = Record<string, never> & { [key: string]: unknown };

export async function ask<T>(cloud: TestCloud, path: string, init: { method?: string; body?: unknown; as?: string } = {}): Promise<T> {
  const response = await fetch(`${cloud.endpoints.api}${path}`, {
    method: init.method ?? "GET",
    headers: { authorization: `Bearer ${await cloud.token(init.as ?? "admin@ardelane.example")}`, "content-type": "application/json" },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await response.text();
  expect(response.ok, `${init.method ?? "GET"} ${path} answered ${response.status} ${text.slice(0, 500)}`).toBe(true);
  return JSON.parse(text) as T;
}

export const drop = (cloud: TestCloud, source: string, name: string, bytes: Uint8Array | string) =>
  cloud.aws.s3.send(new PutObjectCommand({ Bucket: cloud.endpoints.buckets.inbox, Key: `${cloud.endpoints.tenant}/${source}/${name}`, Body: bytes }));

const ended = new Set(["applied", "duplicate", "quarantined", "held", "failed", "abandoned"]);

/** Waits until `count` runs exist and all have come to an end. */
export async function allRunsEnded(cloud: TestCloud, count: number, within = 240_000): Promise<Run[]> {
  return until(within, async () => {
    const { items } = await ask<{ items: Run[] }>(cloud, "/imports?limit=200");
    return items.length >= count && items.every(({ state }) => ended.has(state)) ? items : undefined;
  });
}

/** Asks again until there is an answer; fails with the last error when time is up. */
export async function until<T>(within: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + within;
  let last: unknown = "no answer yet";
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`waited ${within} ms in vain: ${String(last)}`);
}
