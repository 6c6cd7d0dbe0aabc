// npm run dev: when a source changes, what depends on it is built anew and taken over by the next invocation or the next page load.
import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { build, root } from "#infra/local/build.ts";
import type { Cloud } from "#infra/local/cloud.ts";

const QUIET_MS = 300;

export const watchSources = (cloud: Cloud, say: (line: string) => void): void => {
  let timer: NodeJS.Timeout | undefined;
  let building: Promise<void> = Promise.resolve();
  const rebuild = async (): Promise<void> => {
    const began = Date.now();
    try {
      cloud.redeploy(await build(say));
      say(`Reloaded in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    } catch (problem) {
      say(problem instanceof Error ? problem.message : String(problem));
    }
  };
  for (const folder of ["functions", "domain", "events", "infra", "web"].map((name) => join(root, name)).filter((path) => existsSync(path)))
    watch(folder, { recursive: true }, (_event, file) => {
      if (!file || /(^|\/)(\.svelte-kit|build|paraglide|node_modules)(\/|$)/.test(file) || (folder.endsWith("infra") && file.startsWith("local"))) return;
      clearTimeout(timer);
      timer = setTimeout(() => (building = building.then(rebuild)), QUIET_MS);
    });
  say("Watching functions, domain, events, infra and web");
};
