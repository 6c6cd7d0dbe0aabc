// Requests and responses between node:http and the engines' plain shapes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AwsRequest, AwsResponse } from "#infra/local/engine.ts";

export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Listens on the loopback: on the wanted port, or on any free one when that is taken and `orAny` allows it. */
export const listen = async (handler: RawHandler, port: number, orAny: boolean): Promise<{ server: Server; port: number; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    Promise.resolve(handler(request, response)).catch((problem: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(problem instanceof Error ? problem.message : String(problem));
    });
  });
  server.requestTimeout = 0;
  // Longer than clients keep an idle connection, so that none is closed just when it is used again; as load balancers do.
  server.keepAliveTimeout = 75_000;
  await bind(server, port).catch(async (problem: NodeJS.ErrnoException) => {
    if (problem.code !== "EADDRINUSE" || !orAny) throw problem.code === "EADDRINUSE" ? new Error(`Port ${port} is taken: choose another with --port.`) : problem;
    await bind(server, 0);
  });
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { server, port: (server.address() as { port: number }).port, close };
};

const bind = (server: Server, port: number): Promise<void> =>
  new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", fail);
      done();
    });
  });

export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

export const toAwsRequest = async (request: IncomingMessage): Promise<AwsRequest> => ({
  method: request.method ?? "GET",
  url: new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`),
  headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")])),
  body: await readBody(request),
});

export const sendResponse = (response: ServerResponse, { status, headers = {}, body }: AwsResponse): void => {
  const { "set-cookie": cookies, ...rest } = headers;
  response.writeHead(status, { ...rest, ...(cookies ? { "set-cookie": cookies.split("\n") } : {}) });
  response.end(body);
};

/** The wanted port if it is free on every address, else any free one. */
export const choosePort = async (wanted: number): Promise<number> => {
  const probe = (port: number): Promise<number | undefined> =>
    new Promise((done) => {
      const server = createServer();
      server.once("error", () => done(undefined));
      server.listen(port, "0.0.0.0", () => {
        const { port: given } = server.address() as { port: number };
        server.close(() => done(given));
      });
    });
  return (await probe(wanted)) ?? (await probe(0)) ?? 0;
};
