// GET /api/health: one line per part; 200 only when every part is up.
import type { AwsResponse, Engine } from "#infra/local/engine.ts";

export const healthPage =
  (engines: readonly Engine[]) =>
  async (): Promise<AwsResponse> => {
    const lines = await Promise.all(engines.map(lineOf));
    return { status: lines.every(({ up }) => up) ? 200 : 503, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }, body: `${lines.map(({ line }) => line).join("\n")}\n` };
  };

const lineOf = async (engine: Engine): Promise<{ up: boolean; line: string }> => {
  try {
    return { up: true, line: `${engine.name}: up, ${await engine.health()}` };
  } catch (problem) {
    return { up: false, line: `${engine.name}: DOWN, ${problem instanceof Error ? problem.message : String(problem)}` };
  }
};
