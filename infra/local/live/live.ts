// AppSync Events on one machine: publishing over HTTP, listening over WebSocket, on a port of its own. Written from AWS's documentation of
// the protocol; error sentences and close codes are not verified against the real service.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { JWTPayload } from "jose";
import { WebSocketServer } from "ws";
import { ACCOUNT, type Engine, type Log } from "../engine.ts";
import { Broker, type Caller } from "./broker.ts";
import { serveConnection } from "./connection.ts";
import { badRequest, EventApiError, unauthorized, type AuthType, type ChannelNamespace, type EventApi } from "./event-api.ts";
import { isSigned, signatureIsValid, type Credentials, type SignedRequest } from "./signature.ts";

export type LiveOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly api: EventApi;
  readonly namespaces: readonly ChannelNamespace[];
  /** The claims of a user's token that is in force, or undefined. */
  readonly verify: (token: string) => Promise<JWTPayload | undefined>;
  readonly credentials: Credentials;
  readonly log: Log;
};

export type Live = Engine & {
  /** http://127.0.0.1:PORT/event */
  readonly httpUrl: string;
  /** ws://127.0.0.1:PORT/event/realtime */
  readonly realtimeUrl: string;
};

const PROTOCOL = "aws-appsync-event-ws";
const USER_TYPES: readonly AuthType[] = ["AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT"];
const LARGEST_REQUEST = 2 * 1024 * 1024;
const STATUS: Readonly<Record<string, number>> = { UnauthorizedException: 401, BadRequestException: 400 };
const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };

export const openLive = async (options: LiveOptions): Promise<Live> => {
  const { api, log } = options;
  const broker = new Broker(api, options.namespaces);
  const userType = USER_TYPES.find((type) => api.EventConfig.AuthProviders.some(({ AuthType }) => AuthType === type));
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false), maxPayload: LARGEST_REQUEST });
  const server = createServer((request, response) => void publishOverHttp(request, response));
  server.on("upgrade", (request, socket, head) => void openSocket(request, socket, head));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options.port, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    name: "live",
    httpUrl: `http://127.0.0.1:${port}/event`,
    realtimeUrl: `ws://127.0.0.1:${port}/event/realtime`,
    health: async () => `${sockets.clients.size} connections, ${broker.subscriptions} subscriptions`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };

  async function publishOverHttp(request: IncomingMessage, response: ServerResponse) {
    const answer = (status: number, body: unknown) => response.writeHead(status, { "content-type": "application/json; charset=UTF-8", ...CORS }).end(JSON.stringify(body));
    try {
      const url = new URL(request.url ?? "/", `http://127.0.0.1:${port}`);
      if (request.method === "OPTIONS") return void response.writeHead(204, CORS).end();
      if (url.pathname !== "/event" || request.method !== "POST") return void answer(404, { errors: [{ errorType: "NotFoundException", message: "Not found" }] });
      const body = await readBody(request);
      const caller = await callerOf({ method: "POST", url, headers: request.headers as Record<string, string>, body });
      const { channel, events } = bodyOf(body);
      answer(200, broker.publish(caller, channel, events));
    } catch (error) {
      if (!(error instanceof EventApiError)) log({ source: "live", level: "error", text: String(error) });
      const refused = error instanceof EventApiError ? error : new EventApiError("InternalFailure", "An internal error has occurred.");
      answer(STATUS[refused.errorType] ?? 500, { errors: [refused.asEvent] });
    }
  }

  async function openSocket(request: IncomingMessage, socket: Duplex, head: Buffer) {
    const protocols = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((protocol) => protocol.trim());
    if (!request.url?.startsWith("/event/realtime") || !protocols.includes(PROTOCOL)) return void socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    const allowed = await userOf(authorizationIn(protocols))
      .then(({ authType }) => api.EventConfig.ConnectionAuthModes.some(({ AuthType }) => AuthType === authType))
      .catch(() => false);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (allowed) return serveConnection(webSocket, broker, userOf);
      webSocket.send(JSON.stringify({ type: "connection_error", errors: [unauthorized().asEvent] }));
      webSocket.close(4401, "Unauthorized");
    });
  }

  async function callerOf(request: SignedRequest): Promise<Caller> {
    if (!isSigned(request)) return userOf({ Authorization: request.headers.authorization });
    if (!signatureIsValid(request, options.credentials)) throw unauthorized();
    const userArn = `arn:aws:iam::${ACCOUNT}:user/local`;
    return { authType: "AWS_IAM", identity: { type: "iam", accountId: ACCOUNT, userArn, username: options.credentials.accessKeyId } };
  }

  /** Over a WebSocket only users come; functions publish over HTTP. */
  async function userOf(authorization: Readonly<Record<string, unknown>>): Promise<Caller> {
    const token = authorization.Authorization ?? authorization.authorization;
    const claims = typeof token === "string" ? await options.verify(token.replace(/^Bearer /i, "")) : undefined;
    if (!claims || !userType) throw unauthorized();
    const { sub = "", iss: issuer = "", username } = claims;
    return { authType: userType, identity: { type: "user", claims, sub, issuer, username: typeof username === "string" ? username : sub } };
  }
};

const authorizationIn = (protocols: readonly string[]): Record<string, unknown> => {
  const encoded = protocols.find((protocol) => protocol.startsWith("header-"))?.slice("header-".length) ?? "";
  try {
    return Object(JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"))) as Record<string, unknown>;
  } catch {
    return {};
  }
};

const readBody = async (request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_REQUEST) throw badRequest("Request too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const bodyOf = (body: Buffer): { channel?: unknown; events?: unknown } => {
  try {
    return Object(JSON.parse(body.toString("utf8"))) as { channel?: unknown; events?: unknown };
  } catch {
    throw badRequest("The request body is not JSON");
  }
};
