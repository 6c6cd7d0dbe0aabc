import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsHandler } from "#infra/local/engine.ts";

/** An engine's handler on a free port, as the runner would serve it. */
export const serve = async (handler: AwsHandler) => {
  const server = createServer((raw, response) => {
    const chunks: Buffer[] = [];
    raw.on("data", (chunk: Buffer) => chunks.push(chunk));
    raw.on("end", () => {
      const request = { method: raw.method!, url: new URL(raw.url!, "http://127.0.0.1"), headers: raw.headers as Record<string, string>, body: Buffer.concat(chunks) };
      void handler(request, raw).then((answer) => response.writeHead(answer?.status ?? 404, answer?.headers).end(answer?.body));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
};
