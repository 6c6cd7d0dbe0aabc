// One route table gives validation, authorization, the typed client and the OpenAPI document. A context declares its routes in
// domain/<context>/routes.ts, keyed "METHOD /path"; domain/api.ts is the whole table. The web imports types only, so zod stays out of its bundle.
import type { z } from "zod";

export type Route = {
  /** One line for the reference page, in the imperative: "List customers". */
  readonly summary: string;
  /** What it is for, units, what it decides, errors worth knowing. */
  readonly description?: string;
  /** The right that the caller needs, checked in the runtime before any handler. "public" needs no token. */
  readonly action: string;
  /**
   * The object that the request is about: the runtime decides on it before the handler runs, and answers a foreign one as if it did not exist.
   * A list has none: its rows are narrowed by `caller.scope`.
   */
  readonly about?: AboutKind;
  /** The field of the query or the body that holds its id, where that is not the path's {id}. Without a value there, the request is about the desk as a whole. */
  readonly named?: `${"query" | "body"}.${string}`;
  /** A second object that the request is about, named by a field: the caller must see and may do it to both. */
  readonly also?: { readonly about: AboutKind; readonly named: NonNullable<Route["named"]> };
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** 200 unless told. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Refusal codes that this route answers with, beside the ones every route has. */
  readonly refusals?: readonly string[];
};

/** `account`: all that a customer owes, in every company. An item is kept with the customer that the query names, an allocation with its payment. `export`: a batch of postings for the ERP, `booking`: one of its entries. */
export type AboutKind = "customer" | "account" | "item" | "entity" | "source" | "import" | "payment" | "allocation" | "advice" | "message" | "export" | "booking" | "debit";

export type RouteKey = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;
export type RouteTable = Readonly<Record<RouteKey, Route>>;
export const routes = <const T extends RouteTable>(table: T): T => table;
