// What a decision may know of the object that it is about. "desk" is the tenant's desk as a whole: lists and settings, where no single row is meant.
import type { CustomerFacts } from "#domain/access/scope.ts";

export type ObjectFacts =
  | { readonly kind: "desk" }
  | ({ readonly kind: "customer" } & CustomerFacts)
  | { readonly kind: "item"; readonly id: string; readonly entity: string; readonly customer: CustomerFacts }
  | { readonly kind: "message" | "account"; readonly id: string; readonly entities: readonly string[]; readonly customer: CustomerFacts }
  | { readonly kind: "entity"; readonly id: string; readonly entity: string }
  | { readonly kind: "payment"; readonly id: string; readonly entity: string; readonly proposedBy?: string }
  | { readonly kind: "source" | "import" | "advice"; readonly id: string; readonly entity?: string | undefined }
  | ({ readonly kind: "proposal"; readonly id: string } & Duties);

/** Who has had a hand in what is to be approved or released: user ids. */
export type Duties = { readonly proposedBy?: string; readonly author?: string; readonly ibanChangedBy?: string };

/** An object of a tenant; facts that nobody needs for the decision may be missing. */
export type KnownObject = ObjectFacts & { readonly tenant: string };
