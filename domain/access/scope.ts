// Which rows a person sees: those of the legal entities that are his, or all if none are named. What he may do there is in rights.ts.
import type { User } from "#domain/access/schema.ts";

export const sees = ({ entityIds }: Pick<User, "entityIds">, entityId: string): boolean => entityIds.length === 0 || (entityIds as readonly string[]).includes(entityId);
