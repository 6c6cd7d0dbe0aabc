import * as z from "zod";
import { auditRoutes } from "#domain/access/audit/routes.ts";
import { roleIdSchema, userSchema } from "#domain/access/schema.ts";
import { routes } from "#domain/route.ts";

export const accessRoutes = routes({
  ...auditRoutes,
  "GET /me": {
    summary: "Who am I, and what may I do",
    action: "me.read",
    response: z.object({ user: userSchema, tenant: z.object({ id: z.string(), name: z.string(), currency: z.string() }), actions: z.array(z.string()) }),
  },
  "GET /users": { summary: "List users", action: "user.read", response: z.object({ items: z.array(userSchema), nextCursor: z.string().optional() }) },
  "GET /roles": {
    summary: "List roles and their rights",
    action: "user.read",
    response: z.object({ items: z.array(z.object({ role: roleIdSchema, actions: z.array(z.string()) })) }),
  },
});
