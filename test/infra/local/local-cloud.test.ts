// The whole of it, as a newcomer starts it: one process, the synthesized template, every part up; killed and started again on the same data.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud({ empty: true, now: "2026-03-31T08:00:00+02:00" });
});
afterAll(() => cloud?.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${cloud.endpoints.app}${path}`, { headers });

test("it says once that it is ready, and every part is up", async () => {
  expect(cloud.output().match(/^Quittance is ready: http:\/\/127\.0\.0\.1:\d+$/gm)).toHaveLength(1);
  const health = await get("/api/health");
  expect(health.status).toBe(200);
  const lines = (await health.text()).trim().split("\n");
  for (const part of ["DynamoDB", "SQS", "S3", "Lambda", "sign-in", "live", "EventBridge", "Scheduler", "states", "SES"]) expect(lines).toContainEqual(expect.stringMatching(`^${part}: up`));
});

test("the API asks for a token, the configuration is public and names places of this machine", async () => {
  expect((await get("/api/v1/me")).status).toBe(401);
  expect((await get("/api/v1/me", { authorization: "Bearer made-up" })).status).toBe(401);
  expect(await (await get("/api/v1/config")).json()).toMatchObject({ issuer: `${cloud.endpoints.app}/oidc` });
});

test("pages carry the headers that the template's CloudFront would send, made for this machine", async () => {
  const policy = (await get("/")).headers.get("content-security-policy") ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain(`ws://${new URL(cloud.endpoints.aws.appsyncRealtime).host}`);
  expect(policy).not.toContain("amazonaws.com");
});

test("another name for this machine, and a form on another site, are turned away", async () => {
  const { port } = new URL(cloud.endpoints.app);
  const asked = spawnSync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "host: evil.example", `http://127.0.0.1:${port}/operations`], { encoding: "utf8" });
  expect(asked.stdout).toBe("403");
  const clicked = await fetch(`${cloud.endpoints.operations}/queues/any/replay`, { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
  expect(clicked.status).toBe(403);
});

test("the clock begins where it was told, moves forward and never back", async () => {
  const now = async () => ((await (await fetch(cloud.endpoints.clock)).json()) as { now: string }).now;
  expect(await now()).toMatch(/^2026-03-31T06:/);
  await cloud.advance({ advance: "P1D" });
  expect(await now()).toMatch(/^2026-04-01T06:/);
  expect((await fetch(cloud.endpoints.clock, { method: "POST", body: '{"now":"2026-03-31T00:00:00Z"}' })).status).toBe(409);
  expect((await fetch(cloud.endpoints.clock, { method: "POST", body: '{"advance":"soon"}' })).status).toBe(400);
});

test("the token command prints nothing but what it was asked for, and says who it does not know", () => {
  const asked = spawnSync(process.execPath, ["infra/local/token.ts", "nobody@example.com", "--data", cloud.dataDir], { encoding: "utf8" });
  expect(asked).toMatchObject({ status: 1, stdout: "" });
  expect(asked.stderr).toContain("nobody@example.com");
});

test("operations are there as pages and as JSON", async () => {
  for (const view of ["", "/queues", "/functions", "/executions", "/schedules", "/events", "/buckets", "/logs"]) {
    const page = await get(`/operations${view}`);
    expect([view, page.status, page.headers.get("content-type")]).toEqual([view, 200, "text/html; charset=utf-8"]);
  }
  const queues = (await (await get("/operations/queues.json")).json()) as { name: string; deadLettersOf: string[] }[];
  expect(queues.filter(({ deadLettersOf }) => deadLettersOf.length > 0).length).toBeGreaterThan(3);
  expect(await (await get("/operations/schedules.json")).json()).toContainEqual(expect.objectContaining({ name: "quittance-dev-nightly-compaction", zone: "Europe/Paris" }));
});

test("killed at once after a file was put, it has the file after the next start; a second start on the same data is refused", async () => {
  const { documents } = cloud.endpoints.buckets;
  await cloud.aws.s3.send(new PutObjectCommand({ Bucket: documents, Key: "a/b c.txt", Body: "kept" }));
  await cloud.kill9();
  await cloud.restart();
  const { Body } = await cloud.aws.s3.send(new GetObjectCommand({ Bucket: documents, Key: "a/b c.txt" }));
  expect(await Body?.transformToString()).toBe("kept");
  const second = spawnSync(process.execPath, ["infra/local/main.ts", "--port", "0", "--data", cloud.dataDir], { encoding: "utf8" });
  expect(second.status).toBe(1);
  expect(second.stderr).toContain(readFileSync(join(cloud.dataDir, "cloud.pid"), "utf8"));
});
