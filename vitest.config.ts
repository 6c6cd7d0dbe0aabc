import { defineConfig } from "vitest/config";

// The two slow families run apart from the rest: stories and screens each need a whole local cloud, and two cores carry one at a time.
const cloud = ["test/stories/**/*.test.ts", "test/e2e/**/*.test.ts"];

export default defineConfig({
  test: {
    exclude: ["node_modules", "web/node_modules"],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    pool: "forks",
    projects: [
      { extends: true, test: { name: "parts", include: ["test/**/*.test.ts"], exclude: [...cloud, "node_modules"] } },
      { extends: true, test: { name: "cloud", include: cloud, fileParallelism: false, testTimeout: 300_000, hookTimeout: 600_000 } },
    ],
  },
});
