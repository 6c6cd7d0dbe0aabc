import * as z from "zod";
import { apiClientSchema, newClientSchema } from "#domain/access/clients/schema.ts";
import { routes } from "#domain/route.ts";

const id = z.object({ id: apiClientSchema.shape.id });
const withToken = z.object({ client: apiClientSchema, token: z.string().meta({ description: "Shown now and never again: `Authorization: Bearer qtk_…`." }) });

export const clientRoutes = routes({
  "GET /api-clients": { summary: "List programs that use the API", action: "client.read", response: z.object({ items: z.array(apiClientSchema) }) },
  "POST /api-clients": {
    summary: "Give a program a token of its own",
    description: "For a year at most. A role that could make users, roles or other programs is refused: a token lies in a file somewhere.",
    action: "client.change",
    body: newClientSchema,
    response: withToken,
    status: 201,
    refusals: ["client.role-unknown", "client.role-too-wide", "client.expiry-out-of-range"],
  },
  "POST /api-clients/{id}/rotation": {
    summary: "Give a program a new token",
    description: "The old one lives on for `graceHours`, so that nothing stops while the new one is put in place. 0 ends it within a minute.",
    action: "client.change",
    params: id,
    body: z.object({ graceHours: z.int().min(0).max(168).default(24) }),
    response: withToken,
    status: 201,
    refusals: ["client.unknown", "client.revoked"],
  },
  "DELETE /api-clients/{id}": { summary: "Take a program's tokens away", description: "At once.", action: "client.change", params: id, response: apiClientSchema, refusals: ["client.unknown"] },
});
